"""The headers that every answer of the API has.

Source: recorded answers of 2026.
"""

from typing import Final

from multidict import CIMultiDict, CIMultiDictProxy

from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Headers
from simulator.wire.releases import NEWEST, is_outdated

ALWAYS: Final = {
    "Server": "nginx",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Methods": "GET, HEAD, PUT, PATCH, POST, DELETE",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required,"
        " X-Stripe-Privileged-Session-Required"
    ),
    "Access-Control-Max-Age": "300",
    "Cache-Control": "no-cache, no-store",
    "Content-Security-Policy": (
        "base-uri 'none'; default-src 'none'; form-action 'none'; frame-ancestors 'none';"
        " img-src 'self'; script-src 'self' 'report-sample'; style-src 'self'; worker-src 'none'"
    ),
    "Vary": "Origin",
    "X-Stripe-Priority-Routing-Enabled": "true",
    "X-Wc": "3c3",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
}
REFUSED_TWICE: Final = frozenset({"stripe-account", "stripe-version"})
"""Of these two are none: recorded refusals quote them with a comma between."""
TIER: Final = "X-Stripe-Routing-Context-Priority-Tier"
TEST_TIER: Final = "api-testmode"
LIVE_TIER: Final = "livemode"
PREFLIGHT: Final = {
    **ALWAYS,
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, Idempotency-Key, Stripe-Version, Stripe-Account,"
        " X-Stripe-Client-User-Agent, X-Stripe-Client-Telemetry"
    ),
}

NOTICE: Final = (
    "You are using an outdated API version ({version}). We recommend upgrading to the latest API"
    f" version, {NEWEST}. See https://docs.stripe.com/upgrades"
)


def as_said(sent: CIMultiDictProxy[str]) -> Headers:
    """The headers of a request as text that can be kept and shown, whatever bytes they are.

    What is no UTF-8 is read as Latin-1, as HTTP did once; how Stripe reads it is not known. Of what
    was sent twice the first counts, unless it is refused.
    """
    said: Headers = {}
    for each, value in sent.items():
        name = each.lower()
        if name not in said:
            said[name] = _text(value)
        elif name in REFUSED_TWICE:
            said[name] += f", {_text(value)}"
    return said


def _text(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")  # as aiohttp read it
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def said_of(exchange: Exchange, answer: Answer) -> dict[str, str]:
    """The headers that tell one answer from another."""
    headers = {"Content-Type": "application/json", TIER: TEST_TIER}
    if exchange.request_id is not None:
        headers["Request-Id"] = exchange.request_id
        if exchange.account.livemode:
            headers[TIER] = LIVE_TIER
    if exchange.version:
        headers["Stripe-Version"] = exchange.version_asked or exchange.version
        if is_outdated(exchange.version):
            headers["Stripe-Notice"] = NOTICE.format(version=exchange.version)
    if exchange.acts_for is not None:
        headers["Stripe-Account"] = exchange.acts_for
    headers.update(answer.headers)
    return headers


def headers_of(exchange: Exchange, answer: Answer) -> CIMultiDict[str]:
    """All headers of an answer, but those that HTTP itself adds."""
    headers = CIMultiDict(ALWAYS)
    headers["Connection"] = "keep-alive"
    headers.update(said_of(exchange, answer))
    return headers
