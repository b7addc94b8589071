"""PaymentMethodConfigurations: which kinds of PaymentMethod a page offers; an account has one.

The kinds that the account's own offers are those of `automatic_payment_methods`, and the wallets
that hold cards.

Source: API reference, "Payment Method Configurations".
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator.catalogue import resource
from simulator.catalogue.maker import Maker
from simulator.catalogue.things import thing_class
from simulator.wire.lists import Page, page
from simulator.work import Work

RESOURCE: Final = "PaymentMethodConfiguration"
KIND: Final = "payment_method_configuration"
OFFERED: Final = frozenset({"apple_pay", "card", "google_pay", "link"})
NO_METHODS: Final = frozenset(
    {
        "active",
        "application",
        "id",
        "is_default",
        "livemode",
        "metadata",
        "name",
        "object",
        "parent",
    }
)


def create(work: Work) -> Any:
    """POST /v1/payment_method_configurations"""
    made = replace(Maker(work).make(RESOURCE, work.params), active=True)
    return work.keep(_settled(made))


def retrieve(work: Work) -> Any:
    """GET /v1/payment_method_configurations/{configuration}"""
    return _named(work)


def update(work: Work) -> Any:
    """POST /v1/payment_method_configurations/{configuration}"""
    return work.keep(_settled(Maker(work).change(_named(work), work.params)))


def list_all(work: Work) -> Page:
    """GET /v1/payment_method_configurations: the account's own is always there."""
    kept = dict(work.account.store.table(KIND))
    own = kept.pop(work.account.payment_method_configuration, None) or _own(work)
    active = work.params.get("active")
    return page(
        (own, *kept.values()),
        work.params,
        "/v1/payment_method_configurations",
        KIND,
        keep=lambda configuration: active in (None, configuration.active),
    )


def _named(work: Work) -> Any:
    """The configuration that the path names.

    Raises:
        RESOURCE_MISSING
    """
    id = work.path["configuration"]
    found = work.find_any(KIND, id)
    if found is None and id == work.account.payment_method_configuration:
        return _own(work)
    return found or work.load(thing_class(RESOURCE), id, "configuration")


def _own(work: Work) -> Any:
    """The account's own configuration, as long as nobody has changed it."""
    made = Maker(work).make(RESOURCE, {})
    kinds = [field.name for field in resource(RESOURCE).fields if field.name not in NO_METHODS]
    unsaid = {"display_preference": {"overridable": None, "preference": "none"}}
    return _settled(
        replace(
            made,
            id=work.account.payment_method_configuration,
            active=True,
            is_default=True,
            name="Default",
            **dict.fromkeys(kinds, unsaid),
        )
    )


def _settled(configuration: Any) -> Any:
    """The configuration with what its preferences come to."""
    changes = {}
    for name in configuration.__struct_fields__:
        shown = getattr(configuration, name)
        if name in NO_METHODS or shown is UNSET or not isinstance(shown, dict):
            continue
        asked = shown.get("display_preference") or {}
        preference = asked.get("preference") or "none"
        value = preference if preference != "none" else "on" if name in OFFERED else "off"
        changes[name] = {
            "available": value == "on",
            "display_preference": {
                "overridable": asked.get("overridable"),
                "preference": preference,
                "value": value,
            },
        }
    return replace(configuration, **changes)
