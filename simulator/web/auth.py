"""Middleware: whose request it is, under which API version.

Source: API reference, "Authentication", "Versioning". Any well-formed test or live key opens an
account of its own; a key is refused where Stripe would not have made one. A browser may say in the
form what others say in headers: `key`, `_stripe_account`, `_stripe_version`; Stripe.js does.
Clients of OAuth may say their key as the form's `client_secret`.
"""

import base64
from functools import lru_cache

from simulator import errors
from simulator.errors import StripeError
from simulator.idempotency import V2
from simulator.keys import mask
from simulator.web import ephemeral, granted, restricted
from simulator.web.answer import Answer
from simulator.web.calls import raw_params
from simulator.web.exchange import Exchange, Serve
from simulator.web.refusals import OAUTH
from simulator.wire import releases
from simulator.world import KEY_PREFIXES


async def auth(exchange: Exchange, serve: Serve) -> Answer:
    """Find the account, give the request its id, and choose the version of its answers."""
    key = presented_key(exchange)
    if not key:
        raise errors.OAUTH_NO_KEY() if exchange.path.startswith(OAUTH) else errors.NO_KEY()
    if token := granted.opened_by(exchange.world, key):
        exchange.account, exchange.permissions = token
    elif key.startswith(KEY_PREFIXES) and len(key) > len("sk_test_"):
        opens, exchange.permissions = restricted.read(key)
        exchange.account = exchange.world.account(opens)
    elif key.startswith("pk_") and (owner := exchange.world.account_of_publishable(key)):
        exchange.account = owner
        exchange.publishable = True
    elif key.startswith(ephemeral.PREFIX) and (found := ephemeral.opened_by(exchange.world, key)):
        exchange.account, exchange.customer = found
        exchange.publishable = True
    else:
        raise errors.INVALID_KEY(masked=mask(key))
    exchange.key = key
    context = exchange.headers.get("stripe-context")
    if (acts_for := said(exchange, "stripe-account") or context) is not None:
        connected = exchange.world.connected(exchange.account, acts_for)
        if connected is None:
            raise errors.ACCOUNT_INVALID(masked=mask(key), account=acts_for)
        exchange.account = connected
        exchange.acts_for = acts_for if context is None else None
    account = exchange.account
    exchange.request_id = account.ids.request(v2=exchange.path.startswith(V2))
    exchange.version = account.api_version
    if asked := said(exchange, "stripe-version"):
        try:
            exchange.version = releases.named(asked)
            exchange.version_asked = asked
        except StripeError as refusal:
            exchange.version_refused = refusal
    activity = account.activity
    activity.requests += 1
    try:
        return await serve(exchange)
    finally:
        activity.requests -= 1
        activity.changed()


def presented_key(exchange: Exchange) -> str | None:
    """The key of the Authorization header, Bearer or Basic; without one, that of the form."""
    header = exchange.headers.get("authorization")
    if header is not None:
        return key_in(header)
    return _in_form(exchange, "client_secret" if exchange.path.startswith(OAUTH) else "key")


@lru_cache(maxsize=1024)
def key_in(authorization: str) -> str | None:
    """The key that this header has in it."""
    scheme, _, given = authorization.partition(" ")
    match scheme.lower():
        case "bearer":
            return given.strip()
        case "basic":
            try:
                return base64.b64decode(given).decode().partition(":")[0]
            except ValueError:
                return None
        case _:
            return None


def said(exchange: Exchange, header: str) -> str | None:
    """What a header says; in a browser, what the form says."""
    found = exchange.headers.get(header)
    if found is None and exchange.publishable:
        return _in_form(exchange, f"_{header.replace('-', '_')}")
    return found


def _in_form(exchange: Exchange, name: str) -> str | None:
    if not exchange.body and not exchange.query:
        return None
    found = raw_params(exchange).get(name)
    return found if isinstance(found, str) else None
