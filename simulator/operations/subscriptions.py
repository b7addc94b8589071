"""Subscriptions: begun, changed, canceled; the first invoice is drawn up and paid at once.

Source: API reference, "Subscriptions"; Stripe docs, "How subscriptions work". Which events come in
which order is recorded only as they were delivered.

Unlike Stripe: no later period is billed, and a change of price is not prorated.
"""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations import invoice_drafts, invoice_paying
from simulator.operations.invoices import subscription_of
from simulator.operations.payment_methods import merged_metadata, named
from simulator.operations.prices import make_price
from simulator.resources import invoice as invoice_states
from simulator.resources import subscription as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.price import Price, Recurring
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription, SubscriptionItem
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

Hash = dict[str, Any]
DAY: Final = 24 * 60 * 60
COPIED: Final = (
    "application_fee_percent",
    "billing_thresholds",
    "cancel_at",
    "cancel_at_period_end",
    "collection_method",
    "days_until_due",
    "default_payment_method",
    "default_source",
    "description",
    "on_behalf_of",
    "pause_collection",
    "pending_invoice_item_interval",
    "transfer_data",
)
"""Parameters that the Subscription shows as they were sent."""


# Beginning.


def create(work: Work) -> Subscription:
    """POST /v1/subscriptions"""
    given = work.params
    customer = work.refer(Customer, given["customer"], "customer")
    wanted = _wanted(work, given)
    if method := given.get("default_payment_method"):
        named(work, method)
    trial_end = _trial_end(work, given, [price for price, _, _ in wanted])
    if trial_end is None and _must_pay(given, wanted) and not _payer(given, customer):
        raise errors.SUBSCRIPTION_UNPAYABLE()
    subscription = _begun(work, customer, given, wanted, trial_end)
    work.keep(subscription)
    if customer.currency is None:
        before, customer = customer, replace(customer, currency=subscription.currency)
        work.post("customer.updated", work.keep(customer), before=before)
    invoice = _first_invoice(work, customer, subscription, given)
    subscription = work.keep(replace(subscription, latest_invoice=invoice.id))
    subscription = _first_payment(work, customer, subscription, invoice, given)
    work.post("customer.subscription.created", subscription)
    return subscription


def _wanted(work: Work, given: Hash) -> list[tuple[Price, int | None, Hash]]:
    """What is subscribed to: price, quantity (None: metered), and what else was said of it.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, PRICE_NOT_RECURRING
    """
    items = given.get("items") or ([{"plan": given["plan"]}] if given.get("plan") else [])
    if not items:
        raise errors.PARAMETER_MISSING(param="items", name="items")
    return [_wanted_item(work, item, f"items[{at}]") for at, item in enumerate(items)]


def _wanted_item(work: Work, item: Hash, at: str) -> tuple[Price, int | None, Hash]:
    if data := item.get("price_data"):
        product = work.refer(Product, data["product"], f"{at}[price_data][product]")
        price = make_price(work, data, product.id, f"{at}[price_data]", active=False)
    elif id := item.get("price") or item.get("plan"):
        price = work.refer(Price, id, f"{at}[{'price' if item.get('price') else 'plan'}]")
    else:
        raise errors.PARAMETER_MISSING(param=f"{at}[price]", name=f"{at}[price]")
    if price.recurring is None:
        raise errors.PRICE_NOT_RECURRING(param=f"{at}[price]")
    metered = price.recurring.usage_type == "metered"
    return price, None if metered else item.get("quantity", 1), item


def _trial_end(work: Work, given: Hash, prices: list[Price]) -> int | None:
    """Until when nothing is paid, Unix seconds; None where it is paid at once."""
    told = given.get("trial_end")
    if isinstance(told, int):
        return told if told > work.now else None
    days = given.get("trial_period_days")
    if days is None and given.get("trial_from_plan"):
        days = max(price.recurring.trial_period_days or 0 for price in prices if price.recurring)
    return None if told == "now" or not days else work.now + days * DAY


def _must_pay(given: Hash, wanted: list[tuple[Price, int | None, Hash]]) -> bool:
    """Whether the first invoice is charged now."""
    return (
        given.get("collection_method") != "send_invoice"
        and given.get("payment_behavior") != "default_incomplete"
        and any((price.unit_amount or 0) * (quantity or 0) for price, quantity, _ in wanted)
    )


def _payer(given: Hash, customer: Customer) -> str | None:
    return (
        given.get("default_payment_method")
        or given.get("default_source")
        or customer.invoice_settings.default_payment_method
        or customer.default_source
    )


