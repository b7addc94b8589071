"""The admin's door, where a token is set: a page that takes it, and a cookie that remembers it."""

from __future__ import annotations

import hmac

from aiohttp import web

from reference_backend.pages.html import page, tag, void
from reference_backend.web.calls import Call


async def show(call: Call) -> web.Response:  # noqa: ARG001  # every handler takes its call
    """Ask for the token."""
    return _ask("", 200)


async def enter(call: Call) -> web.Response:
    """Take the token."""
    token = call.shop.settings.admin_token
    given = str((await call.request.post()).get("token", ""))
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return _ask("This is not the token.", 401)
    response = web.Response(status=303, headers={"Location": "/admin/orders"})
    secure = call.request.url.scheme == "https"
    response.set_cookie("admin_token", given, httponly=True, samesite="Strict", secure=secure)
    return response


def _ask(words: str, status: int) -> web.Response:
    field = tag("label", "Admin token", void("input", type="password", name="token", required=True))
    return page(
        "Sign in",
        tag("h1", "Sign in"),
        tag("p", words, class_="bad", role="alert") if words else "",
        tag("form", field, tag("button", "Sign in"), method="post", action="/admin/login"),
        status=status,
    )
