"""Middleware: whose request it is, under which API version.

Source: API reference, "Authentication", "Versioning". Any well-formed test or live key opens an
account of its own; a key is refused where Stripe would not have made one.
"""

import base64
import binascii

from simulator import errors
from simulator.web import ephemeral
from simulator.web.exchange import Answer, Exchange, Serve
from simulator.wire import versions
from simulator.world import KEY_PREFIXES

SHORT = 12
"""What is no key at all, and shorter than this, is shown as it was sent; recorded."""


async def auth(exchange: Exchange, serve: Serve) -> Answer:
    """Find the account, give the request its id, and choose the version of its answers."""
    key = presented_key(exchange)
    if not key:
        raise errors.NO_KEY()
    if key.startswith(KEY_PREFIXES) and len(key) > len("sk_test_"):
        exchange.account = exchange.world.account(key)
    elif key.startswith("pk_") and (owner := exchange.world.account_of_publishable(key)):
        exchange.account = owner
        exchange.publishable = True
    elif key.startswith(ephemeral.PREFIX) and (opens := ephemeral.opened_by(exchange.world, key)):
        exchange.account, exchange.customer = opens
        exchange.publishable = True
    else:
        raise errors.INVALID_KEY(masked=mask(key))
    if (acts_for := exchange.headers.get("Stripe-Account")) is not None:
        connected = exchange.world.connected(exchange.account, acts_for)
        if connected is None:
            raise errors.ACCOUNT_INVALID(masked=mask(key), account=acts_for)
        exchange.account = connected
    account = exchange.account
    exchange.request_id = account.ids.new("req", 0)
    exchange.version = account.api_version
    if asked := exchange.headers.get("Stripe-Version"):
        exchange.version = versions.named(asked)
    activity = account.activity
    activity.requests += 1
    try:
        return await serve(exchange)
    finally:
        activity.requests -= 1
        activity.changed()


def presented_key(exchange: Exchange) -> str | None:
    """The key of the Authorization header, Bearer or Basic."""
    scheme, _, given = exchange.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer":
        return given.strip()
    if scheme == "Basic":
        try:
            return base64.b64decode(given).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


def mask(key: str) -> str:
    """The key as an error may show it: its prefix, stars one for one, its last four characters."""
    kind = "_".join(key.split("_")[:2]) + "_" if key.count("_") >= 2 else ""
    if not kind and len(key) < SHORT:
        return key
    rest = key[len(kind) :]
    return kind + "*" * max(0, len(rest) - 4) + rest[-4:]
