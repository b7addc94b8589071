"""What older clients call by another name, and say in other words: put into today's on its way in.

Operations know the newest names alone. A refusal of the wire names what was sent.

Source: Stripe docs, "API changelog".
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from simulator.catalogue import Boolean, Enum, Integer, Kind, Shape, String

FEE_AMOUNT: Final = "2019-03-14"
RENAMINGS: Final = "2019-10-17"
PRORATION_BEHAVIOR: Final = "2020-08-27"
LINK_URLS: Final = "2022-08-01"
"""The first version after those in which clients are seen to say `failure_url`."""
UPCOMING: Final = "upcoming invoice"
"""The shape of what was said of a preview before there were any; the SDK does not know it."""
UPCOMING_LINES: Final = "lines of an upcoming invoice"
"""That of what was said of its lines: the same, and which page of them."""


class FormerName(NamedTuple):
    """The name that parameters of these shapes had in versions before `until`."""

    shapes: tuple[str, ...]
    was: str
    kind: Kind
    now: str
    until: str
    words: Mapping[Any, Any] | None = None
    """What its values are called now, where they are others."""


_LINK: Final = ("AccountLinkCreateParams",)
_CUSTOMER: Final = ("CustomerCreateParams", "CustomerUpdateParams")
_SUBSCRIPTION: Final = ("SubscriptionCreateParams", "SubscriptionUpdateParams")
_INVOICE: Final = ("InvoiceCreateParams", "InvoiceUpdateParams")
_ITEM: Final = (
    "SubscriptionItemCreateParams",
    "SubscriptionItemUpdateParams",
    "SubscriptionItemDeleteParams",
)
_COLLECTED: Final = (
    *_SUBSCRIPTION,
    "SubscriptionListParams",
    *_INVOICE,
    "InvoiceListParams",
)
_COLLECTION: Final = Enum(("charge_automatically", "send_invoice"))
_PRORATED: Final = (*_SUBSCRIPTION, *_ITEM, "SubscriptionScheduleUpdateParams")
_BEHAVIOR: Final = {True: "create_prorations", False: "none"}

FORMER_NAMES: Final = (
    FormerName(_INVOICE, "application_fee", Integer(), "application_fee_amount", FEE_AMOUNT),
    FormerName(_CUSTOMER, "account_balance", Integer(), "balance", RENAMINGS),
    FormerName(_COLLECTED, "billing", _COLLECTION, "collection_method", RENAMINGS),
    FormerName(_LINK, "failure_url", String(), "refresh_url", LINK_URLS),
    FormerName(_LINK, "success_url", String(), "return_url", LINK_URLS),
    FormerName(
        _PRORATED, "prorate", Boolean(), "proration_behavior", PRORATION_BEHAVIOR, _BEHAVIOR
    ),
    FormerName(
        (UPCOMING, UPCOMING_LINES),
        "subscription_prorate",
        Boolean(),
        "subscription_proration_behavior",
        PRORATION_BEHAVIOR,
        _BEHAVIOR,
    ),
)
_LAST: Final = max(each.until for each in FORMER_NAMES)


def renamed(shape: Shape, given: dict[str, Any], version: str) -> dict[str, Any]:
    """The parameters of this API version under their newest names.

    That the newer name counts where both are sent is inferred.
    """
    if version >= _LAST:
        return given
    for each in FORMER_NAMES:
        if version < each.until and shape.name in each.shapes and each.was in given:
            value = given.pop(each.was)
            given.setdefault(each.now, each.words[value] if each.words else value)
    return given
