"""A browser without a script: follows no redirect by itself, and sends forms as HTML says."""

import re
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode, urlsplit


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.labels: set[str] = set()
        self.ids: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "label" and (of := given.get("for")):
            self.labels.add(of)
        if tag in ("input", "select") and name:
            self.ids[name] = given.get("id") or ""
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self.found[name] = given.get("value") or ""


class Visited:
    """One page."""

    def __init__(self, url: str, answer: HTTPResponse) -> None:
        self.url = url
        self.status = answer.status
        self.headers = answer.headers
        self.text = answer.read().decode()
        parser = _Inputs()
        parser.feed(self.text)
        self.fields = parser.found
        self.unlabelled = {
            name for name, id in parser.ids.items() if id and id not in parser.labels
        }

    @property
    def leads_to(self) -> str:
        """Where it sends the browser."""
        location = self.headers["Location"]
        assert location is not None, f"{self.status} leads nowhere: {self.text}"
        return location

    @property
    def alert(self) -> str | None:
        """What the page says went wrong."""
        found = re.search(r'role="alert"[^>]*>([^<]*)<', self.text)
        return found[1] if found else None


def visit(url: str, form: dict[str, str] | None = None) -> Visited:
    """Load a page, or send its form."""
    parts = urlsplit(url)
    assert parts.hostname == "127.0.0.1", f"{url} is elsewhere"
    connection = HTTPConnection(parts.hostname, parts.port or 80, timeout=10)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        if form is None:
            connection.request("GET", target)
        else:
            connection.request(
                "POST",
                target,
                urlencode(form),
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
        return Visited(url, connection.getresponse())
    finally:
        connection.close()


CARD = {
    "email": "jo@example.org",
    "cardNumber": "4242 4242 4242 4242",
    "cardExpiry": "12 / 39",
    "cardCvc": "123",
    "country": "US",
}
"""A form filled in with a card that pays."""


def card(number: str) -> dict[str, str]:
    """A form filled in with another card."""
    return CARD | {"cardNumber": number}
