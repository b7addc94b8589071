"""What is subscribed to: prices and quantities, and the periods that they are paid for.

Source: API reference, "Subscription Items".
"""

from typing import Any

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing.subscription_periods import period_end
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling.price_currencies import payable_in
from simulator.operations.selling.prices import make_price
from simulator.resources import invoice as invoice_states
from simulator.resources.plan import plan_of
from simulator.resources.price import DeletedPrice, Price, cycle_of
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription, SubscriptionItem
from simulator.work import Work

Hash = dict[str, Any]
Wanted = tuple[Price, int | None, Hash]
"""What is subscribed to: price, quantity (None: metered), and what else was said of it."""


def wanted_items(work: Work, given: Hash, *, inactive: bool = False) -> list[Wanted]:
    """What these parameters subscribe to.

    Args:
        inactive: whether a price that is sold no more is taken.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, PRICE_NOT_RECURRING, PRICE_INACTIVE,
        ONLY_OTHER_CURRENCY, ITEMS_OF_CURRENCIES
    """
    items = given.get("items")
    if not items and (plan := given.get("plan")):  # as it was sent before there were items
        price = named_by_plan(work, plan, "plan")
        _check_currency(work, price, given.get("currency"), "plan")
        return [(price, given.get("quantity", 1), {"plan": plan})]
    if not items:
        raise errors.PARAMETER_MISSING(param="items", name="items")
    wanted: list[Wanted] = []
    for index, item in enumerate(items):
        at = f"items[{index}]"
        found = _wanted_item(work, item, at, inactive=inactive)
        if currency := given.get("currency"):
            _check_currency(work, found[0], currency, at)
        else:
            _check_together(work, wanted, found[0], at)
        wanted.append(found)
    return wanted


def _check_currency(work: Work, price: Price, currency: str | None, at: str) -> None:
    """Refuse what is not sold in the Subscription's currency.

    Raises:
        ONLY_OTHER_CURRENCY
    """
    if currency is not None:
        payable_in(work, price, currency, f"{at}[price]")


def _check_together(work: Work, wanted: list[Wanted], price: Price, at: str) -> None:
    """Refuse what is not sold in the currency of what comes before it.

    Raises:
        ITEMS_OF_CURRENCIES
    """
    if not wanted:
        return
    currency = wanted[0][0].currency
    try:
        payable_in(work, price, currency, f"{at}[price]")
    except errors.StripeError as refusal:
        raise errors.ITEMS_OF_CURRENCIES(
            param=refusal.param, its=price.currency, currency=currency
        ) from None


def _wanted_item(work: Work, item: Hash, at: str, *, inactive: bool = False) -> Wanted:
    if data := item.get("price_data"):
        product = work.refer(Product, data["product"], f"{at}[price_data][product]")
        price = make_price(work, data, product.id, f"{at}[price_data]", active=False)
    elif id := item.get("price"):
        gone = work.find(DeletedPrice, id) if inactive else None
        price = gone or work.refer(Price, id, f"{at}[price]")
    elif id := item.get("plan"):
        price = named_by_plan(work, id, f"{at}[plan]")
    else:
        raise errors.PARAMETER_MISSING(param=f"{at}[price]", name=f"{at}[price]")
    if price.recurring is None:
        raise errors.PRICE_NOT_RECURRING(param=f"{at}[price]")
    if not price.active and not inactive and not item.get("price_data"):
        raise errors.PRICE_INACTIVE(param=f"{at}[price]")
    metered = price.recurring.usage_type == "metered"
    return price, None if metered else item.get("quantity", 1), item


def named_by_plan(work: Work, id: str, at: str) -> Price:
    """The Price of this Plan.

    Raises:
        REFERENCE_MISSING
    """
    if (price := work.find(Price, id)) is None:
        raise errors.REFERENCE_MISSING(param=at, noun="plan", id=id)
    return price


