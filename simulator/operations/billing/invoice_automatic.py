"""Taxes that Stripe works out for an invoice.

Unlike Stripe: an account that has not said where it is at home is not refused, and an invoice to
somebody who lives nowhere can be finalized: nothing is worked out for it.

Source: Stripe docs, "Collect tax automatically" (invoices); API reference, "The Invoice object"
(automatic_tax).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.errors import StripeError
from simulator.operations.taxing import automatic, calculations
from simulator.operations.taxing.customers import of_customer
from simulator.operations.taxing.places import place_of
from simulator.resources.customer import Customer
from simulator.resources.price import Price
from simulator.work import Work

Hash = dict[str, Any]
Rates = Mapping[str, tuple[str, ...]]
NONE: Rates = {}


def shown(work: Work, before: Hash, told: Hash, customer: Customer) -> Hash:
    """`automatic_tax` of an invoice that is told to have taxes worked out, or not to."""
    if not told["enabled"]:
        return before | {"enabled": False, "liability": None, "provider": None, "status": None}
    return before | {
        "enabled": True,
        "liability": told.get("liability") or before.get("liability") or {"type": "self"},
        "provider": "stripe",
        "status": "complete" if _is_located(work, customer) else "requires_location_inputs",
    }


def _is_located(work: Work, customer: Customer) -> bool:
    try:
        place_of(of_customer(work, customer)["address"])
    except StripeError:
        return False
    return True


def rates_of(work: Work, enabled: object, customer: str | None, lines: Iterable[Hash]) -> Rates:
    """The ids of the tax rates of each line, by its id; none where nothing is worked out.

    Args:
        enabled: whether taxes are to be worked out at all.
    """
    payer = work.find(Customer, customer or "")
    if not enabled or payer is None or not automatic.is_ready(work):
        return NONE
    try:
        sale = calculations.sale_of(work, of_customer(work, payer), work.now)
    except StripeError:
        return NONE
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        told = (line["pricing"] or {}).get("price_details") or {}
        price = work.find(Price, told.get("price") or "")
        behavior = None if price is None else price.tax_behavior
        found[line["id"]] = automatic.rates_on(
            work, sale, line["amount"], product=told.get("product"), behavior=behavior
        )
    return found
