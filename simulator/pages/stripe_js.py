"""Stripe.js, as far as a shop's own tests need it: the script that a shop's page loads from here.

Unlike Stripe: no frames from another origin keep card numbers from the shop's page; these are test
numbers, and the page is a test's.
"""

from typing import Final

from aiohttp import web

from simulator.app import App
from simulator.pages.layout import asset
from simulator.wire.releases import TRAINS

PATHS: Final = ("v3", *TRAINS)
"""The first segments under which Stripe serves it: `/v3/`, `/basil/stripe.js`, ..."""


async def script(_: App, request: web.BaseRequest) -> web.StreamResponse:
    """The script; it asks the simulator that it was loaded from."""
    if request.method not in ("GET", "HEAD"):
        return web.Response(status=405)
    return web.Response(
        text=f"{asset('stripe.js')}\n{asset('checkout_sdk.js')}",
        content_type="text/javascript",
        headers={
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "no-cache",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
