"""Line items: what a Checkout Session or a Payment Link sells, from the parameters that say it.

Source: API reference, "Create a Checkout Session" (line_items).
"""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.selling.price_currencies import payable_in
from simulator.operations.selling.price_totals import total_of
from simulator.operations.selling.prices import make_price, make_product
from simulator.resources.line_item import LineItem, LineItemRest
from simulator.resources.price import Price
from simulator.resources.product import Product
from simulator.wire.expand import Find, includable_within
from simulator.wire.legacy import LINE_ITEM_PRICES
from simulator.wire.lists import Page, page
from simulator.work import Work

OLD_STYLE: Final = ("amount", "currency", "name", "description", "images")
"""How a line named its price before API version 2022-08-01."""
ADJUSTABLE_MOST: Final = 999_999
"""To how many a shopper may be let change a quantity."""


def made(
    work: Work,
    given: Iterable[dict[str, Any]],
    *,
    inactive: bool = False,
    currency: str | None = None,
    usual: int | None = None,
) -> tuple[LineItem, ...]:
    """The lines that the parameters describe; their inline prices and products are kept.

    Args:
        inactive: whether a price that is sold no more is taken, as where it was taken before.
        currency: what all of them are sold in; None: what the first is sold in.
        usual: how many are sold where nothing is said; None: it has to be said.

    Raises:
        LINE_NEEDS_PRICE, LINE_NEEDS_QUANTITY, LINE_COUNTS_ITSELF, LINE_AMOUNTS_GONE,
        PRICE_INACTIVE, PRICE_OF_INACTIVE, REFERENCE_MISSING, ONLY_OTHER_CURRENCY, and what
        `_check_limits` raises
    """
    lines: list[LineItem] = []
    for index, row in enumerate(given):
        at = f"line_items[{index}]"
        price = _price(work, row, at, inactive=inactive)
        currency = currency or price.currency
        lines.append(_line(work, row, price, at, currency, usual))
    return tuple(lines)


def _line(
    work: Work, given: dict[str, Any], price: Price, at: str, currency: str, usual: int | None
) -> LineItem:
    metered = price.recurring is not None and price.recurring.usage_type == "metered"
    quantity = given.get("quantity", None if metered else usual)
    adjustable = given.get("adjustable_quantity") or {}
    if quantity is None and not metered:
        raise errors.LINE_NEEDS_QUANTITY(param=at, line=at)
    if quantity is not None and metered:
        raise errors.LINE_COUNTS_ITSELF(param=at, line=at)
    if quantity is not None and quantity < 1 and not adjustable.get("enabled"):
        raise errors.TOO_SMALL(param=f"{at}[quantity]", least=1)
    if adjustable.get("enabled") and quantity is not None:
        _check_limits(adjustable, quantity, at)
    product = work.find(Product, price.product)
    sold = payable_in(work, price, currency, f"{at}[price]")
    amount = 0 if quantity is None else total_of(work, sold, quantity)
    return LineItem(
        id=work.new_id("li"),
        adjustable_quantity=_adjustable(adjustable),
        amount_subtotal=amount,
        amount_total=amount,
        currency=currency,
        description=product.name if product is not None else None,
        metadata=dict(given["metadata"]) if given.get("metadata") else None,
        price=price,
        quantity=quantity,
    )


def _check_limits(adjustable: dict[str, Any], quantity: int, at: str) -> None:
    """Refuse limits that cross, or that the quantity is outside of to begin with.

    Source: API reference, "Create a Checkout Session" (adjustable_quantity).

    Raises:
        TOO_GREAT, QUANTITY_LIMITS_CROSSED, QUANTITY_OUT_OF_LIMITS
    """
    limits = _adjustable(adjustable)
    assert limits is not None
    least, most = limits["minimum"], limits["maximum"]
    param = f"{at}[adjustable_quantity]"
    if most > ADJUSTABLE_MOST:
        raise errors.TOO_GREAT(param=f"{param}[maximum]", most=ADJUSTABLE_MOST)
    if least > most:
        raise errors.QUANTITY_LIMITS_CROSSED(param=param)
    if not least <= quantity <= most:
        raise errors.QUANTITY_OUT_OF_LIMITS(param=f"{at}[quantity]", least=least, most=most)


def _adjustable(given: dict[str, Any]) -> dict[str, Any] | None:
    """Within which limits the shopper can change the quantity."""
    if not given.get("enabled"):
        return None
    return {
        "enabled": True,
        "maximum": given.get("maximum", 99),
        "minimum": given.get("minimum", 0),
    }


def optional(
    work: Work, given: Iterable[dict[str, Any]], currency: str, *, recurring: bool
) -> list[dict[str, Any]]:
    """What a shopper may add, as a Session or a Payment Link shows it.

    Args:
        currency: what all is sold in.
        recurring: whether what recurs can be added; only to what recurs itself.

    Raises:
        REFERENCE_MISSING, PRICE_INACTIVE, RECURRING_IN_PAYMENT, ONLY_OTHER_CURRENCY, and what
        `_check_limits` raises
    """
    shown = []
    for index, row in enumerate(given):
        at = f"optional_items[{index}]"
        price = _price(work, row, at, inactive=False)
        if price.recurring is not None and not recurring:
            raise errors.RECURRING_IN_PAYMENT(param=f"{at}[price]")
        payable_in(work, price, currency, f"{at}[price]")
        adjustable = row.get("adjustable_quantity") or {}
        if adjustable.get("enabled"):
            _check_limits(adjustable, row["quantity"], at)
        shown.append(
            {
                "adjustable_quantity": _adjustable(adjustable),
                "price": price.id,
                "quantity": row["quantity"],
            }
        )
    return shown


