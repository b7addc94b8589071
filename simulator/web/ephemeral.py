"""Ephemeral keys: what a mobile app may ask for about the one Customer that its key opens.

Source: Stripe docs, "Accept in-app payments". What exactly such a key may ask for is not published;
what is here is what Stripe's mobile SDKs ask with it.
"""

from typing import Final

from simulator import errors
from simulator.resources.ephemeral_key import EphemeralKey
from simulator.web.calls import raw_params
from simulator.web.exchange import Exchange
from simulator.wire.nouns import noun_of
from simulator.world import Account, World

PREFIX: Final = "ek_"
ALLOWED: Final = frozenset(
    {
        "GET /v1/customers/{customer}",
        "POST /v1/customers/{customer}",
        "GET /v1/customers/{customer}/payment_methods",
        "GET /v1/payment_methods",
        "POST /v1/payment_methods/{payment_method}/attach",
        "POST /v1/payment_methods/{payment_method}/detach",
    }
)


def opened_by(world: World, secret: str) -> tuple[Account, str] | None:
    """The account and the Customer that a key opens; None: it opens nothing, or not any more."""
    for account in world.accounts():
        for key in account.store.table(EphemeralKey.KIND).values():
            if key.secret == secret and key.expires > account.clock.now():
                (opened, *_) = key.associated_objects
                return account, opened["id"]
    return None


def check_scope(exchange: Exchange) -> None:
    """Let through what concerns the key's own Customer.

    Raises:
        SECRET_KEY_REQUIRED: such a key may never ask for this.
        PARAMETER_MISSING: it says of no Customer.
        RESOURCE_MISSING: it concerns another Customer, whom the key does not know.
    """
    if exchange.route.name not in ALLOWED:
        raise errors.SECRET_KEY_REQUIRED()
    named = exchange.path_values.get("customer") or raw_params(exchange).get("customer")
    method = exchange.path_values.get("payment_method")
    if named is None and method is not None:
        found = exchange.account.store.get("payment_method", method)
        named = (found.customer if found is not None else None) or exchange.customer
    if named is None:  # Which of the two refusals it is, is inferred.
        raise errors.PARAMETER_MISSING(param="customer", name="customer")
    if named != exchange.customer:
        raise errors.RESOURCE_MISSING(param="customer", noun=noun_of("customer"), id=str(named))
