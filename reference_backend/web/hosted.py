"""Hosted checkout, its webhook, and payments whose order the webhook makes."""

from __future__ import annotations

from reference_backend.view import SeenOrder
from reference_backend.web.answers import CheckoutAnswer, DirectPayment, Received
from reference_backend.web.bodies import NewCheckout, NewDirectPayment
from reference_backend.web.calls import Call
from reference_backend.web.store import seen_order


async def open_checkout(call: Call) -> CheckoutAnswer:
    """Open a hosted checkout for a new, pending order."""
    body = call.body(NewCheckout)
    opened = await call.shop.checkout.open(body.items, body.currency, body.email, call.base_url)
    return CheckoutAnswer(opened.order_id, opened.session_id, opened.url)


async def retry_checkout(call: Call) -> CheckoutAnswer:
    """Open another hosted checkout for an order whose first one led to nothing."""
    opened = await call.shop.checkout.retry(call.id(), call.base_url)
    return CheckoutAnswer(opened.order_id, opened.session_id, opened.url)


async def order_by_session(call: Call) -> SeenOrder:
    """Read the order of a checkout session, as the success page does."""
    order = await call.shop.checkout.by_session(call.id("session_id"))
    return await seen_order(call.shop, order.id)


async def start_direct_payment(call: Call) -> DirectPayment:
    """Begin a payment whose order will be made by the webhook."""
    body = call.body(NewDirectPayment)
    intent = await call.shop.direct.start_payment(body.items, body.currency, body.capture_method)
    return DirectPayment(intent.id, intent.client_secret)


async def receive_event(call: Call) -> Received:
    """Take in an event of Stripe; answered when it cannot be lost any more."""
    body = await call.request.read()
    await call.shop.webhooks.receive(body, call.request.headers.get("Stripe-Signature", ""))
    return Received()
