"""Calls about time."""

from simulator.control.calls import Ask, ControlError, control_call
from simulator.control.shapes import Advance, ClockView, Settle
from simulator.control.spans import seconds_of
from simulator.timekeeper import NotQuietError
from simulator.world import Account

AHEAD_MAX = 20 * 366 * 86_400
"""Seconds that a clock can be moved on at once."""


def view(account: Account) -> ClockView:
    """The clock, as it is shown."""
    clock = account.clock
    return ClockView(now=clock.now(), frozen=clock.frozen, next_due_at=account.agenda.next_at())


@control_call("GET /_sim/clock")
async def read(ask: Ask) -> ClockView:
    """How late it is in the account, and when the next thing falls due."""
    return view(ask.account)


@control_call("POST /_sim/clock/advance", Advance)
async def advance(ask: Ask, given: Advance) -> ClockView:
    """Move time on, and do everything that falls due on the way, deliveries included."""
    account = ask.account
    now = account.clock.now()
    if sum((given.by is not None, given.to is not None, given.to_next)) != 1:
        raise ControlError(400, "say one of by, to and to_next")
    if given.by is not None:
        try:
            to = now + seconds_of(given.by)
        except ValueError as wrong:
            raise ControlError(400, str(wrong), param="by") from None
    elif given.to is not None:
        to = given.to
        if to < now:
            raise ControlError(400, f"time only moves forward; it is {now} already", param="to")
    else:
        to = account.agenda.next_at() or now
    if to - now > AHEAD_MAX:
        raise ControlError(400, "no more than twenty years at once")
    try:
        await ask.app.timekeeper.advance(account, max(to, now), given.timeout_s)
    except NotQuietError as busy:
        raise ControlError(409, str(busy)) from None
    return view(account)


@control_call("POST /_sim/clock/freeze")
async def freeze(ask: Ask) -> ClockView:
    """Let the clock stand; it can still be moved on."""
    ask.account.clock.freeze()
    return view(ask.account)


@control_call("POST /_sim/clock/thaw")
async def thaw(ask: Ask) -> ClockView:
    """Let the clock follow the wall again, from where it stands."""
    ask.account.clock.thaw()
    return view(ask.account)


@control_call("POST /_sim/settle", Settle)
async def settle(ask: Ask, given: Settle) -> ClockView:
    """Do all that is due now, and come back when nothing is under way any more.

    A 409 says what still was when the time was up.
    """
    try:
        await ask.app.timekeeper.settle(ask.account, given.timeout_s)
    except NotQuietError as busy:
        raise ControlError(409, str(busy)) from None
    return view(ask.account)
