"""The pages that shoppers see, and the script that shops load: by the first segment of the path.

What they do goes through the same operations as the API does; nothing of a payment is decided here.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from aiohttp import web

from simulator.pages.challenge import page as challenge
from simulator.pages.checkout import page as checkout
from simulator.pages.links import follow, recover
from simulator.pages.stripe_js import PATHS, script

if TYPE_CHECKING:
    from simulator.app import App

Handler = Callable[["App", web.BaseRequest], Awaitable[web.StreamResponse]]

PAGES: Final[Mapping[str, Handler]] = {
    "c": checkout,
    "r": recover,
    "b": follow,
    "3d_secure_2": challenge,
    "redirect": challenge,
    **dict.fromkeys(PATHS, script),
}

__all__ = ["PAGES", "Handler"]
