"""Who is liable for tax and issues an invoice, and what stands on its paper.

Source: API reference, "Create a Checkout Session" (automatic_tax, invoice_creation,
subscription_data).
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator import errors
from simulator.operations.accounts.connected_accounts import connected
from simulator.operations.billing.subscription_rules import PERCENT_MAX
from simulator.operations.platform.lengths import check_length
from simulator.wire.limits import at_most
from simulator.work import Work

Hash = dict[str, Any]
FIELDS_MOST: Final = 4
"""Fields of the shop's own on an invoice."""
FIELD_MOST: Final = {"name": 40, "value": 140}
"""Characters of such a field."""
INVOICES: Final = (
    ("invoice_creation", "invoice_data"),
    ("subscription_data", "invoice_settings"),
)
"""Where it is said what invoices look like."""


def check_billing(work: Work, given: Mapping[str, Any]) -> None:
    """Refuse accounts that are not connected, tax ids that are not there, and too much text.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, OWN_ACCOUNT, ARRAY_TOO_LONG, STRING_TOO_LONG,
        FEE_PERCENT_TOO_LARGE
    """
    for told, at in (
        (given, "application_fee_percent"),
        (given.get("subscription_data") or {}, "subscription_data[application_fee_percent]"),
    ):
        percent = told.get("application_fee_percent")
        if percent is not None and percent > PERCENT_MAX:
            raise errors.FEE_PERCENT_TOO_LARGE(param=at, value=percent)
    _check_account(work, given.get("automatic_tax"), "liability", "automatic_tax")
    for outer, inner in INVOICES:
        data, at = (given.get(outer) or {}).get(inner) or {}, f"{outer}[{inner}]"
        _check_account(work, data, "issuer", at)
        for index, id in enumerate(data.get("account_tax_ids") or ()):
            if work.find_any("tax_id", id) is None:
                param = f"{at}[account_tax_ids][{index}]"
                raise errors.REFERENCE_MISSING(param=param, noun="tax id", id=id)
        fields = data.get("custom_fields") or ()
        at_most(FIELDS_MOST)(f"{at}[custom_fields]", fields)
        for index, field in enumerate(fields):
            for name, most in FIELD_MOST.items():
                check_length(field.get(name), most, f"{at}[custom_fields][{index}][{name}]")


def _check_account(work: Work, holder: Hash | None, name: str, at: str) -> None:
    told = (holder or {}).get(name) or {}
    if told.get("type") != "account":
        return
    param = f"{at}[{name}][account]"
    if not told.get("account"):
        raise errors.PARAMETER_MISSING(name=param, param=param)
    connected(work, told["account"], param, "account")
