"""Coupons: so much off, so many times."""

from __future__ import annotations

import pytest

from reference_backend.tests.test_flows import PRICE, Stage
from reference_backend.tests.test_stories import begin, order_of, refused, shelf, stage, try_card

__all__ = ["shelf", "stage"]
OFF = 10_00


def coupon(stage: Stage, code: str, uses_max: int = 1, off: int = OFF) -> str:
    stage.ask("/admin/coupons", {"code": code, "amount_off_minor": off, "uses_max": uses_max})
    return code


def ordered_with(stage: Stage, code: str, capture_method: str = "automatic") -> str:
    """An order of one thing with this coupon, paid."""
    cart, _ = begin(stage, capture_method)
    stage.ask(f"/store/carts/{cart}/coupon", {"code": code})
    body = {"capture_method": capture_method}
    session = stage.ask(f"/store/carts/{cart}/payment-session", body)
    assert session["amount"] == PRICE - OFF
    assert try_card(stage, session["payment_intent_id"], "pm_card_visa") == 200
    order: str = stage.ask(f"/store/carts/{cart}/complete", {})["order"]["id"]
    return order


def uses(stage: Stage, code: str) -> int:
    (seen,) = [c for c in stage.backend.view()["coupons"] if c["code"] == code]
    return int(seen["uses"])


def test_what_it_takes_off_is_not_charged(shelf: Stage) -> None:
    order = order_of(shelf, ordered_with(shelf, coupon(shelf, "TEA")))
    assert (order["total_minor"], order["paid_minor"]) == (PRICE - OFF, PRICE - OFF)
    assert (order["coupon"], uses(shelf, "TEA")) == ("TEA", 1)


def test_one_that_is_used_up_is_refused(shelf: Stage) -> None:
    ordered_with(shelf, coupon(shelf, "ONCE"))
    cart, _ = begin(shelf)
    reply = refused(shelf, f"/store/carts/{cart}/coupon", {"code": "ONCE"})
    assert (reply.status, reply.json["type"]) == (409, "urn:shop:problem:coupon_used_up")


def test_an_order_that_is_called_off_gives_its_use_back(shelf: Stage) -> None:
    order = ordered_with(shelf, coupon(shelf, "BACK"), "manual")
    assert uses(shelf, "BACK") == 1
    shelf.ask(f"/api/orders/{order}/cancel", {})
    assert order_of(shelf, order)["payment_status"] == "cancelled"
    assert uses(shelf, "BACK") == 0


def test_an_edit_keeps_it(shelf: Stage) -> None:
    order = ordered_with(shelf, coupon(shelf, "EDIT"), "manual")
    two = {"items": [{"sku": shelf.sku, "quantity": 2}]}
    assert shelf.ask(f"/api/orders/{order}/edit", two)["order"]["total_minor"] == 2 * PRICE - OFF


@pytest.mark.parametrize(("code", "off"), [("WHOLE", PRICE), ("MORE", PRICE + 1)])
def test_one_that_is_worth_the_whole_cart_is_refused(shelf: Stage, code: str, off: int) -> None:
    cart, _ = begin(shelf)
    path = f"/store/carts/{cart}/coupon"
    assert refused(shelf, path, {"code": coupon(shelf, code, off=off)}).status == 422
    assert refused(shelf, path, {"code": "NO_SUCH"}).status == 422
