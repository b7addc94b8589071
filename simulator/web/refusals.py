"""Middleware: whatever is refused becomes an answer in Stripe's error envelope.

A POST about one intent that is refused with 400 shows the intent as it stands, whatever the reason:
seen where a confirmation lacks its `return_url`, and where a cancelation has unknown parameters.

Source: API reference, "Errors". A fault of our own is a 500 `api_error`, logged with its trace;
nothing of its operation is kept.
"""

import logging
from typing import Any, Final

from simulator import errors
from simulator.errors import StripeError
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Serve
from simulator.wire.printing import pretty
from simulator.wire.releases import NEWEST
from simulator.wire.render import render_plain
from simulator.work import Work

log = logging.getLogger("simulator")
INTENTS: Final = {
    "/v1/payment_intents/{intent}": "payment_intent",
    "/v1/setup_intents/{intent}": "setup_intent",
}
"""How the paths of calls about one intent begin, and the kind of the intent."""
HINT = (
    " If you are trying to list objects, remove the trailing slash. If you are trying to retrieve"
    " an object, make sure you passed a valid (non-empty) identifier in your code."
)
OAUTH: Final = "/oauth/"
"""How the paths of OAuth's calls begin."""
EARLY = ("message", "type", "code", "doc_url")
"""The members of a refusal from before it is known whose request it is, in their own order."""


async def refusals(exchange: Exchange, serve: Serve) -> Answer:
    """Turn what was raised into an answer."""
    try:
        return await serve(exchange)
    except StripeError as refusal:
        return refuse(exchange, refusal)
    except Exception:  # The last line of defence: a client must get an answer.
        log.exception("%s %s broke the simulator", exchange.method, exchange.path)
        return refuse(exchange, errors.API_ERROR())


def refuse(exchange: Exchange, refusal: StripeError) -> Answer:
    """The answer that says no."""
    spec = refusal.spec
    exchange.error = spec.code or spec.type
    version = exchange.version or NEWEST
    members = refusal.members(version)
    headers = {} if spec is errors.RATE_LIMIT else headers_of_key(exchange)
    if exchange.path.startswith(OAUTH) and spec.status < 500 and spec is not errors.RATE_LIMIT:
        return Answer(spec.status, pretty(as_oauth(refusal, version)) + b"\n", headers)
    if spec.status == 401:
        headers["Www-Authenticate"] = 'Bearer realm="Stripe"'
    if spec.status == 400 and spec.type == "invalid_request_error" and not spec.alone:
        members = _intent_of(exchange) | members
    if exchange.request_id is None:
        members = {name: members[name] for name in EARLY if name in members}
    else:
        account, request_id = exchange.account, exchange.request_id
        mode = "" if account.livemode else "test/"
        members["request_log_url"] = (
            f"https://dashboard.stripe.com/{account.id}/{mode}workbench/logs?object={request_id}"
        )
        work = Work(account, version=version, publishable=exchange.publishable)
        members = {name: render_plain(work, member) for name, member in sorted(members.items())}
    if spec.executed and exchange.method == "POST":
        headers["Stripe-Should-Retry"] = "false"
    elif spec is errors.LOCK_TIMEOUT:
        headers["Stripe-Should-Retry"] = "true"
    return Answer(spec.status, pretty({"error": members}) + b"\n", headers)


def as_oauth(refusal: StripeError, version: str) -> dict[str, str]:
    """A refusal as OAuth tells it; of what it has no word for, which one is used is inferred."""
    spec = refusal.spec
    word = "invalid_client" if spec.status == 401 else "invalid_request"
    if spec.code in errors.OAUTH_WORDS:
        word = spec.code
    return {"error": word, "error_description": refusal.message(version)}


def headers_of_key(exchange: Exchange) -> dict[str, str]:
    """What tells of the idempotency key, wherever a request was refused.

    Source: recorded: a POST that fails says it as one that succeeds does, a DELETE if it was sent
    one. Rate limiters look at no key: "Idempotent requests".
    """
    if exchange.request_id is None or exchange.method not in ("POST", "DELETE"):
        return {}
    told = {} if exchange.method == "DELETE" else {"Original-Request": exchange.request_id}
    if given := exchange.idempotency_key or exchange.headers.get("idempotency-key"):
        told["Idempotency-Key"] = given
    return told


def _intent_of(exchange: Exchange) -> dict[str, Any]:
    """The intent that the call was about, as a member of the error; none for other calls."""
    if exchange.method != "POST" or not (id := exchange.path_values.get("intent")):
        return {}
    for path, kind in INTENTS.items():
        if exchange.route.template.startswith(path):
            found = exchange.account.store.get(kind, id)
            if found is None or _may_not_see(exchange, found.client_secret):
                return {}
            return {kind: found}
    return {}


def _may_not_see(exchange: Exchange, secret: str | None) -> bool:
    """Whether a browser asks that cannot say the intent's client secret."""
    return exchange.publishable and exchange.raw.get("client_secret") != secret
