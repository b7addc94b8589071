"""How what a reader does ends: it is done, or it is broken off; either is told of.

Source: Stripe docs, "Collect card payments" ("Verify the reader state").
"""

from typing import Any, Final

from simulator.agenda import due
from simulator.errors import StripeError
from simulator.resources import terminal_reader as states
from simulator.resources.terminal_reader import Reader
from simulator.work import Work

ANSWERS_AFTER: Final = 1
"""Seconds until a reader has done what takes nobody to present a card; inferred."""
ON_SCREEN: Final = "set_reader_display"


def done(work: Work, reader: Reader) -> Reader:
    """The reader whose action has succeeded, kept."""
    after = work.keep(states.done(reader, work.now))
    work.post("terminal.reader.action_succeeded", after)
    return after


def broken_off(
    work: Work, reader: Reader, code: str | None, message: str, error: Any = None
) -> Reader:
    """The reader whose action has failed, kept."""
    after = work.keep(states.broken_off(reader, code, message, work.now, error))
    work.post("terminal.reader.action_failed", after)
    return after


def refused(work: Work, reader: Reader, refusal: StripeError) -> Reader:
    """The reader whose action failed since the API, or the issuer, said no.

    That `api_error` then tells what an answer would have told, but for whole objects, is inferred.
    """
    members = refusal.members("9999")
    told = {name: value for name, value in members.items() if isinstance(value, str)}
    return broken_off(work, reader, refusal.spec.code, told["message"], told)


@due("reader_shows")
def reader_shows(work: Work, id: str) -> None:
    """What a reader was told to show is on its screen, unless something else is by now."""
    reader = work.find(Reader, id)
    if reader is not None and states.doing(reader) == ON_SCREEN:
        done(work, reader)
