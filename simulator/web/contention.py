"""Middleware: an object that is being worked on is kept from others.

It stands within idempotency. While a request waits at its work (a hold point or a slow fault keeps
it there), other requests that would change its objects get `lock_timeout`, and requests with its
idempotency key are told that the key is in use. Reading is always allowed.

Source: Stripe docs, "Rate limits: object lock timeouts". Which objects an operation locks is
inferred: those that its path and its parameters name, and the payment that they belong to.
"""

from collections.abc import Coroutine
from typing import Any, Final

from simulator import errors
from simulator.faults.fault import ApiFault
from simulator.web.answer import Answer
from simulator.web.exchange import AtWork, Exchange, Serve

READER: Final = "tmr_"
"""How the ids of readers begin: of two requests to one of them, the second finds it busy.

Source: Stripe docs, "Collect card payments" ("Reader busy").
"""


def contention(exchange: Exchange, serve: Serve) -> Coroutine[Any, Any, Answer]:
    """Refuse what wants a busy object; keep the objects of what waits at its work."""
    busy = exchange.account.busy
    if busy and exchange.method != "GET":
        from simulator.web.calls import objects_of  # noqa: PLC0415 - only when something is busy

        if wanted := [id for id in objects_of(exchange) if id in busy]:
            at_reader = any(id.startswith(READER) for id in wanted)
            raise errors.READER_BUSY() if at_reader else errors.LOCK_TIMEOUT()
    if exchange.at_work is None:
        return serve(exchange)
    return _at_work(exchange, exchange.at_work, serve)


async def _at_work(exchange: Exchange, at_work: AtWork, serve: Serve) -> Answer:
    busy = exchange.account.busy
    for id in at_work.objects:
        busy[id] = busy.get(id, 0) + 1
    try:
        if at_work.hold is not None and (strike := await at_work.hold()) is not None:
            serve = around(strike, serve)
        for fault in reversed(at_work.faults):
            serve = around(fault, serve)
        return await serve(exchange)
    finally:
        for id in at_work.objects:
            busy[id] -= 1
            if not busy[id]:
                del busy[id]


def around(fault: ApiFault, serve: Serve) -> Serve:
    """The rest of the simulator, with a fault around it."""

    async def struck(exchange: Exchange) -> Answer:
        return await fault.around(exchange, serve)

    return struck
