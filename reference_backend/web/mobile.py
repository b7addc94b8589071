"""The app: orders of users, paid with a PaymentMethod that the app collected."""

from __future__ import annotations

from aiohttp import web

from reference_backend.mobile import Outcome
from reference_backend.view import SeenOrder
from reference_backend.web.answers import CardAnswer, CardsAnswer, PayAnswer
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
    body = call.body(PayMobileOrder)
    outcome = await call.shop.mobile.pay(
        order_id, body.payment_method_id, keeps_card=body.save_card
    )
    return answer_outcome(outcome, order_id)


async def confirm_order(call: Call) -> web.Response:
    """Finish a payment after 3-D Secure."""
    order_id = call.id("order_id")
    return answer_outcome(await call.shop.mobile.finish(order_id), order_id)


async def list_cards(call: Call) -> CardsAnswer:
    """List the cards that a user has saved."""
    saved = await call.shop.cards.of_user(call.user_id())
    return CardsAnswer([CardAnswer.of(each) for each in saved])


async def detach_card(call: Call) -> CardsAnswer:
    """Let a saved card go; answers those that are left."""
    await call.shop.cards.detach(call.user_id(), call.id("card_id"))
    return await list_cards(call)


def answer_outcome(outcome: Outcome, order_id: str) -> web.Response:
    return encode(PayAnswer.of(outcome, order_id), 402 if outcome.status == "error" else 200)
