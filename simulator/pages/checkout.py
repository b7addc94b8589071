"""The hosted payment page: `/c/pay/cs_…`.

It shows an open Session, takes the form, and leads on: to the shop, to a challenge, or back to the
form with what went wrong. With `?embedded`, it lives in a frame of the shop's own page.

Source: Stripe docs, "How Checkout works". Stripe's page waits up to ten seconds for the shop to
take in `checkout.session.completed` before it leads on; so does this one.
"""

from typing import Final

from aiohttp import web

from simulator.app import App
from simulator.errors import StripeError
from simulator.operations.checkout.choosing import chosen
from simulator.operations.checkout.completing import cancel_address, submitted, success_address
from simulator.operations.checkout.paying import asks_for_method, intent_of, pay_session
from simulator.operations.payers.making_methods import make
from simulator.operations.payments import intent_payers
from simulator.operations.payments.challenges import leads_to
from simulator.operations.payments.showing import page_behind
from simulator.operations.selling import line_items
from simulator.pages import checkout_view
from simulator.pages.checkout_form import (
    BLANK,
    Filled,
    amounts_of,
    known_email,
    method_data,
    read,
    shopper_of,
)
from simulator.pages.finding import account_with
from simulator.pages.layout import document, leave_for, notice
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.payment_link import PaymentLink
from simulator.wire.releases import NEWEST
from simulator.work import Work
from simulator.world import Account

SHOP_HAS: Final = 10.0
"""Seconds of the wall that the shop has to take in that a Session is complete."""
ORDER_BUTTONS: Final = ("add", "remove", "quantity", "choose")
"""What changes the order; every other button pays it."""
NOT_AUTHENTICATED: Final = (
    "We are unable to authenticate your payment method. Please choose a different payment method"
    " and try again."
)


