"""How much was used: the events of a meter, or the records of an item, added up.

Source: Stripe docs, "Usage-based billing"; API reference, "Billing Meters"; API reference of 2024,
"Create a price" (recurring.aggregate_usage).
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from simulator.operations.selling.price_currencies import sold_at
from simulator.resources.metering import CanceledEvent, Meter, MeterEvent, UsageRecord
from simulator.resources.price import Price, PriceRest
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
Over = dict[str, tuple[Hash, int]]
"""Metered items by their id, as they were in a period that is over, and until when it was."""


def is_metered(item: Hash) -> bool:
    """Whether an item is billed for what was used of it."""
    return "quantity" not in item


def periods_over(was: Subscription, now: Subscription) -> Over:
    """What is metered and has begun a new period; what was used on trial is not billed."""
    if was.status == "trialing":
        return {}
    began = {item["id"]: item["current_period_start"] for item in now.items["data"]}
    return {
        item["id"]: (item, began[item["id"]])
        for item in was.items["data"]
        if is_metered(item) and began.get(item["id"], 0) > item["current_period_start"]
    }


def used_until_now(work: Work, subscription: Subscription) -> Over:
    """What is metered and was used in the period that ends now, with the Subscription."""
    if subscription.status == "trialing":
        return {}
    return {
        item["id"]: (item, work.now)
        for item in subscription.items["data"]
        if is_metered(item) and used(work, subscription.customer, item, work.now)
    }


def used(work: Work, customer: str, item: Hash, until: int) -> int:
    """How much of a metered item was used since its period began; never less than nothing.

    That parts of a whole are rounded half up is inferred.

    Args:
        until: the end of that time, Unix seconds; what was used then is not counted.
    """
    price = sold_at(work, item["price"]["id"])
    start = item["current_period_start"]
    named = price.recurring.meter if price.recurring else None
    meter = work.find(Meter, named) if named else None
    if meter is None:
        return recorded(work, price, item["id"], start, until)
    total = added_up(meter, values_of(work, meter, customer, start, until))
    return max(0, int(total.quantize(Decimal(1), ROUND_HALF_UP)))


def added_up(meter: Meter, told: Iterable[tuple[int, Decimal]]) -> Decimal:
    """What events come to, by the formula of a meter."""
    values = [value for _, value in told]
    match meter.default_aggregation["formula"]:
        case "count":
            return Decimal(len(values))
        case "last":
            return values[-1] if values else Decimal(0)
    return sum(values, Decimal(0))


def values_of(
    work: Work, meter: Meter, customer: str, start: int, until: int
) -> Iterator[tuple[int, Decimal]]:
    """What each event of a Customer between two moments says, and when; the oldest first.

    One that says no number counts nothing.
    """
    who = meter.customer_mapping["event_payload_key"]
    what = meter.value_settings["event_payload_key"]
    events = sorted(
        work.where(MeterEvent, "event_name", meter.event_name), key=lambda event: event.timestamp
    )
    for event in events:
        if event.payload.get(who) != customer or not start <= event.timestamp < until:
            continue
        if work.find(CanceledEvent, event.id) is not None:
            continue
        if (value := _number(event.payload.get(what))) is not None:
            yield event.timestamp, value
        elif meter.default_aggregation["formula"] == "count":
            yield event.timestamp, Decimal(1)


def _number(told: str | None) -> Decimal | None:
    try:
        value = Decimal(told or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def recorded(work: Work, price: Price, item: str, start: int, until: int) -> int:
    """What the records of an item between two moments add up to, as its price says."""
    rest = work.find(PriceRest, price.id)
    how = rest.aggregate_usage if rest else None
    since = 0 if how == "last_ever" else start
    records = sorted(
        (
            record
            for record in work.where(UsageRecord, "subscription_item", item)
            if since <= record.timestamp < until
        ),
        key=lambda record: record.timestamp,
    )
    return _together([record.quantity for record in records], how)


def _together(quantities: Sequence[int], how: str | None) -> int:
    if not quantities:
        return 0
    match how:
        case "last_during_period" | "last_ever":
            return quantities[-1]
        case "max":
            return max(quantities)
    return sum(quantities)
