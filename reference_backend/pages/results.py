"""Where the shopper lands after Stripe's page. The pages say what is known, and no more.

Coming back by the success link is no proof of anything: until the webhook has said that the money
is here, the page says that it is not known yet, and looks again by itself.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from reference_backend import problems
from reference_backend.pages.html import Html, badge, join, link, money, page, table, tag, void
from reference_backend.stripe_errors import StripeError
from reference_backend.view import SeenOrder
from reference_backend.web.calls import Call
from reference_backend.web.store import seen_order

LOOK_AGAIN_S: Final = 2
GOING_BACK: Final = (
    "↺", "Your order could not be kept", "What you paid is on its way back to you, all of it.",
)  # fmt: skip
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
        tag("div", "…", class_="mark wait", aria_hidden="true"),
        tag("h1", "We know of no payment yet"),
        tag(
            "p",
            "Your order is kept for you. If you have just paid, in another window perhaps, you need"
            " not pay again: this page looks again by itself.",
        ),
        await _way_to_pay(call, order),
        _receipt(order),
        refresh_s=LOOK_AGAIN_S,
    )


async def again(call: Call) -> web.Response:
    """Open another payment page for an order that is not paid, and send the shopper there."""
    order_id = str((await call.request.post()).get("order_id", ""))
    try:
        opened = await call.shop.checkout.retry(call.checked(order_id), call.base_url)
    except problems.Problem as problem:
        if problem.spec is problems.NOT_FOUND:
            return _unknown()
        return _tell(await seen_order(call.shop, order_id), problem.detail)
    except StripeError:
        return _tell(await seen_order(call.shop, order_id), "Please try again in a moment.")
    return page(
        "To the payment page",
        tag("h1", "Your payment page is ready"),
        tag("p", link(opened.url, "Go on to the payment")),
        go_to=opened.url,
    )


async def _way_to_pay(call: Call, order: SeenOrder) -> Html:
    """Back to the page that is still open, or to another one."""
    address = await call.shop.sessions.open_page(order.id)
    if address is not None:
        return tag("p", link(address, "Back to the payment page"))
    return _pay_again(order)


def _pay_again(order: SeenOrder) -> Html:
    return tag(
        "form",
        void("input", type="hidden", name="order_id", value=order.id),
        tag("button", "Pay now"),
        method="post",
        action="/checkout/again",
    )


def _tell(order: SeenOrder, notice: str = "") -> web.Response:
    mark, title, words = WORDS[order.payment_status]
    if order.state == "cancelled" and order.payment_status != "refunded":
        mark, title, words = WORDS["cancelled"]
        if order.paid_minor > 0:
            mark, title, words = GOING_BACK
    tone = {"✓": "good", "✕": "bad"}.get(mark, "wait")
    reason = order.failure_reason if order.payment_status == "failed" else None
    waits = order.payment_status == "pending" and order.state != "cancelled"
    unpaid = order.payment_status in {"failed", "cancelled"} and order.state != "cancelled"
    return page(
        title,
        tag("div", mark, class_=f"mark {tone}", aria_hidden="true"),
        tag("h1", title),
        tag("p", words, " ", reason or ""),
        tag("p", notice, role="status", class_="bad") if notice else "",
        _pay_again(order) if unpaid and order.flow == "hosted" else "",
        _receipt(order),
        refresh_s=LOOK_AGAIN_S if waits else None,
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