def _begun(
    work: Work,
    customer: Customer,
    given: Hash,
    wanted: list[tuple[Price, int | None, Hash]],
    trial_end: int | None,
) -> Subscription:
    id = work.new_id("sub")
    start = given.get("backdate_start_date") or work.now
    items = [
        work.keep(_item(work, id, price, quantity, item, trial_end))
        for price, quantity, item in wanted
    ]
    settings: Hash = given.get("payment_settings") or {}
    subscription = Subscription(
        id=id,
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None},
        billing_cycle_anchor=given.get("billing_cycle_anchor") or trial_end or start,
        billing_mode={
            "flexible": {"proration_discounts": "included"},
            "type": "flexible",
            "updated_at": work.now,
        },
        created=work.now,
        currency=wanted[0][0].currency,
        customer=customer.id,
        invoice_settings={"account_tax_ids": None, "issuer": {"type": "self"}},
        items=_listed(id, items),
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        payment_settings={
            "payment_method_options": settings.get("payment_method_options"),
            "payment_method_types": settings.get("payment_method_types"),
            "save_default_payment_method": settings.get("save_default_payment_method", "off"),
        },
        start_date=start,
        status="active" if trial_end is None else "trialing",
        trial_end=trial_end,
        trial_settings={"end_behavior": {"missing_payment_method": "create_invoice"}},
        trial_start=None if trial_end is None else work.now,
        **_of_one(items),
    )
    return replace(subscription, **_copied(given), **_called_off(work, given))


def _called_off(work: Work, given: Hash) -> Hash:
    """Whoever says when it ends, cancels it now. Source: recorded."""
    return {"canceled_at": work.now} if given.get("cancel_at") else {}


def _copied(given: Hash) -> Hash:
    return {
        name: given[name]
        for name in COPIED
        if name in given and (given[name] is not None or name != "cancel_at_period_end")
    }


def _item(
    work: Work,
    subscription: str,
    price: Price,
    quantity: int | None,
    given: Hash,
    trial_end: int | None,
) -> SubscriptionItem:
    end = trial_end or period_end(work.now, price.recurring or Recurring(interval="month"))
    return SubscriptionItem(
        id=work.new_id("si"),
        created=work.now,
        current_period_end=end,
        current_period_start=work.now,
        metadata=dict(given.get("metadata") or {}),
        plan=plan_of(price),
        price=msgspec.to_builtins(price),
        quantity=msgspec.UNSET if quantity is None else quantity,
        subscription=subscription,
    )


def plan_of(price: Price) -> Hash:
    """A recurring Price as the Plan that it would once have been."""
    recurring = price.recurring or Recurring(interval="month")
    return {
        "id": price.id,
        "object": "plan",
        "active": price.active,
        "amount": price.unit_amount,
        "amount_decimal": price.unit_amount_decimal,
        "billing_scheme": price.billing_scheme,
        "created": price.created,
        "currency": price.currency,
        "interval": recurring.interval,
        "interval_count": recurring.interval_count,
        "livemode": price.livemode,
        "metadata": price.metadata,
        "meter": recurring.meter,
        "nickname": price.nickname,
        "product": price.product,
        "tiers_mode": price.tiers_mode,
        "transform_usage": price.transform_quantity,
        "trial_period_days": recurring.trial_period_days,
        "usage_type": recurring.usage_type,
    }


def period_end(start: int, recurring: Recurring) -> int:
    """When a period that begins now ends; Unix seconds.

    A month later is the same day of the next month, or its last where there is no such day.
    """
    began = datetime.fromtimestamp(start, UTC)
    count = recurring.interval_count
    if recurring.interval in {"day", "week"}:
        days = count * (7 if recurring.interval == "week" else 1)
        return int((began + timedelta(days=days)).timestamp())
    months = began.month - 1 + count * (12 if recurring.interval == "year" else 1)
    year, month = began.year + months // 12, months % 12 + 1
    day = min(began.day, monthrange(year, month)[1])
    return int(began.replace(year=year, month=month, day=day).timestamp())


def _listed(subscription: str, items: list[SubscriptionItem]) -> Hash:
    url = f"/v1/subscription_items?subscription={subscription}"
    return invoice_states.listed([msgspec.to_builtins(item) for item in items], url)


def _of_one(items: list[SubscriptionItem]) -> Hash:
    """What a Subscription to one price says itself, too."""
    if len(items) != 1:
        return {"plan": msgspec.UNSET, "quantity": msgspec.UNSET}
    return {"plan": items[0].plan, "quantity": items[0].quantity}


# The first invoice.


