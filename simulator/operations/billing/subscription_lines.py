"""What an invoice of a Subscription bills: a line for each item, and what is billed once besides.

Source: API reference, "The Invoice Line Item object"; Stripe docs, "How subscriptions work".
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from simulator import money
from simulator.operations.billing import invoice_automatic, invoice_drafts
from simulator.operations.billing import subscription_additions as additions
from simulator.operations.billing.invoice_adjusting import adjusted
from simulator.operations.billing.invoice_lines import item_of, own_discounts_off, own_rates
from simulator.operations.billing.subscription_periods import periods_between
from simulator.operations.billing.usage import Over, is_metered, used
from simulator.operations.selling.price_currencies import loaded_in
from simulator.operations.selling.price_totals import parts_of, total_of
from simulator.resources import invoice as invoice_states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.metering import UsageSummary, summary_id
from simulator.resources.price import Part, Price, cycle_of
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
    items: bool = True,
    since: int | None = None,
    waiting: Sequence[Hash] = (),
    over: Over | None = None,
) -> Invoice:
    """The draft with the lines of a Subscription's current period.

    Args:
        discounts: what is taken off.
        added: `add_invoice_items`.
        items: whether the current period is billed.
        since: from when it is billed for what was before, too; Unix seconds.
        waiting: lines of invoice items that waited for this invoice.
        over: what is metered, and billed for what was used of it.
    """
    rates: dict[str, list[str]] = {}
    lines = []
    for item in subscription.items["data"]:
        if over and item["id"] in over:
            of_item = usage_lines(work, invoice.id, subscription, *over[item["id"]])
        elif items:
            of_item = _all_lines(work, invoice.id, subscription, item, since)
        else:
            continue
        for made in of_item:
            rates[made["id"]] = [rate["id"] for rate in item.get("tax_rates") or ()]
            lines.append(made)
    for at, row in enumerate(added):
        made = _added(work, invoice, subscription, row, f"add_invoice_items[{at}]")
        rates[made["id"]] = list(row.get("tax_rates") or ())
        lines.append(made)
    lines += waiting
    by_default = [rate["id"] for rate in subscription.default_tax_rates or ()]
    rates |= {line["id"]: own_rates(work, line) for line in waiting}
    enabled = subscription.automatic_tax["enabled"]
    worked_out = invoice_automatic.rates_of(work, enabled, subscription.customer, lines)
    lines = adjusted(
        work,
        lines,
        discounts,
        lambda line: worked_out.get(line["id"], rates.get(line["id"]) or by_default),
    )
    payer = work.find(Customer, subscription.customer)
    if enabled and payer is not None:
        told = subscription.automatic_tax
        taxed = invoice_automatic.shown(work, invoice.automatic_tax, told, payer)
        invoice = replace(invoice, automatic_tax=taxed)
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


def _all_lines(
    work: Work, invoice: str, subscription: Subscription, item: Hash, since: int | None
) -> Iterator[Hash]:
    """What an item costs in the current period, and before it since a moment."""
    start = item["current_period_start"]
    if since is not None and since < start:
        yield _of_time(work, invoice, subscription, item, since, start)
    yield from _lines(work, invoice, subscription, item)


def _lines(work: Work, invoice: str, subscription: Subscription, item: Hash) -> Iterator[Hash]:
    """What an item costs: one line, or one for each part of tiers. Source: recorded in 2022."""
    price = loaded_in(work, item["price"]["id"], subscription.currency)
    quantity = item.get("quantity") or 0
    known: Hash = {
        "metadata": subscription.metadata,
        "parent": _parent(subscription, item, proration=False),
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "subscription": subscription.id,
    }
    if subscription.status == "trialing":
        told = _trial(work, price, quantity, subscription.billing_mode["type"])
        yield invoice_drafts.line(work, invoice, price, quantity, **known | told)
        return
    cycle = cycle_of(price)
    start, end = item["current_period_start"], item["current_period_end"]
    whole = periods_between(subscription.billing_cycle_anchor, cycle, start, end) == 1
    if not whole and not is_metered(item):
        yield _of_time(work, invoice, subscription, item, start, end)
        return
    for part in parts_of(work, price, quantity):
        if part.unit_amount_decimal is None and is_metered(item):
            continue  # A flat fee of what is metered falls due with what was used.
        yield invoice_drafts.line(
            work, invoice, price, part.quantity, **known, **_told(work, price, part)
        )


def _trial(work: Work, price: Price, quantity: int, mode: str) -> Hash:
    """How the line of a trial reads: `Trial period for Standard plan`, at nothing each.

    Recorded of what is billed classically; that what is billed flexibly reads otherwise was seen,
    and that the mode decides is inferred.
    """
    if mode == "classic":
        product = work.find(Product, price.product)
        described = f"Trial period for {product.name if product else price.product}"
    else:
        described = f"Free trial for {_so_many(work, price, quantity)}"
    free = invoice_drafts.pricing_of(price) | {"unit_amount_decimal": "0"}
    return {"amount": 0, "description": described, "pricing": free, "subtotal": 0}


def usage_lines(
    work: Work, invoice: str, subscription: Subscription, item: Hash, until: int
) -> Iterator[Hash]:
    """What was used of a metered item in a period that is over.

    That its lines read as others do is inferred, and that their period is that of the usage.

    Args:
        item: as it was in that period.
        until: when it was over, Unix seconds.
    """
    price = loaded_in(work, item["price"]["id"], subscription.currency)
    quantity = used(work, subscription.customer, item, until)
    start = item["current_period_start"]
    if price.recurring is not None and price.recurring.meter is None:
        work.keep(
            UsageSummary(
                id=summary_id(item["id"], start),
                invoice=invoice,
                livemode=subscription.livemode,
                period={"end": until, "start": start},
                subscription_item=item["id"],
                total_usage=quantity,
            )
        )
    for part in parts_of(work, price, quantity):
        yield invoice_drafts.line(
            work,
            invoice,
            price,
            part.quantity,
            metadata=subscription.metadata,
            parent=_parent(subscription, item, proration=False),
            period={"end": until, "start": start},
            subscription=subscription.id,
            **_told(work, price, part),
        )


def _of_time(
    work: Work, invoice: str, subscription: Subscription, item: Hash, start: int, end: int
) -> Hash:
    """What an item costs for a span of time that is no whole period.

    How it reads, where the span is over, is inferred.
    """
    price = loaded_in(work, item["price"]["id"], subscription.currency)
    cycle = cycle_of(price)
    quantity = item.get("quantity") or 0
    share = periods_between(subscription.billing_cycle_anchor, cycle, start, end)
    amount = money.share(total_of(work, price, quantity), str(share))
    what = _so_many(work, price, quantity).removeprefix("1 × ")
    if end <= work.now:
        described = f"Time on {what} from {_day(start)} until {_day(end)}"
    else:
        described = f"Remaining time on {what} after {_day(start)}"
    return invoice_drafts.line(
        work,
        invoice,
        price,
        quantity,
        parent=_parent(subscription, item, proration=True),
        amount=amount,
        description=described,
        metadata=subscription.metadata,
        period={"end": end, "start": start},
        subscription=subscription.id,
        subtotal=amount,
    )


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y")


def _parent(subscription: Subscription, item: Hash, *, proration: bool) -> Hash:
    """Where a line comes from."""
    return {
        "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": None,
            "proration": proration,
            "proration_details": {"credited_items": None},
            "subscription": subscription.id,
            "subscription_item": item["id"],
        },
        "type": "subscription_item_details",
    }


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
    recurring = cycle_of(price)
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


def _added(work: Work, invoice: Invoice, subscription: Subscription, row: Hash, at: str) -> Hash:
    """What is billed once, besides.

    Raises:
        those of `price_added` and `discounts_added`
    """
    price = additions.price_added(work, row, invoice.currency, at)
    made = invoice_drafts.line_once(
        work,
        invoice,
        price,
        row.get("quantity", 1),
        discountable=additions.discountable(row),
        metadata=dict(row.get("metadata") or {}),
        period=additions.period_added(row, subscription),
    )
    if not row.get("discounts"):
        return made
    item = item_of(work, made)
    assert item is not None
    own = additions.discounts_added(work, row, at, customer=invoice.customer, invoice_item=item.id)
    work.keep(replace(item, discounts=own))
    return own_discounts_off(work, made)
