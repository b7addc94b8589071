"""Somebody else is at the object, or at the idempotency key, just now."""

from simulator import errors
from simulator.faults.fault import ApiFault, fault
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Serve
from simulator.web.refusals import refuse


@fault("lock_timeout", strikes="before")
class LockTimeout(ApiFault, frozen=True):
    """429 `lock_timeout`: another request or process of Stripe's own keeps the object."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        return refuse(exchange, errors.LOCK_TIMEOUT())


@fault("idempotency_key_in_use", strikes="before")
class KeyInUse(ApiFault, frozen=True):
    """409: the first request with this key is said to be still under way."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        key = exchange.headers.get("idempotency-key", "")
        return refuse(exchange, errors.KEY_IN_USE(key=key))
