"""What is billed once with the next invoice of a Subscription: `add_invoice_items`.

Source: API reference, "Create a subscription", "Update a subscription", "Create a schedule".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from simulator import errors
from simulator.operations.billing import invoice_discounts
from simulator.operations.billing.invoice_drafts import pricing_of
from simulator.operations.billing.subscription_items import rates_named
from simulator.operations.selling.price_currencies import payable_in
from simulator.operations.selling.price_totals import total_of
from simulator.operations.selling.prices import make_price
from simulator.resources.invoice import InvoiceItem
from simulator.resources.price import Price
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
NAME = "add_invoice_items"


def price_added(work: Work, row: Hash, currency: str, at: str) -> Price:
    """What a row costs; a price that is made inline is kept.

    Args:
        at: where the row stands in the request.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, PRICE_NOT_ONE_TIME, ONLY_OTHER_CURRENCY
    """
    if data := row.get("price_data"):
        price = make_price(work, data, data["product"], f"{at}[price_data]", active=False)
    else:
        if not row.get("price"):
            raise errors.PARAMETER_MISSING(param=f"{at}[price]", name=f"{at}[price]")
        price = work.refer(Price, row["price"], f"{at}[price]")
    if price.recurring is not None:
        raise errors.PRICE_NOT_ONE_TIME(param=f"{at}[price]")
    return payable_in(work, price, currency, f"{at}[price]")


def period_added(row: Hash, subscription: Subscription) -> Hash:
    """The time that a row is for: unless it says so, that in which all items are paid for."""
    items = subscription.items["data"]
    moments = {
        "max_item_period_start": max(item["current_period_start"] for item in items),
        "min_item_period_end": min(item["current_period_end"] for item in items),
    }
    told = row.get("period") or {}

    def moment(name: str, otherwise: str) -> int:
        said = told.get(name) or {"type": otherwise}
        at: int | None = said.get("timestamp")
        return moments[said["type"]] if at is None else at

    start = moment("start", "max_item_period_start")
    return {"end": moment("end", "min_item_period_end"), "start": start}


def discounts_added(work: Work, row: Hash, at: str, **where: Any) -> list[str]:
    """The ids of the Discounts that a row alone is given; kept.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE, NOT_FIRST_TIME
    """
    with _named_within(at):
        return invoice_discounts.asked(work, row.get("discounts") or (), **where)


@contextmanager
def _named_within(at: str) -> Iterator[None]:
    """A refusal of a row's parameter says where the row stands."""
    try:
        yield
    except errors.StripeError as refusal:
        name, bracket, rest = (refusal.param or "").partition("[")
        refusal.param = f"{at}[{name}]{bracket}{rest}"
        raise


def waiting(work: Work, subscription: Subscription, given: Hash) -> list[InvoiceItem]:
    """The items that an update adds, which wait for the Subscription's next invoice; kept, told.

    Raises:
        those of `price_added` and `discounts_added`
    """
    rows = enumerate(given.get(NAME) or ())
    items = [_waiting(work, subscription, row, f"{NAME}[{at}]") for at, row in rows]
    for item in items:
        work.post("invoiceitem.created", work.keep(item))
    return items


def _waiting(work: Work, subscription: Subscription, row: Hash, at: str) -> InvoiceItem:
    price = price_added(work, row, subscription.currency, at)
    quantity = row.get("quantity", 1)
    product = work.find(Product, price.product)
    id, customer = work.new_id("ii"), subscription.customer
    return InvoiceItem(
        id=id,
        amount=total_of(work, price, quantity),
        currency=price.currency,
        customer=customer,
        date=work.now,
        description=product.name if product else None,
        discountable=discountable(row),
        discounts=discounts_added(work, row, at, customer=customer, invoice_item=id),
        livemode=subscription.livemode,
        metadata=dict(row.get("metadata") or {}),
        parent={
            "subscription_details": {"subscription": subscription.id, "subscription_item": None},
            "type": "subscription_details",
        },
        period=period_added(row, subscription),
        pricing=pricing_of(price),
        quantity=quantity,
        quantity_decimal=str(quantity),
        tax_rates=rates_named(work, row.get("tax_rates"), f"{at}[tax_rates]"),
        test_clock=subscription.test_clock,
    )


def discountable(row: Hash) -> bool:
    """Whether discounts are taken off a row; by default they are."""
    return row.get("discountable") is not False
