"""What an admin does by a button: each form comes here, and goes back to the order with a word."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import msgspec
from aiohttp import web

from reference_backend import problems
from reference_backend.money import minor, shown
from reference_backend.stripe_errors import StripeError
from reference_backend.web.bodies import EditOrder, Item
from reference_backend.web.calls import Call
from reference_backend.web.store import seen_order


async def on_order(call: Call) -> web.Response:
    """Do what the button says: capture, cancel, refund or edit."""
    order_id = call.id()
    form = {key: str(value) for key, value in (await call.request.post()).items()}
    try:
        done = await _do(call, order_id, form)
    except problems.Problem as problem:
        return _back(order_id, "refused", problem.detail or problem.spec.title)
    except StripeError as error:
        return _back(order_id, "refused", str(error))
    return _back(order_id, "done", done)


async def _do(call: Call, order_id: str, form: Mapping[str, str]) -> str:
    shop = call.shop
    order = await seen_order(shop, order_id)
    match form.get("action"):
        case "capture":
            await shop.captures.capture(order_id)
            after = await seen_order(shop, order_id)
            if after.payment_status == "awaiting":
                raise problems.CONFLICT(after.failure_reason or "The order was not captured.")
            return f"Captured {shown(after.paid_minor, after.currency)}."
        case "cancel":
            await shop.cancellations.cancel(order_id, by_admin=True)
            return "The order is cancelled."
        case "refund":
            text = form.get("amount", "").strip()
            refund = await shop.refunds.refund(
                order_id,
                minor(text, order.currency) if text else None,
                request_key=f"{order_id}:form:{form.get('request', '')[:40]}",
            )
            amount = shown(refund.amount_minor, order.currency)
            if refund.state == "succeeded":
                return f"Refunded {amount}."
            return f"The refund of {amount} is {refund.state.replace('_', ' ')}."
        case "charge":
            outcome = await shop.off_session.charge(order_id)
            if outcome.status != "success":
                raise problems.CONFLICT(outcome.message)
            return outcome.message
        case "edit":
            edited = await shop.captures.edit(order_id, _items(form))
            return f"The order is now {shown(edited.total_minor, edited.currency)}."
        case _:
            raise problems.MALFORMED("There is no such action.")


def _items(form: Mapping[str, str]) -> list[Item]:
    """Raises: MALFORMED."""
    wanted = [
        {"sku": key.removeprefix("quantity:"), "quantity": value}
        for key, value in form.items()
        if key.startswith("quantity:") and value.strip() != "0"
    ]
    try:
        return msgspec.convert({"items": wanted}, EditOrder, strict=False).items
    except msgspec.ValidationError as error:
        raise problems.MALFORMED(str(error)) from error


async def on_job(call: Call) -> web.Response:
    """Try a parked job again."""
    number = call.id()
    if number.isdigit() and len(number) <= 18:
        async with call.shop.database.transaction() as db:
            await call.shop.jobs.resume(db, int(number))
    return web.Response(status=303, headers={"Location": "/admin/jobs"})


def _back(order_id: str, how: str, words: str) -> web.Response:
    """Back to the order by a GET, so that a reload does nothing."""
    return web.Response(
        status=303, headers={"Location": f"/admin/orders/{order_id}?{how}={quote(words)}"}
    )
