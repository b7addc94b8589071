"""The items of a Subscription, one at a time: each call is a change of the Subscription.

Source: API reference, "Subscription Items".
"""

import re
from typing import Any, Final

from simulator import errors
from simulator.operations.billing.subscription_pending import updated
from simulator.resources.subscription import ENDED, Subscription, SubscriptionItem
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
OF_THE_SUBSCRIPTION: Final = frozenset(
    {"off_session", "payment_behavior", "proration_behavior", "proration_date"}
)
"""Parameters that say how the Subscription is to be changed."""
OF_THE_ROW: Final = re.compile(r"items\[0\]\[(\w+)\](.*)")


def create(work: Work) -> SubscriptionItem:
    """POST /v1/subscription_items"""
    given = dict(work.params)
    before = _living(work, given.pop("subscription"))
    known = {item["id"] for item in before.items["data"]}
    after = _change(work, before, given)
    added = next(item["id"] for item in after.items["data"] if item["id"] not in known)
    return work.load(SubscriptionItem, added)


def retrieve(work: Work) -> SubscriptionItem:
    """GET /v1/subscription_items/{item}

    Raises:
        ITEM_MISSING
    """
    if (item := work.find(SubscriptionItem, id := work.path["item"])) is None:
        raise errors.ITEM_MISSING(id=id)
    return item


def update(work: Work) -> SubscriptionItem:
    """POST /v1/subscription_items/{item}"""
    item = retrieve(work)
    _change(work, work.load(Subscription, item.subscription), {"id": item.id} | work.params)
    return work.load(SubscriptionItem, item.id)


def delete(work: Work) -> Hash:
    """DELETE /v1/subscription_items/{item}

    Raises:
        LAST_SUBSCRIPTION_ITEM
    """
    item = retrieve(work)
    before = work.load(Subscription, item.subscription)
    if len(before.items["data"]) == 1:
        raise errors.LAST_SUBSCRIPTION_ITEM()
    _change(work, before, {"id": item.id, "deleted": True} | work.params)
    return {"id": item.id, "object": "subscription_item", "deleted": True}


def _living(work: Work, id: str) -> Subscription:
    """The Subscription that is to have another item; one that is over is as if it were not there.

    Raises:
        RESOURCE_MISSING: unlike for other parameters, the status is 404 (probed).
    """
    found = work.load(Subscription, id, "subscription")
    if found.status in ENDED:
        raise errors.RESOURCE_MISSING(param="subscription", noun="subscription", id=id)
    return found


def _change(work: Work, before: Subscription, given: Hash) -> Subscription:
    """The Subscription with this row among its items; a refusal names the row's own parameters."""
    how = {name: value for name, value in given.items() if name in OF_THE_SUBSCRIPTION}
    row = {name: value for name, value in given.items() if name not in OF_THE_SUBSCRIPTION}
    try:
        return updated(work, before, how | {"items": [row]})
    except errors.StripeError as refusal:
        if named := OF_THE_ROW.match(refusal.param or ""):
            refusal.param = named[1] + named[2]
        raise


def list_all(work: Work) -> Page:
    """GET /v1/subscription_items"""
    subscription = work.refer(Subscription, work.params["subscription"], "subscription")

    def keep(item: SubscriptionItem) -> bool:
        return item.subscription == subscription.id

    things = work.account.store.table("subscription_item").values()
    return page(things, work.params, "/v1/subscription_items", "subscription_item", keep=keep)
