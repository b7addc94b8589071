"""The admin's page of one order: all that is known of it, and what can be done."""

from __future__ import annotations

import secrets
from typing import Final

import asyncpg
from aiohttp import web

from reference_backend.database import Connection
from reference_backend.money import shown
from reference_backend.orders import NOT_PAID_YET
from reference_backend.pages.html import Html, badge, join, money, page, table, tag, void, when
from reference_backend.view import SeenEvent, SeenOrder
from reference_backend.web.calls import Call

AMOUNTS: Final = frozenset({"amount", "total", "total_before"})
"""Details of an order's history that are minor units."""


async def show(call: Call) -> web.Response:
    """One order with all that is known of it, and what can be done."""
    async with call.shop.database.pool.acquire() as db:
        seen = await call.shop.view.order(db, call.id())
        if seen is None:
            return page(
                "No such order", tag("h1", "There is no such order"), nav="Orders", status=404
            )
        history = await call.shop.view.history(db, seen.id)
        payments, refunds = await _payments(db, seen.id), await _refunds(db, seen)
        alerts = [a for a in await call.shop.view.alerts(db) if a.subject == seen.id]
    told = [
        tag("p", call.request.query[key][:300], class_=f"card flash {key}", role="status")
        for key in ("done", "refused")
        if call.request.query.get(key)
    ]
    warnings = [
        tag("p", alert.message, class_="card flash refused", role="alert") for alert in alerts
    ]
    return page(
        f"Order {seen.number}",
        tag("h1", f"Order {seen.number} ", badge(seen.payment_status)),
        tag("p", tag("code", seen.id), class_="soft id"),
        *told,
        *warnings,
        tag(
            "div",
            tag(
                "div",
                tag("section", tag("h2", "What"), _lines(seen), class_="card"),
                tag("section", tag("h2", "History"), _history(seen, history), class_="card"),
            ),
            tag(
                "div",
                tag("section", tag("h2", "Actions"), _actions(seen), class_="card"),
                tag(
                    "section", tag("h2", "Payment"), _facts(seen), payments, refunds, class_="card"
                ),
            ),
            class_="columns",
        ),
        nav="Orders",
    )


def _lines(order: SeenOrder) -> Html:
    rows: list[list[object]] = [
        [
            join(line.title, tag("code", line.sku, class_="soft")),
            line.quantity,
            money(line.unit_amount_minor, order.currency),
            money(line.quantity * line.unit_amount_minor, order.currency),
        ]
        for line in order.lines
    ]
    return join(
        table(["What", "How many", "Each", "Together"], rows, "Nothing."),
        tag("p", money(order.total_minor, order.currency), class_="total"),
    )


def _facts(order: SeenOrder) -> Html:
    facts: list[tuple[str, object]] = [
        ("State", order.state),
        ("Flow", order.flow),
        ("Paid", money(order.paid_minor, order.currency)),
        ("Refunded", money(order.refunded_minor, order.currency)),
        ("Sessions", join(*(tag("code", each, " ") for each in order.session_ids)) or "none"),
        ("Shopper", order.email or order.user_id or "guest"),
    ]
    if order.payment_status == "awaiting" and order.grace_ends_at:
        facts.append(("Captured after", when(order.grace_ends_at)))
    if order.failure_reason:
        facts.append(("Why", order.failure_reason))
    return tag("dl", *(join(tag("dt", word), tag("dd", fact)) for word, fact in facts))


async def _payments(db: Connection, order_id: str) -> Html:
    rows = await db.fetch(
        "SELECT payment_intent_id, status, captured_minor, currency, superfluous, capture_before"
        " FROM payments WHERE order_id = $1 ORDER BY created_at",
        order_id,
    )
    return table(
        ["PaymentIntent", "Status", "Taken"],
        [
            [
                tag("code", row["payment_intent_id"] or "not made yet"),
                _standing(row),
                money(row["captured_minor"], row["currency"]),
            ]
            for row in rows
        ],
        "No payment was begun.",
    )


async def _refunds(db: Connection, order: SeenOrder) -> Html:
    rows = await db.fetch(
        "SELECT refunds.amount_minor, refunds.state, refunds.reason FROM refunds"
        " JOIN payments ON payments.id = payment_id WHERE order_id = $1"
        " ORDER BY refunds.created_at",
        order.id,
    )
    if not rows:
        return Html("")
    return table(
        ["Refund", "State", "Why"],
        [
            [money(row["amount_minor"], order.currency), badge(row["state"]),
             row["reason"].replace("_", " ")]
            for row in rows
        ],
        "",
    )  # fmt: skip


def _standing(row: asyncpg.Record) -> Html:
    """How a payment stands, in the order's view."""
    words = row["status"].replace("_", " ")
    if row["superfluous"]:
        return join(words, ", let go" if row["status"] == "canceled" else ", goes back")
    if row["status"] == "requires_capture" and row["capture_before"] is not None:
        return join(words, tag("span", "until ", when(row["capture_before"].isoformat()),
                               class_="soft"))  # fmt: skip
    return join(words)


def _actions(order: SeenOrder) -> Html:
    forms: list[Html] = []
    if order.payment_status == "awaiting":
        forms += [_edit_form(order), _form(order, "capture", "Capture now")]
    if order.payment_status in {"captured", "paid"} and not order.disputed:
        left = shown(order.paid_minor - order.refunded_minor, order.currency)
        amount = tag(
            "label", f"Amount, of {left}",
            void("input", name="amount", inputmode="decimal", placeholder="all of it",
                 autocomplete="off"),
        )  # fmt: skip
        forms.append(_form(order, "refund", "Refund", amount))
    if (
        order.flow == "mobile"
        and order.payment_status in NOT_PAID_YET
        and order.state != "cancelled"
    ):
        forms.append(_form(order, "charge", "Charge the saved card"))
    if order.state != "cancelled" and order.payment_status not in {"refunded", "processing"}:
        forms.append(_form(order, "cancel", "Cancel the order", quiet=True))
    return join(*forms) or tag("p", "Nothing can be done any more.", class_="soft")


def _form(order: SeenOrder, action: str, words: str, *fields: object, quiet: bool = False) -> Html:
    return tag(
        "form",
        void("input", type="hidden", name="action", value=action),
        # The same page sent twice is the same request.
        void("input", type="hidden", name="request", value=secrets.token_hex(8)),
        *fields,
        tag("button", words, class_="quiet" if quiet else None),
        method="post",
        action=f"/admin/orders/{order.id}/actions",
    )


def _edit_form(order: SeenOrder) -> Html:
    fields = [
        tag(
            "label",
            line.title,
            void("input", type="number", min=0, max=10_000, name=f"quantity:{line.sku}",
                 value=line.quantity),
        )
        for line in order.lines
    ]  # fmt: skip
    return _form(order, "edit", "Change", *fields)


def _history(order: SeenOrder, events: list[SeenEvent]) -> Html:
    items = []
    for event in events:
        detail = ", ".join(
            f"{key.replace('_', ' ')} {shown(value, order.currency) if key in AMOUNTS else value}"
            for key, value in event.detail.items()
        )
        items.append(
            tag(
                "li",
                tag("strong", event.name.removeprefix("order.").replace("_", " ")),
                tag("div", when(event.at), " ", detail, class_="soft"),
            )
        )
    return tag("ol", *items, class_="history")
