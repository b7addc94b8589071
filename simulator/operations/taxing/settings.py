"""Tax settings: where the account is at home, and what its prices mean without a word.

Source: API reference, "Tax Settings".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.resources.tax import TaxSettings
from simulator.work import Work

Hash = dict[str, Any]
LINES: Final = ("city", "country", "line1", "line2", "postal_code", "state")
DEFAULTS: Final[Hash] = {"provider": "stripe", "tax_behavior": None, "tax_code": None}


def retrieve(work: Work) -> Hash:
    """GET /v1/tax/settings"""
    return _shown(work, known(work))


def known(work: Work) -> TaxSettings:
    """The account's settings."""
    id = work.account.id
    return work.find(TaxSettings, id) or TaxSettings(id=id, defaults=dict(DEFAULTS))


def home_of(settings: TaxSettings) -> Hash | None:
    """The address of the head office, once there is one."""
    return None if settings.head_office is None else settings.head_office["address"]


def update(work: Work) -> Hash:
    """POST /v1/tax/settings

    Raises:
        TAX_DEFAULT_KEPT
    """
    before, given = known(work), work.params
    changes: Hash = {}
    if told := given.get("defaults"):
        for name, value in told.items():
            if value is None and before.defaults[name] is not None:
                raise errors.TAX_DEFAULT_KEPT(name=name, param=f"defaults[{name}]")
        changes["defaults"] = before.defaults | told
    if office := given.get("head_office"):
        # That an office in no country is in the account's own is inferred.
        address = dict.fromkeys(LINES) | {"country": work.account.country} | office["address"]
        changes["head_office"] = {"address": dict(sorted(address.items()))}
    after = work.keep(replace(before, **changes))
    shown, was = _shown(work, after), _shown(work, before)
    if after != before:
        work.post("tax.settings.updated", shown, before=was)
    return shown


def _shown(work: Work, settings: TaxSettings) -> Hash:
    ready = settings.head_office is not None
    return {
        "object": "tax.settings",
        "defaults": settings.defaults,
        "head_office": settings.head_office,
        "livemode": work.account.livemode,
        "status": "active" if ready else "pending",
        "status_details": {"active": {}}
        if ready
        else {"pending": {"missing_fields": ["head_office"]}},
    }
