"""What an invoice of a Subscription bills: a line for each item, and what is billed once besides.

Source: API reference, "The Invoice Line Item object"; Stripe docs, "How subscriptions work".
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from simulator import errors, money
from simulator.operations import invoice_drafts
from simulator.operations.invoice_adjusting import adjusted
from simulator.operations.price_totals import parts_of
from simulator.operations.prices import make_price
from simulator.resources import invoice as invoice_states
from simulator.resources.invoice import Invoice
from simulator.resources.price import Part, Price, Recurring
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
        for made in _lines(work, invoice.id, subscription, item):
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


def _lines(work: Work, invoice: str, subscription: Subscription, item: Hash) -> Iterator[Hash]:
    """What an item costs: one line, or one for each part of tiers. Source: recorded in 2022."""
    price = work.load(Price, item["price"]["id"])
    quantity = item.get("quantity") or 0
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
    known: Hash = {
        "parent": parent,
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "subscription": subscription.id,
    }
    if subscription.status == "trialing":
        known |= {"amount": 0, "subtotal": 0}
        known["description"] = f"Free trial for {_so_many(work, price, quantity)}"
        yield invoice_drafts.line(work, invoice, price, quantity, **known)
        return
    for part in parts_of(work, price, quantity):
        if part.unit_amount_decimal is None and "quantity" not in item:
            continue  # A flat fee of what is metered falls due with what was used.
        yield invoice_drafts.line(
            work, invoice, price, part.quantity, **known, **_told(work, price, part)
        )


def _told(work: Work, price: Price, part: Part) -> Hash:
    """How a line tells what it is for, and what each costs."""
    return {
        "amount": part.amount,
        "description": _described(work, price, part),
        "pricing": invoice_drafts.pricing_of(price)
        | {"unit_amount_decimal": part.unit_amount_decimal},
        "subtotal": part.amount,
    }


def _so_many(work: Work, price: Price, quantity: int) -> str:
    """`1 × Standard plan`, and with a label `1 seat × Standard plan`."""
    product = work.find(Product, price.product)
    if product is None:
        return f"{quantity} × {price.product}"
    label = f" {product.unit_label}" if product.unit_label else ""
    return f"{quantity}{label} × {product.name}"


def _described(work: Work, price: Price, part: Part) -> str:
    """`1 × Standard plan (at $25.00 / month)`; of a tier, `5 × Seats (Tier 1 at $1.00 / month)`.

    A tier's flat fee counts nothing: `Seats (Tier 1 at $9.00 / month)`.
    """
    recurring = price.recurring or Recurring(interval="month")
    every: str = recurring.interval
    if recurring.interval_count > 1:
        every = f"every {recurring.interval_count} {recurring.interval}s"
    at = "at" if part.tier is None else f"Tier {part.tier} at"
    each = money.printed_exactly(part.each, price.currency)
    if price.transform_quantity is not None:
        each += f" per {price.transform_quantity['divide_by']} units"
    what = _so_many(work, price, part.quantity)
    if part.tier is not None and part.unit_amount_decimal is None:
        product = work.find(Product, price.product)
        what = product.name if product else price.product
    return f"{what} ({at} {each} / {every})"


def _added(work: Work, invoice: str, row: Hash, at: str) -> Hash:
    """What is billed once, besides.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING
    """
    if data := row.get("price_data"):
        price = make_price(work, data, data["product"], f"{at}[price_data]", active=False)
    else:
        if not row.get("price"):
            raise errors.PARAMETER_MISSING(param=f"{at}[price]", name=f"{at}[price]")
        price = work.refer(Price, row["price"], f"{at}[price]")
    parent = {
        "invoice_item_details": {"invoice_item": work.new_id("ii"), "subscription": None},
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }
    return invoice_drafts.line(work, invoice, price, row.get("quantity", 1), parent=parent)
