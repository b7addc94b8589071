"""What an invoice item costs: by a price that is named, made inline, or implied by an amount alone.

Source: API reference, "Create an invoice item".
"""

from typing import Any, Final

from simulator import errors
from simulator.operations.selling.price_currencies import loaded_in, payable_in
from simulator.operations.selling.price_totals import total_of
from simulator.operations.selling.prices import make_price
from simulator.resources.invoice import InvoiceItem
from simulator.resources.price import Price
from simulator.resources.product import Product
from simulator.work import Work

Hash = dict[str, Any]
UNITS: Final = ("unit_amount", "unit_amount_decimal")
NAMING: Final = frozenset({"amount", "price", "price_data", "pricing", *UNITS})
"""Parameters that give an item another price."""


def price_of(work: Work, given: Hash) -> Price:
    """The price that a request gives to an item; one that is implied is made, and is inactive.

    Raises:
        REFERENCE_MISSING, PRICE_NOT_ONE_TIME, ITEM_NEEDS_AMOUNT, ONLY_OTHER_CURRENCY
    """
    if named := given.get("price") or (given.get("pricing") or {}).get("price"):
        param = "price" if given.get("price") else "pricing[price]"
        price = work.refer(Price, named, param)
        if price.recurring is not None:
            raise errors.PRICE_NOT_ONE_TIME(param=param)
        return payable_in(work, price, given.get("currency") or price.currency, param)
    if data := given.get("price_data"):
        product = work.refer(Product, data["product"], "price_data[product]")
        return make_price(work, data, product.id, "price_data", active=False)
    each = {name: given[name] for name in UNITS if given.get(name) is not None}
    if given.get("amount") is not None and not each:
        each = {"unit_amount": given["amount"]}
    if not each or not given.get("currency"):
        raise errors.ITEM_NEEDS_AMOUNT(param="amount")
    implied = {"currency": given["currency"], **each}
    product = _nameless(work, given.get("description") or "")
    return make_price(work, implied, product.id, "", active=False, credits=True)


def check_amount(given: Hash, at: str = "") -> None:
    """Refuse an amount, which is for all of it, beside how many of it there are.

    Args:
        at: where they stand, as `lines[0]`; empty: at the top.

    Raises:
        EXCLUSIVE_UNCODED
    """
    if given.get("amount") is not None and given.get("quantity") is not None:
        param = f"{at}[amount]" if at else "amount"
        raise errors.EXCLUSIVE_UNCODED(param=param, names="amount, quantity")


def repriced(work: Work, item: InvoiceItem, given: Hash) -> tuple[Price, int, int]:
    """The price, the quantity and the amount of an item after an update of these."""
    quantity = given.get("quantity") or item.quantity
    if NAMING & given.keys():
        price = price_of(work, {"currency": item.currency, **given})
    else:
        assert item.pricing is not None
        price = loaded_in(work, item.pricing["price_details"]["price"], item.currency)
    amount = given.get("amount")
    return price, quantity, total_of(work, price, quantity) if amount is None else amount


def _nameless(work: Work, name: str) -> Product:
    """The Product of an amount alone."""
    return work.keep(
        Product(
            id=work.new_id("prod"),
            active=False,
            created=work.now,
            livemode=work.account.livemode,
            metadata={},
            name=name,
            updated=work.now,
        )
    )