def _first_invoice(
    work: Work, customer: Customer, subscription: Subscription, given: Hash
) -> Invoice:
    """The invoice of the first period; during a trial it is over nothing."""
    told = {"currency": subscription.currency} | {
        name: given[name] for name in ("collection_method", "days_until_due") if given.get(name)
    }
    invoice = invoice_drafts.draft(work, customer, told, reason="subscription_create")
    lines = [_line(work, invoice.id, subscription, item) for item in subscription.items["data"]]
    lines += _added_lines(work, invoice.id, given)
    details = {"metadata": subscription.metadata, "subscription": subscription.id}
    invoice = replace(
        invoice_states.billing(invoice, lines),
        parent={
            "quote_details": None,
            "subscription_details": details,
            "type": "subscription_details",
        },
    )
    work.post("invoice.created", work.keep(invoice))
    if invoice.collection_method == "send_invoice":
        return invoice  # Stripe makes it final an hour later.
    return invoice_paying.finalized(work, invoice, opens_intent=False)


def _line(work: Work, invoice: str, subscription: Subscription, item: Hash) -> Hash:
    price = work.load(Price, item["price"]["id"])
    quantity = item.get("quantity") or 0
    trial = subscription.status == "trialing"
    parent = {
        "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": None,
            "proration": False,
            "proration_details": {"credited_items": None},
            "subscription": subscription.id,
            "subscription_item": item["id"],
        },
        "type": "subscription_item_details",
    }
    more: Hash = {
        "description": _described(work, price, quantity, trial=trial),
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "subscription": subscription.id,
    }
    if trial:
        more |= {"amount": 0, "subtotal": 0}
    return invoice_drafts.line(work, invoice, price, quantity, parent=parent, **more)


def _described(work: Work, price: Price, quantity: int, *, trial: bool) -> str:
    """`1 × Standard plan (at $25.00 / month)`"""
    product = work.find(Product, price.product)
    name = product.name if product else price.product
    if trial:
        return f"Free trial for {quantity} × {name}"
    recurring = price.recurring or Recurring(interval="month")
    every: str = recurring.interval
    if recurring.interval_count > 1:
        every = f"every {recurring.interval_count} {recurring.interval}s"
    amount = (price.unit_amount or 0) / 100
    return f"{quantity} × {name} (at ${amount:.2f} / {every})"


def _added_lines(work: Work, invoice: str, given: Hash) -> list[Hash]:
    """What the first invoice bills once, besides."""
    lines = []
    for at, added in enumerate(given.get("add_invoice_items") or ()):
        where = f"add_invoice_items[{at}]"
        if data := added.get("price_data"):
            price = make_price(work, data, data["product"], f"{where}[price_data]", active=False)
        else:
            price = work.refer(Price, added.get("price") or "", f"{where}[price]")
        parent = {
            "invoice_item_details": {"invoice_item": work.new_id("ii"), "subscription": None},
            "subscription_item_details": None,
            "type": "invoice_item_details",
        }
        lines.append(
            invoice_drafts.line(work, invoice, price, added.get("quantity", 1), parent=parent)
        )
    return lines


def _first_payment(
    work: Work, customer: Customer, subscription: Subscription, invoice: Invoice, given: Hash
) -> Subscription:
    """Pay the first invoice as `payment_behavior` says; the subscription as it then is, kept.

    Raises:
        CARD_DECLINED: the payment failed, and `error_if_incomplete` wants nothing to be left of it.
    """
    if invoice.status == "paid" or subscription.collection_method == "send_invoice":
        return subscription
    behavior = given.get("payment_behavior") or "allow_incomplete"
    incomplete = work.keep(replace(subscription, status="incomplete"))
    work.schedule(work.now + states.FIRST_PAYMENT_WITHIN, "subscription_expires", subscription.id)
    options = (subscription.payment_settings or {}).get("payment_method_options")
    intent = invoice_paying.open_intent(
        work,
        invoice,
        description="Subscription creation",
        payment_method_options=options,
        setup_future_usage="off_session",
    )
    if behavior == "default_incomplete":
        return incomplete
    try:
        invoice_paying.charge(work, invoice, intent, _payer(given, customer))
    except errors.StripeError as refusal:
        if behavior == "error_if_incomplete" or not refusal.keeps:
            refusal.keeps = False
            raise
    return work.load(Subscription, subscription.id)


def paid(work: Work, invoice: Invoice) -> None:
    """A Subscription whose invoice is paid goes on."""
    id = subscription_of(invoice)
    before = work.find(Subscription, id) if id else None
    if before is None or "paid" not in states.LIFE_CYCLE[before.status]:
        return
    if before.status == "trialing" and invoice.total == 0:
        return
    after = work.keep(states.moved(before, "paid"))
    work.call_off("subscription_expires", after.id)
    begun_before = work.account.store.get(Subscription.KIND, after.id) is not None
    if after != before and begun_before:
        work.post("customer.subscription.updated", after, before=before)


invoice_paying.ON_PAID.append(paid)


