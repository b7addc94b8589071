"""Calls about hold points: arrange them, see what is held, let it go."""

from simulator.control.calls import Ask, ControlError, control_call, missing
from simulator.control.faults import made
from simulator.control.shapes import AddHold, Done, Held, HoldPoint, ReleaseHeld, WaitHeld
from simulator.faults.patterns import PatternError, checked_for_events, checked_for_requests


@control_call("GET /_sim/holds")
async def list_all(ask: Ask) -> list[HoldPoint]:
    """The hold points."""
    return ask.account.holds.points


@control_call("POST /_sim/holds", AddHold)
async def add(ask: Ask, given: AddHold) -> HoldPoint:
    """Hold requests or deliveries from now on."""
    try:
        if given.at in ("delivery", "delivered"):
            checked_for_events(given.on)
        else:
            checked_for_requests(given.on)
    except PatternError as wrong:
        raise ControlError(400, str(wrong), param="on") from None
    holds = ask.account.holds
    return holds.add(
        HoldPoint(
            id=holds.new_id("hold"),
            on=given.on,
            at=given.at,
            times=given.times,
            object=given.object,
            idempotency_key=given.idempotency_key,
            limit_ms=given.limit_ms,
        )
    )


@control_call("DELETE /_sim/holds")
async def clear(ask: Ask) -> Done:
    """Take all hold points away, and let everything go."""
    count = len(ask.account.holds.points)
    ask.account.holds.clear()
    return Done(count=count)


@control_call("DELETE /_sim/holds/{id}")
async def remove(ask: Ask) -> Done:
    """Take one hold point away, and let go what it holds."""
    if not ask.account.holds.remove(ask.path["id"]):
        raise missing("hold point", ask.path["id"])
    return Done()


@control_call("GET /_sim/held")
async def held(ask: Ask) -> list[Held]:
    """What is held, the longest first."""
    return list(ask.account.holds.held())


@control_call("POST /_sim/held/wait", WaitHeld)
async def wait(ask: Ask, given: WaitHeld) -> list[Held]:
    """Wait until this many are held, and say what they are.

    A 409 says that it did not come to that in time.
    """
    holds = ask.account.holds

    def enough() -> bool:
        return len(list(holds.held())) >= given.count

    if not await ask.account.activity.until(enough, given.timeout_s):
        found = len(list(holds.held()))
        raise ControlError(409, f"{found} held after {given.timeout_s} s, not {given.count}")
    return list(holds.held())


@control_call("POST /_sim/held/release", ReleaseHeld)
async def release(ask: Ask, given: ReleaseHeld) -> Done:
    """Let go what is held: some in a chosen order, or all; cleanly, or struck by a fault."""
    holds = ask.account.holds
    ids = [held.id for held in holds.held()] if given.ids is None else given.ids
    strike = None if given.fault is None else made(given.fault, given.options)
    let_go = holds.release(ids, strike)
    if given.ids is not None and len(let_go) < len(given.ids):
        lacking = next(id for id in given.ids if id not in let_go)
        raise missing("held thing", lacking)
    return Done(count=len(let_go), ids=let_go)
