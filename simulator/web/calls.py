"""What a request concerns, as fault plans and hold points look at it."""

from typing import Any

from simulator.errors import StripeError
from simulator.faults.plans import Call
from simulator.web.exchange import Exchange
from simulator.wire.forms import decode

NAMES_AN_OBJECT = frozenset(
    {"payment_intent", "charge", "customer", "payment_method", "setup_intent", "source"}
)
"""Parameters that name an object on which an operation works."""


def raw_params(exchange: Exchange) -> dict[str, Any]:
    """The parameters as they were sent; none if they cannot be read."""
    try:
        if exchange.method == "POST":
            return decode(exchange.body, exchange.query)
        return decode(exchange.query.encode(), "")
    except StripeError:
        return {}


def objects_of(exchange: Exchange) -> tuple[str, ...]:
    """The ids that a request names in its path or its parameters, and the payment of a charge."""
    params = raw_params(exchange)
    named = [*exchange.path_values.values()]
    named += [
        value for name in NAMES_AN_OBJECT & params.keys() if isinstance(value := params[name], str)
    ]
    store = exchange.account.store
    for id in tuple(named):
        charge = store.get("charge", id)
        if charge is not None and isinstance(charge.payment_intent, str):
            named.append(charge.payment_intent)
    return tuple(dict.fromkeys(sorted(named)))


def call_of(exchange: Exchange) -> Call:
    """The request, as a plan looks at it."""
    metadata = raw_params(exchange).get("metadata")
    found = dict(metadata) if isinstance(metadata, dict) else {}
    objects = objects_of(exchange)
    for id in objects:
        found = {**_metadata_of(exchange, id), **found}
    return Call(
        method=exchange.method,
        path=exchange.path,
        objects=objects,
        idempotency_key=exchange.headers.get("idempotency-key"),
        metadata={key: value for key, value in found.items() if isinstance(value, str)},
    )


def _metadata_of(exchange: Exchange, id: str) -> dict[str, str]:
    store = exchange.account.store
    for kind in store.kinds():
        found = store.get(kind, id)
        if found is not None:
            return dict(getattr(found, "metadata", None) or {})
    return {}
