"""What an invoice of a Subscription bills: a line for each item, and what is billed once besides.

Source: API reference, "The Invoice Line Item object"; Stripe docs, "How subscriptions work".
"""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from simulator import money
from simulator.operations import invoice_drafts
from simulator.operations.invoice_adjusting import adjusted
from simulator.operations.prices import make_price
from simulator.resources import invoice as invoice_states
from simulator.resources.invoice import Invoice
from simulator.resources.price import Price, Recurring
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def billed(
    work: Work,
    invoice: Invoice,
    subscription: Subscription,
    discounts: list[Any],
    *,
    added: Iterable[Hash] = (),
    waiting: Iterable[Hash] = (),
) -> Invoice:
    """The draft with the lines of a Subscription's current period.

    Args:
        discounts: what is taken off.
        added: `add_invoice_items`.
        waiting: lines of invoice items that waited for this invoice.
    """
    rates: dict[str, list[str]] = {}
    lines = []
    for item in subscription.items["data"]:
        made = _line(work, invoice.id, subscription, item)
        rates[made["id"]] = [rate["id"] for rate in item.get("tax_rates") or ()]
        lines.append(made)
    for at, row in enumerate(added):
        made = _added(work, invoice.id, row, f"add_invoice_items[{at}]")
        rates[made["id"]] = list(row.get("tax_rates") or ())
        lines.append(made)
    lines += waiting
    by_default = [rate["id"] for rate in subscription.default_tax_rates or ()]
    lines = adjusted(work, lines, discounts, lambda line: rates.get(line["id"]) or by_default)
    drawn_up = replace(
        invoice_states.billing(invoice, lines),
        default_tax_rates=subscription.default_tax_rates or [],
        discounts=[discount.id for discount in discounts],
    )
    return of_subscription(drawn_up, subscription)


def of_subscription(invoice: Invoice, subscription: Subscription) -> Invoice:
    """The invoice as one of a Subscription's."""
    details = {"metadata": subscription.metadata, "subscription": subscription.id}
    return replace(
        invoice,
        parent={
            "quote_details": None,
            "subscription_details": details,
            "type": "subscription_details",
        },
    )


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
    amount = money.printed(price.unit_amount or 0, price.currency)
    return f"{quantity} × {name} (at {amount} / {every})"


def _added(work: Work, invoice: str, row: Hash, at: str) -> Hash:
    """What is billed once, besides."""
    if data := row.get("price_data"):
        price = make_price(work, data, data["product"], f"{at}[price_data]", active=False)
    else:
        price = work.refer(Price, row.get("price") or "", f"{at}[price]")
    parent = {
        "invoice_item_details": {"invoice_item": work.new_id("ii"), "subscription": None},
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }
    return invoice_drafts.line(work, invoice, price, row.get("quantity", 1), parent=parent)
