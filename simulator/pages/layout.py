"""What every page shares: one style sheet, no address of anybody else, nothing that is not escaped.

Rule 1: a page works without its script; the script only makes it nicer.
Rule 2: style and script are inline, and the browser is told by their hashes to run no others.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from aiohttp import web

from simulator import money

ASSETS: Final = Path(__file__).parent / "assets"


@cache
def asset(name: str) -> str:
    """A file that the pages are made of."""
    return (ASSETS / name).read_text("utf-8")


@cache
def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def document(
    title: str, body: str, *, script: str | None = None, status: int = 200
) -> web.Response:
    """A whole page.

    Args:
        body: HTML, already escaped.
        script: the name of the asset that makes it nicer.
    """
    style, code = asset("page.css"), "" if script is None else asset(script)
    head = (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<link rel="icon" href="data:,">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
    )
    tail = f"<script>{code}</script>\n</body>\n</html>\n" if code else "</body>\n</html>\n"
    scripts = _hash(code) if code else "'none'"
    policy = (
        "default-src 'none'; base-uri 'none'; img-src https: http: data:;"
        f" style-src {_hash(style)}; script-src {scripts}"
    )
    return web.Response(
        text=head + body + tail,
        status=status,
        content_type="text/html",
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
    )


def notice(
    title: str, text: str, *, link: tuple[str, str] | None = None, status: int = 200
) -> web.Response:
    """A page that only says something, and may lead on."""
    onward = (
        f'<p><a class="button quiet" href="{escape(link[0])}">{escape(link[1])}</a></p>'
        if link
        else ""
    )
    body = (
        '<main class="notice"><div class="card">'
        f"<h1>{escape(title)}</h1><p>{escape(text)}</p>{onward}</div></main>{FOOT}"
    )
    return document(title, body, status=status)


FOOT: Final = (
    '<footer class="foot"><p>A test payment page of <strong>paidonce</strong>. No card is charged,'
    " and nothing leaves this machine.</p></footer>\n"
)


def amount(minor: int, currency: str) -> str:
    """An amount as people read it."""
    shown = money.printed(minor, currency)
    return escape(shown if not shown[0].isdigit() else f"{shown} {currency.upper()}")


def options(choices: Mapping[str, str], chosen: str = "") -> str:
    """The options of a select."""
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(label)}</option>"
        for value, label in choices.items()
    )


def leave_for(address: str) -> web.Response:
    """Send the browser on, with GET, whatever it did to come here."""
    return web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})
