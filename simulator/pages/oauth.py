"""The page on which somebody lets a platform into an account: `/oauth/authorize?client_id=ca_…`.

Source: Stripe docs, "Connect OAuth reference". The sentences beside the error codes are inferred,
but for those of an unknown application and of a user who says no.
"""

from collections.abc import Mapping
from html import escape
from typing import Final, cast
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from aiohttp import web

from simulator.app import App
from simulator.operations.accounts.oauth import authorize
from simulator.pages.layout import FOOT, document, leave_for
from simulator.resources.oauth import Scope
from simulator.wire.printing import pretty
from simulator.work import Work
from simulator.world import Account

SCOPES: Final = {
    "read_only": "see your data: payments, customers, payouts.",
    "read_write": "see your data, and make payments, refunds and customers on your behalf.",
}
USER: Final = "stripe_user["


async def page(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Ask, or take what was pressed."""
    asked = dict(request.rel_url.query)
    platform = _platform(app, asked.get("client_id", ""))
    if platform is None:
        return _refused("No application matches the supplied client identifier")
    if urlsplit(asked.get("redirect_uri", "")).scheme not in ("http", "https"):
        return _refused(
            f"Invalid redirect URI '{asked.get('redirect_uri', '')}'. The simulator knows no"
            " settings of an application: say where to return."
        )
    if (kind := asked.get("response_type", "")) != "code":
        said = f"Only 'code' response_type is supported, but '{kind}' was provided"
        return _back(asked, error="unsupported_response_type", error_description=said)
    scope = asked.get("scope") or "read_only"
    if scope not in SCOPES:
        said = f"Invalid scope provided: {scope}."
        return _back(asked, error="invalid_scope", error_description=said)
    if request.method == "POST":
        pressed = parse_qs((await request.read()).decode("utf-8", "replace"))
        if pressed.get("outcome") != ["connect"]:
            said = "The user denied your request"
            return _back(asked, error="access_denied", error_description=said)
        work = Work(platform)
        kind = "express" if request.rel_url.path.startswith("/express/") else "standard"
        code = authorize(work, cast("Scope", scope), kind, _user(asked))
        work.commit()
        return _back(asked, scope=scope, code=code.id)
    return document("Connect with a platform", _body(platform, scope))


def _platform(app: App, client_id: str) -> Account | None:
    every = app.world.accounts()
    return next((each for each in every if each.application == client_id), None)


def _user(asked: Mapping[str, str]) -> dict[str, str]:
    """What the platform tells of its user: `stripe_user[email]`."""
    return {
        name.removeprefix(USER).removesuffix("]"): value
        for name, value in asked.items()
        if name.startswith(USER)
    }


def _back(asked: Mapping[str, str], **said: str) -> web.Response:
    """Lead the browser back to the platform, with what it gave to be given back."""
    if state := asked.get("state"):
        said["state"] = state
    parts = urlsplit(asked["redirect_uri"])
    query = "&".join(filter(None, (parts.query, urlencode(said))))
    return leave_for(urlunsplit(parts._replace(query=query)))


def _refused(message: str) -> web.Response:
    """What is wrong before it is known where to return to is told to whoever looks."""
    body = pretty({"error": {"message": message}})
    return web.Response(status=400, body=body, content_type="application/json")


def _body(platform: Account, scope: str) -> str:
    name = escape(platform.statement_descriptor)
    return (
        f'<main class="notice"><div class="card"><h1>Connect with {name}</h1>'
        f"<p>{name} asks to be connected with a Stripe account of yours, and to"
        f" {escape(SCOPES[scope])}</p>"
        f"<dl><dt>Application</dt><dd>{escape(platform.application)}</dd></dl>"
        '<form method="post" class="buttons">'
        '<button name="outcome" value="connect">Skip this form</button>'
        '<button class="quiet" name="outcome" value="deny">Cancel</button>'
        f"</form></div></main>{FOOT}"
    )