def made_item(
    work: Work,
    subscription: str,
    price: Price,
    quantity: int | None,
    given: Hash,
    *,
    ends: int,
    at: str,
) -> SubscriptionItem:
    """A new item, whose period begins now.

    Args:
        ends: when its period does, Unix seconds.
        at: the parameter that describes it, for refusals.
    """
    return SubscriptionItem(
        id=work.new_id("si"),
        created=work.now,
        current_period_end=ends,
        current_period_start=work.now,
        metadata=dict(given.get("metadata") or {}),
        plan=msgspec.to_builtins(plan_of(price)),
        price=msgspec.to_builtins(price),
        quantity=msgspec.UNSET if quantity is None else quantity,
        subscription=subscription,
        tax_rates=rates_named(work, given.get("tax_rates"), f"{at}[tax_rates]"),
    )


def rates_named(work: Work, ids: list[str] | None, at: str) -> list[Hash]:
    """The tax rates of these ids, as a Subscription and its items show them.

    Raises:
        REFERENCE_MISSING
    """
    found = []
    for index, id in enumerate(ids or ()):
        rate = work.find_any("tax_rate", id)
        if rate is None:
            raise errors.REFERENCE_MISSING(param=f"{at}[{index}]", noun="tax rate", id=id)
        found.append(msgspec.to_builtins(rate))
    return found


def listed_items(subscription: str, items: list[SubscriptionItem]) -> Hash:
    url = f"/v1/subscription_items?subscription={subscription}"
    return invoice_states.listed([msgspec.to_builtins(item) for item in items], url)


def of_one(items: list[SubscriptionItem]) -> Hash:
    """What a Subscription to one price says itself, too."""
    if len(items) != 1:
        return {"plan": msgspec.UNSET, "quantity": msgspec.UNSET}
    return {"plan": items[0].plan, "quantity": items[0].quantity}


def ending_with(subscription: Subscription, items: list[SubscriptionItem]) -> Hash:
    """What is to end with its period ends with the period that it then has.

    Source: Stripe docs, "Compare classic and flexible billing mode".
    """
    if not subscription.cancel_at_period_end:
        return {}
    return {"cancel_at": min(item.current_period_end for item in items)}


def changed_items(
    work: Work, subscription: Subscription, given: list[Hash], *, inactive: bool = False
) -> list[SubscriptionItem]:
    """The items after an update: named ones are changed, others are added.

    Args:
        inactive: whether a price that is sold no more is taken.

    Raises:
        REFERENCE_MISSING: an item, or a price, is not there.
        PRICE_NOT_RECURRING, PRICE_INACTIVE, ONLY_OTHER_CURRENCY
    """
    currency = subscription.currency
    kept = {
        item["id"]: work.load(SubscriptionItem, item["id"]) for item in subscription.items["data"]
    }
    for at, one in enumerate(given):
        id = one.get("id")
        if id is None:
            price, quantity, told = _wanted_item(work, one, f"items[{at}]", inactive=inactive)
            _check_currency(work, price, currency, f"items[{at}]")
            ends = subscription.trial_end or period_end(
                subscription.billing_cycle_anchor,
                cycle_of(price),
                after=work.now,
            )
            added = made_item(
                work, subscription.id, price, quantity, told, ends=ends, at=f"items[{at}]"
            )
            kept[added.id] = added
            continue
        if id not in kept:
            raise errors.REFERENCE_MISSING(
                param=f"items[{at}][id]", noun="subscription_item", id=id
            )
        if one.get("deleted"):
            work.drop(kept.pop(id))
            continue
        kept[id] = _changed_item(work, kept[id], one, currency, f"items[{at}]", inactive=inactive)
    return [work.keep(item) for item in kept.values()]


def _changed_item(
    work: Work, item: SubscriptionItem, given: Hash, currency: str, at: str, *, inactive: bool
) -> SubscriptionItem:
    changes: Hash = {}
    if given.get("price") or given.get("plan") or given.get("price_data"):
        price, _, _ = _wanted_item(work, given, at, inactive=inactive)
        _check_currency(work, price, currency, at)
        changes |= {
            "plan": msgspec.to_builtins(plan_of(price)),
            "price": msgspec.to_builtins(price),
        }
    if given.get("quantity") is not None:
        changes["quantity"] = given["quantity"]
    if "metadata" in given:
        changes["metadata"] = merged_metadata(item.metadata, given["metadata"])
    return replace(item, **changes)