@due("subscription_expires")
def expires(work: Work, id: str) -> None:
    """The first invoice was not paid in time. The order of the events is inferred."""
    before = work.find(Subscription, id)
    if before is None or before.status != "incomplete":
        return
    after = work.keep(states.moved(before, "given_up"))
    work.post("customer.subscription.updated", after, before=before)
    invoice = work.find(Invoice, before.latest_invoice or "")
    if invoice is not None and invoice.status == "open":
        work.post("invoice.voided", work.keep(invoice_states.voided(invoice, work.now)))


# Going on.


def retrieve(work: Work) -> Subscription:
    """GET /v1/subscriptions/{subscription}"""
    return work.load(Subscription, work.path["subscription"])


def update(work: Work) -> Subscription:
    """POST /v1/subscriptions/{subscription}"""
    before = retrieve(work)
    given = work.params
    changes = _copied(given) | _called_off(work, given)
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if given.get("items"):
        items = _changed_items(work, before, given["items"])
        changes |= {"items": _listed(before.id, items), **_of_one(items)}
    if given.get("cancel_at_period_end") is True:
        ends = max(item["current_period_end"] for item in before.items["data"])
        changes |= {"cancel_at": ends, "canceled_at": work.now}
    elif given.get("cancel_at_period_end") is False:
        changes |= {"cancel_at": None, "canceled_at": None}
    after = work.keep(replace(before, **changes))
    if after != before:
        work.post("customer.subscription.updated", after, before=before)
    return after


def _changed_items(
    work: Work, subscription: Subscription, given: list[Hash]
) -> list[SubscriptionItem]:
    """The items after an update: named ones are changed, others are added.

    Raises:
        REFERENCE_MISSING: an item, or a price, is not there.
    """
    kept = {
        item["id"]: work.load(SubscriptionItem, item["id"]) for item in subscription.items["data"]
    }
    for at, one in enumerate(given):
        id = one.get("id")
        if id is None:
            price, quantity, told = _wanted_item(work, one, f"items[{at}]")
            added = _item(work, subscription.id, price, quantity, told, subscription.trial_end)
            kept[added.id] = added
            continue
        if id not in kept:
            raise errors.REFERENCE_MISSING(
                param=f"items[{at}][id]", noun="subscription item", id=id
            )
        if one.get("deleted"):
            work.drop(kept.pop(id))
            continue
        kept[id] = _changed_item(work, kept[id], one, f"items[{at}]")
    return [work.keep(item) for item in kept.values()]


def _changed_item(work: Work, item: SubscriptionItem, given: Hash, at: str) -> SubscriptionItem:
    changes: Hash = {}
    if given.get("price") or given.get("plan") or given.get("price_data"):
        price, _, _ = _wanted_item(work, given, at)
        changes |= {"plan": plan_of(price), "price": msgspec.to_builtins(price)}
    if given.get("quantity") is not None:
        changes["quantity"] = given["quantity"]
    if "metadata" in given:
        changes["metadata"] = merged_metadata(item.metadata, given["metadata"])
    return replace(item, **changes)


def cancel(work: Work) -> Subscription:
    """DELETE /v1/subscriptions/{subscription}; what is answered is the Subscription itself."""
    before = retrieve(work)
    if "canceled" not in states.LIFE_CYCLE[before.status]:
        raise errors.RESOURCE_MISSING(param="id", noun="subscription", id=before.id)
    details = work.params.get("cancellation_details") or {}
    told = {name: details[name] for name in ("comment", "feedback") if details.get(name)}
    after = work.keep(states.canceled(before, work.now, told))
    work.call_off("subscription_expires", after.id)
    work.post("customer.subscription.deleted", after)
    return after


def search(work: Work) -> SearchPage:
    """GET /v1/subscriptions/search"""
    return found_by_query(work, "subscription", "/v1/subscriptions/search")


def list_all(work: Work) -> Page:
    """GET /v1/subscriptions; without `status`, all that are not canceled."""
    given = work.params
    status = given.get("status")
    if customer := given.get("customer"):
        work.refer(Customer, customer, "customer")

    def keep(subscription: Subscription) -> bool:
        held = subscription.status
        return (
            (customer or subscription.customer) == subscription.customer
            and (
                status == "all"
                or (status is None and held != "canceled")
                or (status == "ended" and held in states.ENDED)
                or held == status
            )
            and (
                given.get("price") is None
                or any(i["price"]["id"] == given["price"] for i in subscription.items["data"])
            )
        )

    things = work.account.store.table("subscription").values()
    return page(things, given, "/v1/subscriptions", "subscription", keep=keep)


def list_items(work: Work) -> Page:
    """GET /v1/subscription_items"""
    subscription = work.refer(Subscription, work.params["subscription"], "subscription")

    def keep(item: SubscriptionItem) -> bool:
        return item.subscription == subscription.id

    things = work.account.store.table("subscription_item").values()
    return page(things, work.params, "/v1/subscription_items", "subscription_item", keep=keep)
