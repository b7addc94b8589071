"""Links that open a Checkout Session: a Payment Link, and the recovery of an expired Session.

Source: API reference, "Payment Links"; Stripe docs, "Recover abandoned carts".
"""

from aiohttp import web

from simulator.app import App
from simulator.errors import StripeError
from simulator.operations.checkout.following_links import open_link
from simulator.operations.checkout.opening import recover_session
from simulator.pages.layout import leave_for, notice
from simulator.resources.checkout_session import Session
from simulator.resources.payment_link import PaymentLink
from simulator.wire.releases import NEWEST
from simulator.work import Work


async def follow(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """`/b/test_…`: a new Session of the Payment Link."""
    for account in app.world.accounts():
        for link in account.store.table(PaymentLink.KIND).values():
            if link.url.rsplit("/", 1)[-1] != request.rel_url.path.rsplit("/", 1)[-1]:
                continue
            if not link.active:
                said = link.inactive_message or "This link is no longer active."
                return notice("This link is not active", said, status=410)
            work = Work(account)
            try:
                session = open_link(work, link, dict(request.rel_url.query))
            except StripeError as refusal:
                return notice("This link cannot be opened", refusal.message(NEWEST), status=400)
            work.commit()
            assert session.url is not None
            return leave_for(session.url)
    return notice("Something went wrong", "There is no such payment link.", status=404)


async def recover(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """`/r/test_…`: a copy of an expired Session, for thirty days."""
    wanted = request.rel_url.path.rsplit("/", 1)[-1]
    for account in app.world.accounts():
        for session in account.store.table(Session.KIND).values():
            recovery = (session.after_expiration or {}).get("recovery") or {}
            address = recovery.get("url")
            if address is None or address.rsplit("/", 1)[-1] != wanted:
                continue
            if account.clock.now() >= recovery["expires_at"]:
                return notice("This link has expired", "Please start over at the shop.", status=410)
            work = Work(account)
            try:
                copy = recover_session(work, session)
            except StripeError as refusal:  # What it sold, or what was taken off, is no more.
                return notice("This link cannot be opened", refusal.message(NEWEST), status=400)
            work.commit()
            assert copy.url is not None
            return leave_for(copy.url)
    return notice("Something went wrong", "There is no such page.", status=404)
