"""What the tests of Checkout begin with: a Session of some goods, and somebody who pays it."""

from typing import Any

from simulator.errors import StripeError
from simulator.operations.checkout.paying import pay_session
from simulator.resources.checkout_session import Session
from simulator.shopper import Shopper
from simulator.tests.calls import Reply, Stripe
from simulator.work import Work


def goods(amount: int = 2500, quantity: int = 1, name: str = "Mug", **more: Any) -> dict[str, Any]:
    """A line with a price of its own."""
    data = {"currency": "usd", "unit_amount": amount, "product_data": {"name": name}}
    return {"price_data": data | more.pop("price_data", {}), "quantity": quantity} | more


def open_session(stripe: Stripe, *lines: dict[str, Any], **params: Any) -> Reply:
    """A hosted Session that sells these lines; one mug where nothing is said."""
    given = {
        "mode": "payment",
        "success_url": "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
        "line_items": list(lines) or [goods()],
    }
    return stripe.post("/v1/checkout/sessions", **(given | params))


def open_elements(stripe: Stripe, *lines: dict[str, Any], **params: Any) -> Reply:
    """The same in the shop's own page, built of Stripe's elements."""
    given = {
        "mode": "payment",
        "return_url": "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
        "line_items": list(lines) or [goods()],
        "ui_mode": "elements",
    }
    return stripe.post("/v1/checkout/sessions", **(given | params))


def pay(
    stripe: Stripe, session: Any, payment_method: str = "pm_card_visa", **typed: Any
) -> str | None:
    """Submit the page; the message of the decline, if there is one."""
    work = Work(stripe.account)
    found = work.find(Session, session.id)
    assert found is not None
    try:
        pay_session(work, found, payment_method, shopper=Shopper(**typed))
    except StripeError as refusal:
        if refusal.keeps:
            work.commit()
        return refusal.message("9999")
    work.commit()
    return None


def again(stripe: Stripe, session: Any, **params: Any) -> Reply:
    """The Session as it is now."""
    return stripe.get(f"/v1/checkout/sessions/{session.id}", **params)
