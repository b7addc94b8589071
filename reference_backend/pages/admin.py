"""The admin panel: what the shop believes, to look at."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from reference_backend.pages.html import badge, join, link, money, page, table, tag, when
from reference_backend.web.calls import Call

PAGE_SIZE: Final = 50


async def orders(call: Call) -> web.Response:
    """The orders, newest first."""
    number = call.request.query.get("page", "1")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    async with call.shop.database.pool.acquire() as db:
        seen = await call.shop.view.newest(db, PAGE_SIZE + 1, (max(at, 1) - 1) * PAGE_SIZE)
    rows: list[list[object]] = [
        [
            link(f"/admin/orders/{order.id}", f"#{order.number}"),
            join(badge(order.payment_status), " ", badge("disputed") if order.disputed else ""),
            money(order.total_minor, order.currency),
            ", ".join(f"{line.quantity} × {line.title}" for line in order.lines),
            order.flow,
            when(order.created_at),
        ]
        for order in seen[:PAGE_SIZE]
    ]
    pages = [link(f"/admin/orders?page={at - 1}", "← newer")] if at > 1 else []
    pages += [link(f"/admin/orders?page={at + 1}", "older →")] if len(seen) > PAGE_SIZE else []
    return page(
        "Orders",
        tag("h1", "Orders"),
        tag(
            "section",
            table(["Order", "Payment", "Total", "What", "Flow", "Placed"], rows, "No orders yet."),
            class_="card",
        ),
        tag("p", *(join(each, " ") for each in pages)),
        nav="Orders",
    )


async def alerts(call: Call) -> web.Response:
    """What a human should look at."""
    async with call.shop.database.pool.acquire() as db:
        seen = await call.shop.view.alerts(db, 200)
    rows: list[list[object]] = [
        [
            alert.kind.replace("_", " "),
            link(f"/admin/orders/{alert.subject}", alert.message)
            if alert.subject.startswith("order_")
            else alert.message,
            when(alert.at),
        ]
        for alert in seen
    ]
    return _list("Alerts", ["Kind", "What", "When"], rows, "Nothing to look at.")


async def stock(call: Call) -> web.Response:
    """What is on the shelves."""
    async with call.shop.database.pool.acquire() as db:
        seen = await call.shop.view.stock(db)
    rows: list[list[object]] = [
        [
            tag("code", each.sku),
            each.stocked_quantity - each.reserved_quantity,
            each.reserved_quantity,
            each.sold_quantity,
            each.initial_quantity,
        ]
        for each in seen
    ]
    head = ["Sku", "Free", "Held back", "Sold", "At first"]
    return _list("Stock", head, rows, "Nothing is on sale.")


async def events(call: Call) -> web.Response:
    """The webhook inbox."""
    async with call.shop.database.pool.acquire() as db:
        seen = await call.shop.view.webhook_events(db, 200)
    rows: list[list[object]] = [
        [tag("code", each.id), each.type, badge(each.state)] for each in seen
    ]
    return _list("Inbox", ["Event", "Type", "State"], rows, "Stripe has sent nothing yet.")


async def jobs(call: Call) -> web.Response:
    """Work that waits, runs, or was parked."""
    rows = await call.shop.database.pool.fetch(
        "SELECT id, kind, subject, state, attempts, run_at, last_error FROM jobs"
        " ORDER BY state = 'parked' DESC, run_at LIMIT 200"
    )
    listed: list[list[object]] = [
        [
            row["kind"].replace("_", " "),
            tag("code", row["subject"]),
            badge(row["state"]),
            row["attempts"],
            row["last_error"] or "",
            tag(
                "form",
                tag("button", "Try again"),
                method="post",
                action=f"/admin/jobs/{row['id']}/again",
            )
            if row["state"] == "parked"
            else when(row["run_at"].isoformat()),
        ]
        for row in rows
    ]
    head = ["Work", "On", "State", "Tries", "Last error", "Next"]
    return _list("Jobs", head, listed, "Nothing waits.")


def _list(title: str, head: list[str], rows: list[list[object]], empty: str) -> web.Response:
    return page(
        title,
        tag("h1", title),
        tag("section", table(head, rows, empty), class_="card"),
        nav=title,
    )
