"""Middleware: faults strike here, and requests are held here.

It stands outside of idempotency, where the network is: what is lost on its way in was never seen by
Stripe, and what is lost on its way out is done and remembered. Without faults or hold points in the
account it costs two looks at empty lists.
"""

from collections.abc import Coroutine
from typing import Any

from simulator.faults.fault import ApiFault
from simulator.faults.patterns import matches_request
from simulator.faults.plans import Call
from simulator.holds import Gate, Held, HoldPoint
from simulator.web.answer import Answer
from simulator.web.calls import call_of, raw_params
from simulator.web.contention import around
from simulator.web.exchange import AtWork, Exchange, Serve, may_wait


def strikes(exchange: Exchange, serve: Serve) -> Coroutine[Any, Any, Answer]:
    """Let a request pass, unless something was arranged for it."""
    account = exchange.account
    if not account.plans.api and not account.holds.points:
        return serve(exchange)
    return _strike(exchange, serve)


async def _strike(exchange: Exchange, serve: Serve) -> Answer:
    await may_wait()
    account = exchange.account
    call = call_of(exchange)
    faults = account.plans.for_request(call, account.clock.now())
    exchange.faults = tuple(fault.NAME for fault in faults)
    at_work = [fault for fault in faults if fault.at_work]
    point = hold_point(exchange, call, "work")
    if at_work or point is not None:
        hold = None if point is None else (lambda: _hold(exchange, call, point))
        exchange.at_work = AtWork(call.objects if exchange.method != "GET" else (), at_work, hold)
    for fault in reversed(faults):
        if not fault.at_work:
            serve = around(fault, serve)
    if (gate := hold_point(exchange, call, "arrival")) is not None:
        serve = _struck(exchange, await _hold(exchange, call, gate), serve)
    answer = await serve(exchange)
    if (gate := hold_point(exchange, call, "answer")) is not None:
        strike = await _hold(exchange, call, gate)
        answer = await _struck(exchange, strike, _given(answer))(exchange)
    return answer


def hold_point(exchange: Exchange, call: Call, at: Gate) -> HoldPoint | None:
    """The first hold point at this gate that wants this request."""
    for point in exchange.account.holds.points:
        if (
            point.at == at
            and not point.spent
            and matches_request(point.on, call.method, call.path)
            and (point.object is None or point.object in call.objects)
            and (point.idempotency_key in (None, call.idempotency_key))
        ):
            return point
    return None


async def _hold(exchange: Exchange, call: Call, point: HoldPoint) -> Any:
    holds = exchange.account.holds
    held = Held(
        id=holds.new_id("held"),
        hold=point.id,
        at=point.at,
        since=exchange.account.clock.now(),
        what=f"{call.method} {call.path}",
        operation=exchange.route.name,
        request_id=exchange.request_id,
        idempotency_key=call.idempotency_key,
        objects=call.objects,
        params=raw_params(exchange),
    )
    return await holds.hold(point, held)


def _struck(exchange: Exchange, strike: Any, serve: Serve) -> Serve:
    if not isinstance(strike, ApiFault):
        return serve
    exchange.faults += (strike.NAME,)
    return around(strike, serve)


def _given(answer: Answer) -> Serve:
    async def serve(_: Exchange) -> Answer:
        return answer

    return serve
