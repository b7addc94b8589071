"""The few pieces that all pages are made of. Whatever comes from outside is escaped here."""

from __future__ import annotations

from html import escape
from typing import Final

from aiohttp import web

from reference_backend.money import shown
from reference_backend.pages.style import CSS, CSS_HASH

# What people call the states, and how they are coloured.
TONES: Final = {
    "pending": "wait", "awaiting": "hold", "processing": "wait", "captured": "good", "paid": "good",
    "failed": "bad", "cancelled": "off", "refunded": "off", "placed": "good", "done": "good",
    "requested": "wait", "requires_action": "wait", "succeeded": "good", "waiting": "wait",
    "running": "hold", "parked": "bad", "disputed": "bad",
}  # fmt: skip


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def text(value: object) -> Html:
    """Anything as text within markup; markup stays as it is."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def tag(name: str, /, *content: object, **attributes: object) -> Html:
    """One element; `class_` is `class`, `_` in other names is `-`, and True is no value."""
    words = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        words.append(attribute if value is True else f'{attribute}="{escape(str(value))}"')
    return Html(f"<{' '.join(words)}>{''.join(map(text, content))}</{name}>")


def void(name: str, /, **attributes: object) -> Html:
    """An element without content, such as `input`."""
    return Html(tag(name, **attributes).removesuffix(f"</{name}>"))


def join(*parts: object) -> Html:
    """Parts one after the other."""
    return Html("".join(map(text, parts)))


def badge(word: str) -> Html:
    """A state, coloured."""
    return tag("span", word.replace("_", " "), class_=f"badge {TONES.get(word, 'off')}")


def money(amount_minor: int, currency: str) -> Html:
    """An amount, kept in one piece."""
    return tag("span", shown(amount_minor, currency), class_="money")


def link(address: str, content: object) -> Html:
    return tag("a", content, href=address)


def when(at: str) -> Html:
    """A moment, to the minute."""
    return tag("time", at[:16].replace("T", " "), " UTC", datetime=at)


def table(head: list[str], rows: list[list[object]], empty: str) -> Html:
    """A table, or a sentence where there is nothing."""
    if not rows:
        return tag("p", empty, class_="empty")
    top = tag("tr", *(tag("th", word) for word in head))
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    return tag("div", tag("table", tag("thead", top), tag("tbody", *body)), class_="scroll")


def page(
    title: str,
    *content: object,
    nav: str = "",
    status: int = 200,
    refresh_s: int | None = None,
    go_to: str | None = None,
) -> web.Response:
    """A whole page.

    Args:
        nav: which part of the admin panel this is; empty: it is a shopper's page.
        refresh_s: have the browser look again after so many seconds.
        go_to: have the browser go there at once.
    """
    meta = [
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
    ]
    if refresh_s is not None:
        meta.append(void("meta", http_equiv="refresh", content=refresh_s))
    if go_to is not None:
        meta.append(void("meta", http_equiv="refresh", content=f"0; url={go_to}"))
    markup = join(
        Html("<!doctype html>"),
        Html('<html lang="en">'),
        tag("head", *meta, tag("style", Html(CSS))),
        tag("body", _header(nav), tag("main", *content, class_="wide" if nav else "narrow")),
        Html("</html>"),
    )
    return web.Response(
        text=markup,
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{CSS_HASH}'; form-action 'self';"
                " base-uri 'none'; frame-ancestors 'none'"
            ),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _header(nav: str) -> Html:
    brand = tag("span", "Shop", class_="brand")
    if not nav:
        return tag("header", brand)
    parts = [("Orders", "/admin/orders"), ("Alerts", "/admin/alerts"), ("Stock", "/admin/stock"),
             ("Inbox", "/admin/events"), ("Jobs", "/admin/jobs")]  # fmt: skip
    links = [
        tag("a", word, href=address, aria_current="page" if word == nav else None)
        for word, address in parts
    ]
    return tag("header", brand, tag("nav", *links))