def _price(work: Work, given: dict[str, Any], at: str, *, inactive: bool) -> Price:
    """The price of a line: named, made inline, or told the old way."""
    id, data = given.get("price"), given.get("price_data")
    if id and data:
        raise errors.EXCLUSIVE(names="price, price_data", param=f"{at}[price]")
    if id:
        price = work.refer(Price, id, f"{at}[price]")
        if not inactive:
            _check_sold(work, price, f"{at}[price]")
        return price
    if data:
        return _inline(work, data, f"{at}[price_data]")
    if work.version >= LINE_ITEM_PRICES:
        if any(name in given for name in OLD_STYLE):
            raise errors.LINE_AMOUNTS_GONE()
        raise errors.LINE_NEEDS_PRICE(param=at)
    for name in ("currency", "amount", "name"):
        if name not in given:
            path = f"{at}[{name}]"
            raise errors.PARAMETER_MISSING(name=path, param=path)
    told = {"name": given["name"], "images": given.get("images")}
    told["description"] = given.get("description")
    return _inline(
        work,
        {"currency": given["currency"], "unit_amount": given["amount"], "product_data": told},
        at,
    )


def _check_sold(work: Work, price: Price, at: str) -> None:
    """Refuse what is sold no more.

    Raises:
        PRICE_INACTIVE, PRICE_OF_INACTIVE
    """
    if not price.active:
        raise errors.PRICE_INACTIVE(param=at)
    product = work.find(Product, price.product)
    if product is not None and not product.active:
        raise errors.PRICE_OF_INACTIVE(param=at, price=price.id)


def _inline(work: Work, data: dict[str, Any], at: str) -> Price:
    """A price of the line's own: it can be used nowhere else, and so is inactive."""
    product = data.get("product")
    if product and data.get("product_data"):
        raise errors.EXCLUSIVE(names="product, product_data", param=f"{at}[product]")
    if product:
        work.refer(Product, product, f"{at}[product]")
    elif data.get("product_data"):
        product = make_product(work, data["product_data"], active=False).id
    else:
        raise errors.PRICE_NEEDS_PRODUCT(param=at)
    return make_price(work, data, product, at, active=False)


def changed(
    work: Work,
    before: Iterable[LineItem],
    given: Iterable[dict[str, Any]] | None,
    currency: str | None,
    *,
    usual: int | None = None,
) -> tuple[LineItem, ...]:
    """The lines of an update: those named by their id with what is new, new ones, and no others.

    Args:
        usual: how many of a new one are sold where nothing is said; None: it has to be said.

    Raises:
        REFERENCE_MISSING, and what `made` raises

    Source: API reference, "Update a Checkout Session" (line_items), "Update a quote" (line_items).
    """
    if given is None:
        return tuple(before)
    known = {line.id: line for line in before}
    rows = []
    for at, row in enumerate(given):
        old = known.get(row.get("id", ""))
        if old is None and row.get("id"):
            raise errors.REFERENCE_MISSING(
                param=f"line_items[{at}][id]", noun="line item", id=row["id"]
            )
        known_so_far: dict[str, Any] = {}
        if old is not None and old.price is not None:
            known_so_far = {"quantity": old.quantity}
            if not row.get("price_data"):
                known_so_far["price"] = old.price.id
        told = {name: value for name, value in row.items() if name != "id"}
        rows.append(known_so_far | told)
    made_new = made(work, rows, inactive=True, currency=currency, usual=usual)
    return tuple(
        _carried_on(known[row["id"]], line, row) if row.get("id") in known else line
        for line, row in zip(made_new, given, strict=True)
    )


def _carried_on(old: LineItem, new: LineItem, told: dict[str, Any]) -> LineItem:
    """The changed line with what the old one was besides, so far as nothing else is said."""
    kept = {
        name: getattr(old, name) for name in ("adjustable_quantity", "metadata") if name not in told
    }
    return replace(new, id=old.id, **kept)


def worth(work: Work, price: Price, quantity: int, currency: str) -> int:
    """What so many cost in a currency in which they are sold, minor units."""
    sold = payable_in(work, price, currency, "line_items")
    return total_of(work, sold, quantity)


def of_quantity(work: Work, line: LineItem, quantity: int) -> LineItem:
    """The line over so many."""
    price = line.price
    assert price is not None, f"{line.id} has no price"
    if price.custom_unit_amount is not None and line.quantity:
        amount = line.amount_subtotal // line.quantity * quantity
    else:
        amount = worth(work, price, quantity, line.currency)
    return replace(line, amount_subtotal=amount, amount_total=amount, quantity=quantity)


def current(find: Any, lines: Iterable[LineItem]) -> list[LineItem]:
    """The lines with their prices as they are now."""
    return [
        line
        if line.price is None
        else replace(line, price=find(Price.KIND, line.price.id) or line.price)
        for line in lines
    ]


def in_order(lines: list[LineItem], params: dict[str, Any], url: str) -> Page:
    """One page of lines: the first comes first, unlike in other lists."""
    upside_down = lines[::-1]
    return page(upside_down, params, url, LineItem.KIND)


@includable_within("item", "discounts")
def discounts(find: Find, line: dict[str, Any]) -> list[dict[str, Any]]:
    """What is taken off a line; absent unless it is asked for."""
    rest: LineItemRest | None = find(LineItemRest.KIND, line["id"])
    return [] if rest is None else rest.discounts


@includable_within("item", "taxes")
def taxes(find: Find, line: dict[str, Any]) -> list[dict[str, Any]]:
    """What a line is taxed with; absent unless it is asked for."""
    rest: LineItemRest | None = find(LineItemRest.KIND, line["id"])
    return [] if rest is None else rest.taxes
