"""The app: orders of users, paid with a PaymentMethod that the app collected."""

from __future__ import annotations

from aiohttp import web

from reference_backend.mobile import Outcome
from reference_backend.view import SeenOrder
from reference_backend.web.answers import PayAnswer
from reference_backend.web.bodies import NewMobileOrder, PayMobileOrder
from reference_backend.web.calls import Call
from reference_backend.web.encoding import encode
from reference_backend.web.store import seen_order


async def place_order(call: Call) -> SeenOrder:
    """Place an order that is to be paid from the app."""
    body = call.body(NewMobileOrder)
    order = await call.shop.mobile.place(body.user_id, body.items, body.currency)
    return await seen_order(call.shop, order.id)


async def pay_order(call: Call) -> web.Response:
    """Pay an order: success, requires_action (3-D Secure) or error."""
    order_id = call.id("order_id")
    outcome = await call.shop.mobile.pay(order_id, call.body(PayMobileOrder).payment_method_id)
    return _answer(outcome, order_id)


async def confirm_order(call: Call) -> web.Response:
    """Finish a payment after 3-D Secure."""
    order_id = call.id("order_id")
    return _answer(await call.shop.mobile.finish(order_id), order_id)


def _answer(outcome: Outcome, order_id: str) -> web.Response:
    return encode(PayAnswer.of(outcome, order_id), 402 if outcome.status == "error" else 200)