async def page(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Answer whatever a browser asks of a Session's page."""
    parts = request.rel_url.path.strip("/").split("/")
    if len(parts) < 3 or parts[1] != "pay":
        return nowhere()
    found = account_with(app.world, Session, parts[2])
    if found is None:
        return nowhere()
    account, session = found
    if parts[3:] == ["return"]:
        return await _returned(account, session, request)
    if request.method == "POST":
        return await _submitted(account, session, request)
    return await _shown(account, session, BLANK)


def nowhere() -> web.Response:
    """There is no such page."""
    return notice(
        "Something went wrong",
        "The page you were looking for could not be found. Please check the URL or contact the"
        " merchant.",
        status=404,
    )


async def _shown(
    account: Account, session: Session, filled: Filled, alert: str | None = None
) -> web.StreamResponse:
    """The page of a Session as it stands."""
    if session.status == "expired":
        return notice(
            "This page has expired",
            "The time to pay here is over. Nothing was charged.",
            link=(session.cancel_url, "Back to the shop") if session.cancel_url else None,
            status=410,
        )
    if session.status == "complete":
        return await _done(account, session)
    work = Work(account)
    plan = work.find(SessionPlan, session.id)
    lines = line_items.current(work.find_any, plan.lines if plan is not None else ())
    body = checkout_view.page(work, session, lines, filled, alert=alert)
    status = 402 if alert else 422 if filled.wrong else 200
    return document(checkout_view.title(work, session), body, script="checkout.js", status=status)


async def _submitted(
    account: Account, session: Session, request: web.BaseRequest
) -> web.StreamResponse:
    """Pay with what was typed in."""
    if session.status != "open":
        return await _shown(account, session, BLANK)
    filled = read(await request.read(), session)
    undecided = not asks_for_method(session) and amounts_of(filled.values, session)
    if undecided or any(map(filled.get, ORDER_BUTTONS)):
        return await _changed(account, session, filled)
    if filled.wrong:
        return await _shown(account, session, filled)
    work = Work(account)
    return_url = f"{account.world.checkout_url}/c/pay/{session.id}/return"
    try:
        method = None
        if asks_for_method(session):
            email = known_email(session) or filled.get("email")
            method = make(work, method_data(filled, email), "payment_method_data")
        session = pay_session(
            work,
            session,
            method,
            shopper=shopper_of(filled, session),
            return_url=return_url,
        )
    except StripeError as refusal:
        if refusal.keeps:
            work.commit()
        return await _shown(account, _again(account, session), filled, refusal.message(NEWEST))
    work.commit()
    if session.status == "complete":
        return await _done(account, session)
    action = _next_action(account, session, return_url)
    if action is None:
        return await _shown(account, session, filled)
    return leave_for(action)


async def _changed(account: Account, session: Session, filled: Filled) -> web.StreamResponse:
    """The page after the order was changed; nothing is paid yet, and nothing typed in is lost."""
    kept = Filled(filled.values, {})
    work = Work(account)
    try:
        if filled.get("quantity"):
            line, _, number = filled.get("quantity").partition(" ")
            quantity = int(number) if number.isdecimal() else -1
            after = work.keep(chosen(work, session, quantities={line: quantity}))
        elif not filled.get("add") and not filled.get("remove"):
            amounts = amounts_of(filled.values, session)
            after = work.keep(chosen(work, session, amounts=amounts))
        else:
            price = filled.get("add") or filled.get("remove")
            offered = {row["price"]: row["quantity"] for row in session.optional_items or ()}
            quantity = offered.get(price, 1) if filled.get("add") else 0
            after = work.keep(chosen(work, session, optional={price: quantity}))
    except StripeError as refusal:
        return await _shown(account, session, kept, refusal.message(NEWEST))
    work.commit()
    return await _shown(account, after, kept)


def _next_action(account: Account, session: Session, return_url: str) -> str | None:
    """Where the shopper has to go first."""
    work = Work(account)
    intent = intent_of(work, session)
    if intent is None or intent.status != "requires_action":
        return None
    if (address := leads_to(intent.next_action or {})) is not None:
        return address
    method = intent_payers.method_of(work, intent)
    return page_behind(work, intent, method.type, {"return_url": return_url})


def _again(account: Account, session: Session) -> Session:
    """The Session as it is now."""
    found: Session = account.store.get(Session.KIND, session.id) or session
    return found


async def _returned(
    account: Account, session: Session, request: web.BaseRequest
) -> web.StreamResponse:
    """Back from the challenge: on to the shop, or to the form once more.

    A voucher that was let go is told of here, its Session being complete.
    """
    failed = request.rel_url.query.get("redirect_status") == "failed"
    if session.status == "open" and failed:
        return await _shown(account, session, BLANK, NOT_AUTHENTICATED)
    if session.status == "complete" and failed and session.payment_status == "unpaid":
        shop = cancel_address(session) or success_address(session)
        link = (shop, "Back to the shop") if shop else None
        return notice("Nothing was paid", "The time to pay is over.", link=link)
    return await _shown(account, session, BLANK)


async def _done(account: Account, session: Session) -> web.StreamResponse:
    """Lead on to the shop, once it knows; or to what is to be paid elsewhere; or say thank you.

    Source: Stripe docs, "OXXO payments", "Boleto payments": their payers see the voucher, and not
    `success_url`. That it is so of all vouchers, and of bank transfers, is inferred.
    """
    address = instructions(account, session) or success_address(session)
    if session.ui_mode == "hosted_page":
        await account.activity.until(lambda: shop_knows(account, session), SHOP_HAS)
    elif session.redirect_on_completion == "never":
        address = None
    if address is not None and session.ui_mode == "hosted_page":
        return leave_for(address)
    body = checkout_view.thanks(session, address, confirmation(account, session))
    return document(checkout_view.title(Work(account), session), body, script="checkout.js")


def confirmation(account: Account, session: Session) -> str | None:
    """What the Payment Link of a Session says where its page says thank you itself."""
    link = Work(account).find(PaymentLink, session.payment_link or "")
    said = (link.after_completion if link is not None else {}).get("hosted_confirmation") or {}
    message: str | None = said.get("custom_message")
    return message


def instructions(account: Account, session: Session) -> str | None:
    """The page that says how to pay elsewhere, until that is done."""
    intent = intent_of(Work(account), session)
    if intent is None or intent.status != "requires_action" or not submitted(intent):
        return None
    return leads_to(intent.next_action or {})


def shop_knows(account: Account, session: Session) -> bool:
    """Whether every endpoint has had its first attempt at the news, or will not have it now."""
    if account.outbox.paused or account.holds.points:
        return True
    for event in reversed(account.events.values()):
        if event.type == "checkout.session.completed" and event.data.object.id == session.id:
            deliveries = account.outbox.of_event(event.id)
            return all(row.attempts or row.postponed or row.tried_out for row in deliveries)
    return True
