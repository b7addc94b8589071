"""What an admin, a cron job or a test run may do."""

from __future__ import annotations

import asyncio
import os
from typing import Final

from aiohttp import web

from reference_backend import problems
from reference_backend.coupons import Coupon
from reference_backend.crash import CRASH
from reference_backend.view import Seen
from reference_backend.web.answers import Completed, Health, Product, Queued, RefundAnswer
from reference_backend.web.bodies import (
    ChargeSavedCard,
    NewCoupon,
    NewPrices,
    NewProduct,
    NewRefund,
    Sweep,
    WebhookSecret,
)
from reference_backend.web.calls import Call
from reference_backend.web.mobile import answer_outcome
from reference_backend.web.store import SKU, seen_order

KILLED_WITHIN_S: Final = 5.0
"""The supervisor kills at once; on a busy machine it may come to it late."""


async def add_product(call: Call) -> Product:
    """Put a product on sale."""
    body = call.body(NewProduct)
    async with call.shop.database.transaction() as db:
        await call.shop.catalogue.add_product(
            db, body.sku, body.title, body.prices, body.stocked_quantity, body.variant_of
        )
    return Product(body.sku, body.title, dict(body.prices), body.stocked_quantity, body.variant_of)


async def add_coupon(call: Call) -> Coupon:
    """Give something away: so much off, so many times."""
    body = call.body(NewCoupon)
    async with call.shop.database.transaction() as db:
        await call.shop.coupons.add(
            db, body.code, body.currency, body.amount_off_minor, body.uses_max
        )
    return Coupon(body.code, body.currency, body.amount_off_minor, body.uses_max, 0)


async def change_prices(call: Call) -> Health:
    """Change what a product costs; what was ordered already costs what it cost."""
    sku = call.checked(call.request.match_info["sku"], SKU)
    async with call.shop.database.transaction() as db:
        await call.shop.catalogue.change_prices(db, sku, call.body(NewPrices).prices)
    return Health()


async def end_grace(call: Call) -> Completed:
    """The grace period of an order is over: have it captured now, by a worker."""
    await call.shop.captures.end_grace(call.id())
    return Completed(await seen_order(call.shop, call.id()))


async def capture_sweep(call: Call) -> Queued:
    """Have captured whatever is due, or would soon be too late."""
    return Queued(await call.shop.captures.sweep(call.body(Sweep).ahead_s))


async def reconcile(call: Call) -> Queued:
    """Have everything that is open looked up at Stripe."""
    return Queued(await call.shop.reconciliation.run())


async def capture_order(call: Call) -> Completed:
    """Capture an authorized order now."""
    order = await seen_order(call.shop, call.id())
    await call.shop.captures.capture(order.id)
    order = await seen_order(call.shop, order.id)
    if order.payment_status not in {"captured", "paid", "refunded"}:
        raise problems.CONFLICT(order.failure_reason or f"The order is {order.payment_status}.")
    return Completed(order)


async def cancel_order(call: Call) -> Completed:
    """Call an order off; what was taken is refunded."""
    order = await call.shop.cancellations.cancel(call.id(), by_admin=True)
    return Completed(await seen_order(call.shop, order.id))


async def refund_order(call: Call) -> RefundAnswer:
    """Give back part of what was paid, or all; an Idempotency-Key makes it one request."""
    body = call.body(NewRefund)
    key = call.request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= 200 and key.isprintable()):
        raise problems.MALFORMED("The Idempotency-Key must have 1 to 200 printable characters.")
    request_key = None if key is None else f"{call.id()}:{key}"
    refund = await call.shop.refunds.refund(
        call.id(), body.amount, reason=body.reason, request_key=request_key
    )
    return RefundAnswer.of(refund)


async def charge_saved_card(call: Call) -> web.Response:
    """Charge the shopper's saved card, while they are away, for an order that is not paid."""
    card = call.body(ChargeSavedCard).payment_method_id
    return answer_outcome(await call.shop.off_session.charge(call.id(), card), call.id())


async def resume_job(call: Call) -> Queued:
    """Try a parked job again."""
    number = call.id()
    if not number.isdigit() or len(number) > 18:
        raise problems.NOT_FOUND("There is no such job.")
    async with call.shop.database.transaction() as db:
        if not await call.shop.jobs.resume(db, int(number)):
            raise problems.NOT_FOUND("There is no such parked job.")
    return Queued(1)


async def view(call: Call) -> Seen:
    """All that the shop believes."""
    return await call.shop.view.everything()


async def crash(call: Call) -> Health:
    """Have all processes of the shop killed, and started again; only with --testing.

    The process that was asked answers nothing: whoever hears of its end knows that it is over, and
    asks none that is about to be killed.
    """
    if not call.shop.settings.testing:
        raise problems.NOT_FOUND("Only a shop that was started with --testing can be crashed.")
    os.kill(os.getppid(), CRASH)
    await asyncio.sleep(KILLED_WITHIN_S)
    return Health()


async def set_webhook_secret(call: Call) -> Health:
    """Take the webhook secret of a test run; only with --testing."""
    if not call.shop.settings.testing:
        raise problems.NOT_FOUND("Only a shop that was started with --testing takes a secret.")
    await call.shop.webhook_secrets.tell(call.body(WebhookSecret).secret)
    return Health()
