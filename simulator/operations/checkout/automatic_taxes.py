"""Taxes that Stripe works out for a page, as the tax rates of its lines.

As soon as it is known where the shopper is: when the Session is opened, of its Customer; else when
the page is submitted, of what was typed into it.

Unlike Stripe: only for one-time payments, sending it is not taxed, and an account that has not said
where it is at home is not refused: nothing is worked out for it.

Source: Stripe docs, "Collect tax automatically" (Checkout).
"""

from collections.abc import Iterable
from typing import Any

from simulator.errors import StripeError
from simulator.operations.checkout.totals import Rates
from simulator.operations.taxing import automatic, calculations
from simulator.operations.taxing.customers import OVERRIDES, of_customer
from simulator.resources.checkout_session import Session, SessionPlan, sent_to
from simulator.resources.customer import Customer
from simulator.resources.line_item import LineItem
from simulator.work import Work

Hash = dict[str, Any]


def works_out(work: Work, given: Hash, lines: Iterable[LineItem]) -> bool:
    """Whether there are taxes to be worked out for a page that was asked for so."""
    if not (given.get("automatic_tax") or {}).get("enabled"):
        return False
    once = all(line.price is None or line.price.recurring is None for line in lines)
    return once and automatic.is_ready(work)


def rates_of(work: Work, given: Hash, lines: tuple[LineItem, ...]) -> Rates | None:
    """The tax rates of the lines of a new page; None: nothing is worked out yet."""
    customer = work.find(Customer, given.get("customer") or "")
    if customer is None or not works_out(work, given, lines):
        return None
    return _rates(work, lines, of_customer(work, customer))


def rates_again(
    work: Work, session: Session, plan: SessionPlan, lines: tuple[LineItem, ...]
) -> Rates | None:
    """The same for other lines, or once the page was submitted: of what was typed into it."""
    details = (plan.shopper or {}).get("customer_details")
    if details is None:
        return rates_of(work, plan.parameters | {"customer": session.customer}, lines)
    if not works_out(work, plan.parameters, lines):
        return None
    sent = (sent_to(plan) or {}).get("address")
    return _rates_at(work, lines, details | ({"address": sent} if sent else {}))


def _rates_at(work: Work, lines: Iterable[LineItem], details: Hash) -> Rates | None:
    """Of `address`, `tax_exempt` and `tax_ids`, as Sessions say them."""
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
    return {
        line.id: automatic.rates_on(
            work,
            sale,
            line.amount_subtotal,
            product=None if line.price is None else line.price.product,
            behavior=None if line.price is None else line.price.tax_behavior,
        )
        for line in lines
    }
