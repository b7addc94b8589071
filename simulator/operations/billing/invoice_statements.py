"""What the payer's statement says of an invoice: its own line, or that of a Product subscribed to.

Source: API reference, "The Invoice object", "The Product object" (statement_descriptor). That the
PaymentIntent of the invoice has it is inferred.
"""

from collections.abc import Iterable
from typing import Any

from simulator.resources.invoice import Invoice, subscription_of
from simulator.resources.product import Product
from simulator.work import Work

Hash = dict[str, Any]


def printed(work: Work, invoice: Invoice) -> Hash:
    """What the PaymentIntent says of it; nothing where the account's own line will do."""
    line = invoice.statement_descriptor
    if not line and subscription_of(invoice) is not None:
        line = of_products(work, _products(invoice))
    return {"statement_descriptor": line} if line else {}


def of_products(work: Work, ids: Iterable[str]) -> str | None:
    """The line of the first Product that has one."""
    for id in ids:
        product = work.find(Product, id)
        if product is not None and product.statement_descriptor:
            return product.statement_descriptor
    return None


def _products(invoice: Invoice) -> list[str]:
    pricings = (line.get("pricing") or {} for line in invoice.lines["data"])
    details = (pricing.get("price_details") or {} for pricing in pricings)
    return [each["product"] for each in details if each.get("product")]
