"""The pages that shoppers see, and the script that shops load: by the first segment of the path.

What they do goes through the same operations as the API does; nothing of a payment is decided here.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from aiohttp import web

from simulator.pages import challenge, checkout, links, stripe_js

if TYPE_CHECKING:
    from simulator.app import App

Handler = Callable[["App", web.BaseRequest], Awaitable[web.StreamResponse]]

PAGES: Final[Mapping[str, Handler]] = {
    "c": checkout.page,
    "r": links.recover,
    "b": links.follow,
    "3d_secure_2": challenge.page,
    "redirect": challenge.page,
    **dict.fromkeys(stripe_js.PATHS, stripe_js.script),
}

__all__ = ["PAGES", "Handler"]
