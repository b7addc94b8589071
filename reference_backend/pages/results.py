"""Where the shopper lands after Stripe's page. The pages say what is known, and no more.

Coming back by the success link is no proof of anything: until the webhook has said that the money
is here, the page says that it is not known yet, and looks again by itself.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from reference_backend import problems
from reference_backend.pages.html import badge, join, money, page, table, tag
from reference_backend.view import SeenOrder
from reference_backend.web.calls import Call
from reference_backend.web.store import seen_order

LOOK_AGAIN_S: Final = 2
WORDS: Final = {
    "paid": ("✓", "Thank you, your order is paid", "We have received your payment."),
    "captured": ("✓", "Thank you, your order is paid", "We have received your payment."),
    "awaiting": ("✓", "Thank you for your order", "Your card is authorized; it is charged later."),
    "processing": (
        "…", "Your payment is on its way",
        "Your bank needs some time, perhaps days. We send the goods when the money is here.",
    ),
    "pending": (
        "…", "We are waiting for your payment",
        "It is not confirmed yet. This page looks again by itself; you need not pay twice.",
    ),
    "failed": ("✕", "Your payment did not work", "You were not charged. Your order is kept."),
    "cancelled": ("✕", "This checkout is closed", "You were not charged."),
    "refunded": ("↺", "Your payment was refunded", "The money is on its way back to you."),
}  # fmt: skip


async def success(call: Call) -> web.Response:
    """Tell the shopper how the payment stands."""
    session_id = call.request.query.get("session_id", "")
    try:
        order = await call.shop.checkout.by_session(call.checked(session_id))
    except problems.Problem:
        return _unknown()
    return _tell(await seen_order(call.shop, order.id))


async def cancelled(call: Call) -> web.Response:
    """Tell the shopper, who came back without paying, how the order stands."""
    order_id = call.request.query.get("order_id", "")
    try:
        order = await seen_order(call.shop, call.checked(order_id))
    except problems.Problem:
        return _unknown()
    if order.payment_status != "pending":
        return _tell(order)
    return page(
        "Not paid yet",
        tag("h1", "You have not paid yet"),
        tag("p", "Your order is kept. You can go back to the payment page, or leave it."),
        _receipt(order),
    )


def _tell(order: SeenOrder) -> web.Response:
    mark, title, words = WORDS[order.payment_status]
    tone = {"✓": "good", "✕": "bad"}.get(mark, "wait")
    reason = order.failure_reason if order.payment_status == "failed" else None
    return page(
        title,
        tag("div", mark, class_=f"mark {tone}", aria_hidden="true"),
        tag("h1", title),
        tag("p", words, " ", reason or ""),
        _receipt(order),
        refresh_s=LOOK_AGAIN_S if order.payment_status == "pending" else None,
    )


def _receipt(order: SeenOrder) -> object:
    rows: list[list[object]] = [
        [line.title, f"× {line.quantity}",
         money(line.quantity * line.unit_amount_minor, order.currency)]
        for line in order.lines
    ]  # fmt: skip
    return tag(
        "section",
        join(tag("h2", f"Order {order.number} ", badge(order.payment_status))),
        table(["What", "How many", "Price"], rows, "Nothing."),
        tag("p", money(order.total_minor, order.currency), class_="total"),
        class_="card",
    )


def _unknown() -> web.Response:
    return page(
        "Unknown checkout",
        tag("h1", "We do not know this checkout"),
        tag("p", "The address may be incomplete. If you have paid, your order is safe with us."),
        status=404,
    )
