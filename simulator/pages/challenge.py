"""The bank's page: the 3-D Secure challenge, and where redirect methods lead; with two buttons.

Vouchers have the same address, and a face of their own (`voucher`).

Its address names the intent and its client secret, which must fit. What the shopper presses decides
how the intent goes on; then the page leads back to `return_url`, or tells Stripe.js, in whose frame
it is shown where there is none.

Source: Stripe docs, "3D Secure authentication", "Testing".
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from aiohttp import web

from simulator import money
from simulator.app import App
from simulator.operations.payments import attempting
from simulator.operations.payments.challenges import leads_back_to
from simulator.operations.payments.intent_payers import named_for
from simulator.operations.setups import setting_up
from simulator.pages import voucher
from simulator.pages.finding import account_with
from simulator.pages.layout import FOOT, document, leave_for, notice
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work
from simulator.world import Account, World

Intent = PaymentIntent | SetupIntent
Authenticate = Callable[..., Any]
AUTHENTICATE: Final[Mapping[str, Authenticate]] = {
    "payment_intent": attempting.authenticate,
    "setup_intent": setting_up.authenticate,
}
"""What goes on after the challenge, by the kind of intent."""
TITLE: Final = "3-D Secure test page"
BANK: Final = "Test payment page"
OUTCOMES: Final[Mapping[str, str]] = {
    "succeeded": "succeeded",
    "requires_capture": "succeeded",
    "processing": "pending",
}
"""`redirect_status` by the intent's status; anything else is `failed`."""


async def page(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Show the challenge of an intent, or take what was pressed."""
    found = intent_of(app.world, request.rel_url.query)
    if found is None:
        return notice(
            "Nothing to confirm", "This address names no payment that waits for you.", status=404
        )
    account, intent = found
    address = _return_address(intent, request.rel_url.query)
    if request.method == "POST" and intent.status == "requires_action":
        pressed = parse_qs((await request.read()).decode("utf-8", "replace"))
        intent = _decide(account, intent, passed=pressed.get("outcome") == ["complete"])
    if intent.status != "requires_action":
        return _leave(intent, address)
    if isinstance(intent, PaymentIntent) and (kind := voucher.kind_of(intent)) is not None:
        return document("Voucher", voucher.body(intent, kind), script="checkout.js")
    bank = request.rel_url.path.startswith("/redirect/") and not _is_card(account, intent)
    return document(TITLE, _body(account, intent, bank=bank), script="checkout.js")


def intent_of(world: World, query: Mapping[str, str]) -> tuple[Account, Intent] | None:
    """The intent that an address names, with its secret."""
    secret = query.get("client_secret") or ""
    kinds: tuple[type[Intent], ...] = (PaymentIntent, SetupIntent)
    for kind in kinds:
        shown = query.get(f"{kind.KIND}_client_secret") or secret
        id = query.get(kind.KIND) or shown.partition("_secret_")[0]
        found = account_with(world, kind, id)
        if found is not None and found[1].client_secret == shown:
            return found
    return None


def _decide(account: Account, intent: Intent, *, passed: bool) -> Intent:
    """Go on as the shopper has pressed."""
    work = Work(account)
    after: Intent = AUTHENTICATE[intent.KIND](work, intent, passed=passed)
    work.commit()
    return after


def _leave(intent: Intent, address: str | None) -> web.StreamResponse:
    """Back to the shop, or a word to the frame around this page."""
    status = OUTCOMES.get(intent.status, "failed")
    if address is not None:
        return leave_for(back(address, intent, status))
    said = "You can close this page." if status != "failed" else "The authentication failed."
    body = (
        f'<main class="notice" data-told="authenticated" data-session="{escape(intent.id)}">'
        f'<div class="card"><h1>Done</h1><p>{said}</p></div></main>{FOOT}'
    )
    return document(TITLE, body, script="checkout.js")


def _return_address(intent: Intent, query: Mapping[str, str]) -> str | None:
    """Where the challenge leads back to; None where Stripe.js shows it in a frame."""
    return leads_back_to(intent.next_action or {}) or query.get("return_url")


def back(address: str, intent: Intent, status: str) -> str:
    """The return address with what Stripe adds to it."""
    parts = urlsplit(address)
    added = urlencode(
        {
            intent.KIND: intent.id,
            f"{intent.KIND}_client_secret": intent.client_secret,
            "redirect_status": status,
        }
    )
    query = f"{parts.query}&{added}" if parts.query else added
    return urlunsplit(parts._replace(query=query))


def _is_card(account: Account, intent: Intent) -> bool:
    method = account.store.get(PaymentMethod.KIND, named_for(intent) or "")
    return method is None or method.type == "card"


def _body(account: Account, intent: Intent, *, bank: bool) -> str:
    """The challenge: what is to be confirmed, and two buttons.

    Args:
        bank: whether it is the page of a bank or wallet, rather than a card's challenge.
    """
    rows = f"<dt>Merchant</dt><dd>{escape(account.statement_descriptor)}</dd>"
    if isinstance(intent, PaymentIntent):
        amount = escape(money.printed(intent.amount, intent.currency))
        rows += f"<dt>Amount</dt><dd>{amount} {escape(intent.currency.upper())}</dd>"
    rows += f"<dt>Reference</dt><dd>{escape(intent.id)}</dd>"
    return (
        f'<main class="notice"><div class="card"><h1>{BANK if bank else TITLE}</h1>'
        "<p>Your bank would ask you to confirm this here. Choose how it goes on.</p>"
        f"<dl>{rows}</dl>"
        '<form method="post" class="buttons">'
        '<button id="test-source-authorize-3ds" name="outcome" value="complete">'
        f"{'Authorize test payment' if bank else 'Complete authentication'}</button>"
        '<button id="test-source-fail-3ds" class="quiet" name="outcome" value="fail">'
        f"{'Fail test payment' if bank else 'Fail authentication'}</button>"
        f"</form></div></main>{FOOT}"
    )
