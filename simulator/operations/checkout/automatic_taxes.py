"""Taxes that Stripe works out for a page, as the tax rates of its lines.

As soon as it is known where the shopper is: when the Session is opened, of its Customer; else when
the page is submitted, of what was typed into it.

Unlike Stripe: only for one-time payments, sending it is not taxed, and an account that has not said
where it is at home is not refused: nothing is worked out for it.

Source: Stripe docs, "Collect tax automatically" (Checkout). That each tax is a tax rate, which is
made when it is first used and not listed as in use, is inferred.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from simulator.catalogue.maker import Maker
from simulator.errors import StripeError
from simulator.operations.taxing import calculations, settings
from simulator.operations.taxing.breakdown import printed
from simulator.operations.taxing.customers import OVERRIDES, of_customer
from simulator.operations.taxing.levying import Part, Sale, parts_of
from simulator.operations.taxing.lines import USUAL_CODE
from simulator.resources.customer import Customer
from simulator.resources.line_item import LineItem
from simulator.resources.product import Product
from simulator.resources.tax import AutomaticRate
from simulator.work import Work

Hash = dict[str, Any]
Rates = tuple[tuple[str, ...], ...]


def works_out(work: Work, given: Hash, lines: Iterable[LineItem]) -> bool:
    """Whether there are taxes to be worked out for a page that was asked for so."""
    if not (given.get("automatic_tax") or {}).get("enabled"):
        return False
    once = all(line.price is None or line.price.recurring is None for line in lines)
    return once and settings.known(work).head_office is not None


def rates_of(work: Work, given: Hash, lines: Sequence[LineItem]) -> Rates | None:
    """The ids of the tax rates of each line of a new page; None: nothing is worked out yet."""
    customer = work.find(Customer, given.get("customer") or "")
    if customer is None or not works_out(work, given, lines):
        return None
    return _rates(work, lines, of_customer(work, customer))


def rates_at(work: Work, lines: Iterable[LineItem], details: Hash) -> Rates | None:
    """The same once a page was submitted.

    Args:
        details: `address`, `tax_exempt` and `tax_ids`, as Sessions say them.
    """
    told = {
        "address": details.get("address"),
        "taxability_override": OVERRIDES.get(details.get("tax_exempt") or "", "none"),
        "tax_ids": details.get("tax_ids") or [],
    }
    return _rates(work, lines, told)


def _rates(work: Work, lines: Iterable[LineItem], told: Hash) -> Rates | None:
    try:
        sale = calculations.sale_of(work, told, work.now)
    except StripeError:
        return None
    return tuple(_of_line(work, sale, line) for line in lines)


def _of_line(work: Work, sale: Sale, line: LineItem) -> tuple[str, ...]:
    price = line.price
    usual = settings.known(work).defaults
    behavior = price.tax_behavior if price is not None else None
    if behavior in (None, "unspecified"):
        behavior = usual["tax_behavior"]
    product = work.find(Product, price.product) if price is not None else None
    code = (product.tax_code if product is not None else None) or usual["tax_code"] or USUAL_CODE
    inclusive = behavior == "inclusive"
    parts = parts_of(sale, line.amount_subtotal, str(code), inclusive=inclusive)
    return tuple(_rate(work, part, inclusive=inclusive) for part in parts if part.levy)


def _rate(work: Work, part: Part, *, inclusive: bool) -> str:
    """The tax rate of a tax, made where there is none yet."""
    levy = part.levy
    assert levy is not None
    said = {
        "active": False,
        "country": levy.country,
        "display_name": levy.name,
        "inclusive": inclusive,
        "jurisdiction": levy.place,
        "jurisdiction_level": levy.level,
        "percentage": float(printed(part.percent)),
        "rate_type": "percentage" if part.is_imposed else None,
        "state": levy.state,
        "tax_type": levy.type,
    }
    for kept in work.account.store.table("tax_rate").values():
        known = work.find(AutomaticRate, kept.id)
        same = all(getattr(kept, name) == value for name, value in said.items())
        if known is not None and known.reason == part.reason and same:
            return str(kept.id)
    made = Maker(work).make("TaxRate", said | {"effective_percentage": said["percentage"]})
    work.keep(AutomaticRate(id=made.id, reason=part.reason))
    return str(work.keep(made).id)
