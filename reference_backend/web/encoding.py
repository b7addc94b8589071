"""Answers on their way out."""

from __future__ import annotations

import msgspec
from aiohttp import web


def encode(answer: object, status: int = 200) -> web.Response:
    """An answer as JSON."""
    return web.Response(
        body=msgspec.json.encode(answer), status=status, content_type="application/json"
    )
