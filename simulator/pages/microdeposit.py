"""Verifying a bank account by the code that came with a microdeposit: `/microdeposit?…`.

Source: Stripe docs, "Testing" (ACH microdeposits).
"""

from html import escape
from typing import Final
from urllib.parse import parse_qs

from aiohttp import web

from simulator.app import App
from simulator.errors import StripeError
from simulator.operations.setups import microdeposits
from simulator.pages.challenge import intent_of
from simulator.pages.layout import FOOT, document, notice
from simulator.resources.payment_intent import PaymentIntent
from simulator.wire.releases import NEWEST
from simulator.work import Work

CODE: Final = "SM11AA"
"""The code that is right. Source: Stripe docs, "Testing"."""


async def page(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Show the form, or take the code."""
    found = intent_of(app.world, request.rel_url.query)
    if found is None:
        return notice("Nothing to verify", "This address names no bank account.", status=404)
    account, intent = found
    alert = ""
    if request.method == "POST":
        typed = parse_qs((await request.read()).decode("utf-8", "replace"))
        code = "".join(typed.get("code", [""])).strip()
        work = Work(account, params={"descriptor_code": code}, path={"intent": intent.id})
        paying = isinstance(intent, PaymentIntent)
        try:
            (microdeposits.verify_payment if paying else microdeposits.verify_setup)(work)
        except StripeError as refusal:
            alert = refusal.message(NEWEST)
            if refusal.keeps:
                work.commit()
        else:
            work.commit()
            return notice("Thank you", "Your bank account is verified. You can close this page.")
    return document("Verify your bank account", _body(alert), status=402 if alert else 200)


def _body(alert: str) -> str:
    told = f'<p class="alert" role="alert">{escape(alert)}</p>' if alert else ""
    return (
        '<main class="notice"><div class="card"><h1>Verify your bank account</h1>'
        "<p>A deposit of one cent has arrived, with a code of six characters that begins with SM."
        f"</p>{told}"
        '<form method="post"><div class="field"><label for="code">Code</label>'
        f'<input id="code" name="code" required autocomplete="off" placeholder="{CODE}"></div>'
        f'<button type="submit">Verify</button></form></div></main>{FOOT}'
    )
