"""The page of a Source that its payer must authorize: `/redirect/authenticate/src_…`.

Other addresses under `/redirect` are those of intents, which have the challenge page.

Source: Stripe docs, "Sources" (redirect flow).
"""

from html import escape
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from aiohttp import web

from simulator import money
from simulator.app import App
from simulator.operations.payers.source_objects import decided
from simulator.pages.challenge import page as challenge
from simulator.pages.finding import account_with
from simulator.pages.layout import FOOT, document, leave_for
from simulator.resources.source import Source
from simulator.work import Work
from simulator.world import Account

ID_SEGMENT: Final = 3
"""Where the Source's id stands in the path, the first segment being empty."""


async def page(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Show a Source to its payer, or take what was pressed; else show the intent's challenge."""
    segments = request.rel_url.path.split("/")
    id = segments[ID_SEGMENT] if len(segments) > ID_SEGMENT else ""
    found = account_with(app.world, Source, id)
    if found is None or found[1].client_secret != request.rel_url.query.get("client_secret"):
        return await challenge(app, request)
    account, source = found
    if request.method == "POST" and source.status == "pending":
        pressed = parse_qs((await request.read()).decode("utf-8", "replace"))
        source = _decide(account, source, authorized=pressed.get("outcome") == ["complete"])
    if source.status != "pending":
        return leave_for(_back(source))
    return document(f"{source.type} test page", _body(account, source), script="checkout.js")


def _decide(account: Account, source: Source, *, authorized: bool) -> Source:
    work = Work(account)
    after = decided(work, source, authorized=authorized)
    work.commit()
    return after


def _back(source: Source) -> str:
    """The return address with what Stripe adds to it."""
    redirect: Any = source.redirect
    parts = urlsplit(str(redirect["return_url"]))
    added = urlencode(
        {"client_secret": source.client_secret, "livemode": "false", "source": source.id}
    )
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _body(account: Account, source: Source) -> str:
    rows = f"<dt>Merchant</dt><dd>{escape(account.statement_descriptor)}</dd>"
    if source.amount is not None and source.currency is not None:
        amount = f"{money.printed(source.amount, source.currency)} {source.currency.upper()}"
        rows += f"<dt>Amount</dt><dd>{escape(amount)}</dd>"
    rows += f"<dt>Reference</dt><dd>{escape(source.id)}</dd>"
    return (
        f'<main class="notice"><div class="card"><h1>{escape(source.type)} test page</h1>'
        "<p>Your bank would ask you to authorize this here. Choose how it goes on.</p>"
        f"<dl>{rows}</dl>"
        '<form method="post" class="buttons">'
        '<button name="outcome" value="complete">Authorize test payment</button>'
        '<button class="quiet" name="outcome" value="fail">Fail test payment</button>'
        f"</form></div></main>{FOOT}"
    )
