"""Usage as it was told until basil: records of what was used of an item, summed up by period.

Source: API reference of 2024, "Usage Records", "Usage Record Summary"; Stripe docs, "API
changelog" (basil takes both away). Which moments a summary's period shows is inferred.
"""

from typing import Final

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing.usage import recorded
from simulator.operations.selling.price_currencies import sold_at
from simulator.resources.metering import UsageRecord, UsageSummary, summary_id
from simulator.resources.subscription import ENDED, Subscription, SubscriptionItem
from simulator.wire.lists import Page, page_in_order
from simulator.work import Work

METERS_ONLY_SINCE: Final = "2025-03-31.basil"


def create(work: Work) -> UsageRecord:
    """POST /v1/subscription_items/{item}/usage_records

    What is told again for the same moment is added to what was told, or takes its place; that the
    answer shows the sum is inferred.

    Raises:
        UNKNOWN_URL, RESOURCE_MISSING, USAGE_BY_METER, USAGE_NOT_METERED, USAGE_OF_CANCELED,
        USAGE_BEFORE_PERIOD
    """
    item, given = _item(work, "POST", "usage_records"), work.params
    price = sold_at(work, item.price["id"])
    if price.recurring is not None and price.recurring.meter:
        raise errors.USAGE_BY_METER(item=item.id)
    if item.quantity is not msgspec.UNSET:
        raise errors.USAGE_NOT_METERED(item=item.id)
    if work.load(Subscription, item.subscription).status in ENDED:
        raise errors.USAGE_OF_CANCELED()
    told = given.get("timestamp")
    timestamp = told if isinstance(told, int) else work.now
    if timestamp < item.current_period_start:
        raise errors.USAGE_BEFORE_PERIOD()
    record = _at(work, item.id, timestamp)
    adds = (given.get("action") or "increment") == "increment"
    quantity = given["quantity"] + (record.quantity if adds else 0)
    return work.keep(replace(record, quantity=quantity))


def list_summaries(work: Work) -> Page:
    """GET /v1/subscription_items/{item}/usage_record_summaries: the current period, and those over.

    Raises:
        UNKNOWN_URL, RESOURCE_MISSING
    """
    item = _item(work, "GET", "usage_record_summaries")
    price = sold_at(work, item.price["id"])
    start = item.current_period_start
    current = UsageSummary(
        id=summary_id(item.id, start),
        livemode=work.account.livemode,
        period={"end": None, "start": start},
        subscription_item=item.id,
        total_usage=recorded(work, price, item.id, start, item.current_period_end),
    )
    over = list(work.where(UsageSummary, "subscription_item", item.id))
    over.reverse()
    url = f"/v1/subscription_items/{item.id}/usage_record_summaries"
    return page_in_order([current, *over], work.params, url, UsageSummary.KIND)


def _item(work: Work, method: str, call: str) -> SubscriptionItem:
    """The item that the path of this call names.

    Raises:
        UNKNOWN_URL: usage is told to meters by now.
        RESOURCE_MISSING
    """
    id = work.path["item"]
    if work.version >= METERS_ONLY_SINCE:
        path = f"/v1/subscription_items/{id}/{call}"
        raise errors.UNKNOWN_URL(method=method, path=path, hint="")
    return work.load(SubscriptionItem, id)


def _at(work: Work, item: str, timestamp: int) -> UsageRecord:
    """The record of this moment, or a new one of nothing."""
    for record in work.where(UsageRecord, "subscription_item", item):
        if record.timestamp == timestamp:
            return record
    return UsageRecord(
        id=work.new_id("mbur"),
        livemode=work.account.livemode,
        quantity=0,
        subscription_item=item,
        timestamp=timestamp,
    )
