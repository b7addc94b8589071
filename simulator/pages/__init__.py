"""The pages that shoppers see, and the script that shops load: by the first segment of the path.

What they do goes through the same operations as the API does; nothing of a payment is decided here.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

from simulator.app import App
from simulator.pages.bank_transfer import page as bank_transfer
from simulator.pages.challenge import page as challenge
from simulator.pages.checkout import page as checkout
from simulator.pages.links import follow, recover
from simulator.pages.microdeposit import page as microdeposit
from simulator.pages.oauth import page as oauth
from simulator.pages.onboarding import page as onboarding
from simulator.pages.source import page as redirected
from simulator.pages.stripe_js import PATHS, script

Handler = Callable[[App, web.BaseRequest], Awaitable[web.StreamResponse]]


def lasting(page: Handler) -> Handler:
    """A page that answers once what it did is where a crash cannot undo it."""

    async def answered(app: App, request: web.BaseRequest) -> web.StreamResponse:
        response = await page(app, request)
        if app.world.durable is not None:
            await app.world.durable.flushed()
        return response

    return answered


PAGES: Final[Mapping[str, Handler]] = {
    "c": lasting(checkout),
    "r": lasting(recover),
    "b": lasting(follow),
    "3d_secure_2": lasting(challenge),
    "redirect": lasting(redirected),
    "microdeposit": lasting(microdeposit),
    "bank_transfer": lasting(bank_transfer),
    "setup": lasting(onboarding),
    "oauth": lasting(oauth),
    "express": lasting(oauth),
    **dict.fromkeys(PATHS, script),
}

__all__ = ["PAGES", "Handler"]
