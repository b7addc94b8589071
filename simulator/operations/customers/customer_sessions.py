"""Customer Sessions: what a page may show and change of one Customer.

Source: API reference, "Create a Customer Session".
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.resources.customer import Customer
from simulator.work import Work

Hash = dict[str, Any]
SHOWN: Final[Hash] = {
    "payment_method_allow_redisplay_filters": ["always"],
    "payment_method_remove": "disabled",
}
REDISPLAYED: Final[Hash] = SHOWN | {
    "payment_method_redisplay": "disabled",
    "payment_method_save": "disabled",
}
FEATURES: Final[Mapping[str, Hash]] = {
    "customer_sheet": SHOWN,
    "mobile_payment_element": REDISPLAYED | {"payment_method_save_allow_redisplay_override": None},
    "payment_element": REDISPLAYED
    | {"payment_method_redisplay_limit": 3, "payment_method_save_usage": None},
}
"""The features of a component of which some are asked for. Where the API reference gives no default
for a mobile component, that of the Payment Element is inferred."""


def create(work: Work) -> Any:
    """POST /v1/customer_sessions

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING
    """
    given = dict(work.params)
    if not given.get("customer") and not given.get("customer_account"):
        raise errors.PARAMETER_MISSING(param="customer", name="customer")
    if customer := given.get("customer"):
        work.refer(Customer, customer, "customer")
    given["components"] = {
        name: _whole(name, component) for name, component in given["components"].items()
    }
    return Maker(work).make("CustomerSession", given)


def _whole(name: str, component: Hash) -> Hash:
    """The component with all its features, if some are asked for."""
    if not component.get("features"):
        return component
    return component | {"features": FEATURES[name] | component["features"]}
