"""How the shop is: alive, ready, and described."""

from __future__ import annotations

from aiohttp import web

from reference_backend.web.answers import Health
from reference_backend.web.calls import DOCUMENT, Call


async def health(call: Call) -> Health:  # noqa: ARG001  # every handler takes its call
    """Whether the process lives."""
    return Health()


async def ready(call: Call) -> Health:
    """Whether the shop can work: its database answers."""
    await call.shop.database.pool.fetchval("SELECT 1")
    return Health()


async def openapi(call: Call) -> web.Response:
    """This document."""
    return web.Response(body=call.request.app[DOCUMENT], content_type="application/json")
