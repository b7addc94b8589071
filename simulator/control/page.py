"""The page under `/_sim`: what is going on, and every lever within reach, in a single file."""

from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
from aiohttp import web

from simulator import money
from simulator.control.calls import Ask, control_call

HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
        " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@control_call("GET /_sim")
async def page(ask: Ask) -> web.Response:
    """The page."""
    return web.Response(text=text(), headers=HEADERS)


@cache
def text() -> str:
    """The page's HTML, with its style and its script inside."""
    assets = files("simulator.control") / "assets"
    html = (assets / "page.html").read_text(encoding="utf-8")
    for name in ("page.css", "page.js"):
        html = html.replace(f"/* {name} */", (assets / name).read_text(encoding="utf-8"))
    unusual = sorted(money.ZERO_DECIMAL | money.THREE_DECIMAL)
    decimals = msgspec.json.encode({currency: money.decimals(currency) for currency in unusual})
    return html.replace("/* decimals */{}", decimals.decode())
