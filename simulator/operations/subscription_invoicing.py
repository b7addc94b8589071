"""The first invoice of a Subscription: drawn up, and paid as `payment_behavior` says.

Source: API reference, "Create a subscription"; Stripe docs, "How subscriptions work".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations import invoice_drafts, invoice_paying
from simulator.operations.invoices import subscription_of
from simulator.operations.prices import make_price
from simulator.resources import invoice as invoice_states
from simulator.resources import subscription as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.price import Price, Recurring
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def payer_of(given: Hash, customer: Customer) -> str | None:
    return (
        given.get("default_payment_method")
        or given.get("default_source")
        or customer.invoice_settings.default_payment_method
        or customer.default_source
    )


def first_invoice(
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


def first_payment(
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
        invoice_paying.charge(work, invoice, intent, payer_of(given, customer))
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
