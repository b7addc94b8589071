"""Where to transfer to, as the payer sees it, and the bank's button: `/bank_transfer?…`.

Source: Stripe docs, "Accept a bank transfer" (hosted_instructions_url).
"""

from html import escape
from typing import Any

from aiohttp import web

from simulator.app import App
from simulator.operations.checkout.completing import success_address
from simulator.operations.payments.bank_transfers import waits
from simulator.operations.payments.cash_funding import transferred
from simulator.operations.payments.transfer_instructions import ACTION
from simulator.pages.challenge import intent_of
from simulator.pages.layout import FOOT, amount, document, notice
from simulator.resources.checkout_session import Session
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work


async def page(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Show the instructions, or do the transfer."""
    found = intent_of(app.world, request.rel_url.query)
    account, intent = found or (None, None)
    if account is None or not isinstance(intent, PaymentIntent):
        return notice("Nothing to transfer", "This address names no payment.", status=404)
    if request.method == "POST" and waits(intent):
        work = Work(account)
        intent = transferred(work, intent)
        work.commit()
        said = "Your bank has sent the transfer. You can close this page."
        return notice("Thank you", said, link=_shop(work, intent))
    if not waits(intent):
        return notice("Nothing to transfer", "This payment waits for no bank transfer.")
    assert intent.next_action is not None
    return document("Bank transfer", _body(intent.next_action[ACTION]))


def _shop(work: Work, intent: PaymentIntent) -> tuple[str, str] | None:
    """Back to the shop, for who comes from its Checkout page."""
    for session in work.where(Session, "payment_intent", intent.id):
        if (address := success_address(session)) is not None:
            return address, "Back to the shop"
    return None


def _body(told: dict[str, Any]) -> str:
    rows = f"<dt>Amount</dt><dd>{amount(told['amount_remaining'], told['currency'])}</dd>"
    if told["reference"] is not None:
        rows += f"<dt>Reference</dt><dd>{escape(told['reference'])}</dd>"
    for address in told["financial_addresses"]:
        for name, value in address[address["type"]].items():
            if isinstance(value, str):
                label = f"{name.replace('_', ' ').capitalize()} ({address['type']})"
                rows += f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>"
    return (
        '<main class="notice"><div class="card"><h1>Bank transfer</h1>'
        "<p>Transfer this amount to the account below, and name the reference.</p>"
        f"<dl>{rows}</dl>"
        '<form method="post" class="buttons"><button type="submit">Send test transfer</button>'
        f"</form></div></main>{FOOT}"
    )
