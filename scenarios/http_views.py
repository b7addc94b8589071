"""What a shop's answers say that it believes: orders and stock, picked as its profile says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios import templates
from scenarios.driver import CannotSetUp
from scenarios.profile import Listing
from scenarios.seen import Coupon, Order, OrderLine, PaymentState, Stock


def rows_of(name: str, body: Any, listing: Listing) -> list[dict[str, Any]]:
    """What a listing picks out of an answer, a row for each thing.

    Raises:
        CannotSetUp: there is no list where the profile says.
    """
    found = templates.pick(body, {"each": listing.each})["each"]
    if name == "quiet":
        return [{"value": found}]
    if not isinstance(found, list):
        raise CannotSetUp(
            f"view.{name}: {listing.each!r} finds no list, but {found!r:.100} in {body!r:.300}"
        )
    return [templates.pick(row, listing.fields) for row in found]


def order_of(row: Mapping[str, Any], states: Mapping[str, PaymentState]) -> Order:
    """An order; `states` maps the shop's own words."""
    said = str(row["payment"])
    lines = row.get("lines")
    effects = row.get("effects")
    cart = row.get("cart")
    return Order(
        id=str(row["id"]),
        payment=states.get(said, "unknown"),
        said=said,
        currency=str(row["currency"]).lower(),
        total=_whole(row["total"]),
        intents=tuple(str(i) for i in row.get("intents") or () if i),
        sessions=tuple(str(s) for s in row.get("sessions") or () if s),
        cart=None if cart is None else str(cart),
        paid=None if row.get("paid") is None else _whole(row["paid"]),
        refunded=None if row.get("refunded") is None else _whole(row["refunded"]),
        refund_reasons=tuple(str(r) for r in row.get("refund_reasons") or ()),
        lines=None
        if lines is None
        else tuple(OrderLine(str(line["sku"]), int(line["quantity"])) for line in lines),
        effects=None if effects is None else {str(k): int(v) for k, v in effects.items()},
        called=None if row.get("called") is None else str(row["called"]),
        coupon=None if row.get("coupon") is None else str(row["coupon"]),
    )


def coupon_of(row: Mapping[str, Any]) -> Coupon:
    """How often a coupon was used, and may be."""
    return Coupon(str(row["code"]), _whole(row["uses"]), _whole(row["limit"]))


def stock_of(row: Mapping[str, Any], initial: Mapping[str, int]) -> Stock:
    """The stock of one product; `initial` is what was put on sale, where the shop does not say."""

    def whole(name: str) -> int | None:
        return None if row.get(name) is None else _whole(row[name])

    first = whole("initial")
    sku = str(row["sku"])
    return Stock(
        sku,
        _whole(row["on_hand"]),
        whole("reserved"),
        whole("sold"),
        initial.get(sku) if first is None else first,
    )


def _whole(value: Any) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(f"{value} is no whole number of minor units")
    return int(value)
