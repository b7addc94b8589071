"""What the web server in front of Stripe's API answers by itself, before the API sees a request.

Source: probed answers of 2026: beyond 16 KiB a request line is refused by nginx's own page. That
too large a body is refused by the page beside it is inferred.
"""

from http import HTTPStatus
from typing import Final

from aiohttp import web

REQUEST_LINE_MAX: Final = 16 * 1024
"""Bytes of method, address and version, with what ends the line."""
BODY_MAX: Final = 2 * 1024 * 1024
"""Bytes of an API request's body."""
LINE_READ_MAX: Final = 256 * 1024
"""Bytes of a line of a request's head that are read at all, so that there is an answer to it."""

_TITLES: Final = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "413 Request Entity Too Large",
    HTTPStatus.REQUEST_URI_TOO_LONG: "414 Request-URI Too Large",
}


def too_long(method: str, target: str) -> bool:
    """Whether the first line of a request is longer than nginx reads."""
    return len(method) + len(target) + len("  HTTP/1.1\r\n") > REQUEST_LINE_MAX


def page_of(status: HTTPStatus) -> web.Response:
    """The server's own page for a status."""
    title = _TITLES[status]
    lines = (
        "<html>",
        f"<head><title>{title}</title></head>",
        "<body>",
        f"<center><h1>{title}</h1></center>",
        "<hr><center>nginx</center>",
        "</body>",
        "</html>",
        "",
    )
    return web.Response(
        status=status,
        text="\r\n".join(lines),
        content_type="text/html",
        headers={"Server": "nginx"},
    )
