"""The gates of a race: the shop's calls to Stripe wait at one, its statements at the other.

Rule: to whoever races, both are the same. What is under way is a *strand*: a call, or a connection
to the database that is in use. A strand waits at its gate, or runs, or stands in a lock of the
database until another one moves, or is open (in a transaction in which nothing is asked for now).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from scenarios.races.postgres.locks import parked

if TYPE_CHECKING:
    from scenarios.races.postgres import Statements
    from scenarios.races.steps import Move
    from simulator import Account, Held

LOOK_S: Final = 0.004
LOCKED_AFTER_S: Final = 0.004  # what has not answered for so long may stand in a lock
_ID: Final = re.compile(r"\b(pi|evt|cs_test|cus|pm|ch|re)_\w+")

State = Literal["waits", "runs", "is locked", "is open"]


@dataclass(frozen=True, slots=True)
class Strand:
    """One thing that is under way."""

    key: str  # the same as long as it is the same call, or the same connection
    state: State
    move: Move
    what: str  # the call or the statement, without what differs from run to run
    held: str = ""  # the number of what waits


class Gates:
    """All gates of one shop.

    Args:
        statements: what stands between the shop and its database; None: nothing does.
        hold_statements: whether statements wait, or are only watched, so that it is known what
            runs and what stands in a lock.
    """

    def __init__(
        self,
        simulator: Account,
        statements: Statements | None = None,
        *,
        hold_statements: bool = True,
    ) -> None:
        self._simulator = simulator
        self._statements = statements
        self.hold_statements = hold_statements and statements is not None
        self._held: dict[str, Held] = {}
        self._in_flight: dict[str, Strand] = {}  # calls that were let go on their way in
        self._locked: frozenset[int] = frozenset()
        self._changes = 0

    @property
    def sees_locks(self) -> bool:
        """Whether it is known what stands in a lock of the database."""
        return self._statements is not None and not self._statements.monitor.trouble

    @property
    def sqlstates(self) -> dict[str, int]:
        """The errors of the database since the gates were shut, and how often each came."""
        return {} if self._statements is None else dict(self._statements.gate.seen.sqlstates)

    def shut(self) -> None:
        """From now on everything waits."""
        self._in_flight.clear()
        self._locked = frozenset()
        if self._statements is not None:
            self._statements.gate.watch(hold=self.hold_statements)
        self._simulator.holds.add(on="* /v1/**", at="arrival", times=None)
        self._simulator.holds.add(on="* /v1/**", at="answer", times=None)

    def open(self) -> None:
        """Everything goes on, and nothing waits any more."""
        self._simulator.holds.clear()
        if self._statements is not None:
            self._statements.gate.let_go()

    def strands(self) -> list[Strand]:
        """What is under way: calls first, each the longest held first, then connections."""
        return [*self._calls(), *self._connections()]

    def release(self, strand: Strand) -> None:
        """Let go what waits."""
        if (call := self._held.get(strand.held)) is None:
            assert self._statements is not None
            self._statements.gate.release(int(strand.held))
            return
        if call.at == "arrival":
            self._in_flight[strand.key] = Strand(strand.key, "runs", strand.move, strand.what)
        self._simulator.holds.release(call)

    def wait(self) -> None:
        """Wait a moment, or until something has changed at the database."""
        if self._statements is None:
            time.sleep(LOOK_S)
        else:
            self._statements.gate.wait(self._changes, LOOK_S)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """The shop is asked about itself: the statements that it needs for that pass."""
        if self._statements is None:
            yield
        else:
            with self._statements.gate.asking():
                yield

    def _calls(self) -> list[Strand]:
        held = self._simulator.holds.held()
        self._held = {call.id: call for call in held}
        found = [
            Strand(
                f"call {call.request_id or call.id}",
                "waits",
                "asks" if call.at == "arrival" else "is answered",
                _ID.sub(r"\1_…", call.what),
                call.id,
            )
            for call in held
        ]
        for strand in found:
            if strand.move == "is answered":
                self._in_flight.pop(strand.key, None)
        return [*found, *self._in_flight.values()]

    def _connections(self) -> list[Strand]:
        if self._statements is None:
            return []
        self._changes, standings = self._statements.gate.standings()
        running = {one.pid: one for one in standings if one.running_s is not None}
        asks = any(one.pid in self._locked or (one.running_s or 0) >= LOCKED_AFTER_S
                   for one in running.values())  # fmt: skip
        if asks:
            waits = self._statements.monitor.waits(running)
            still = self._statements.gate.pids() - running.keys()
            self._locked = parked(waits, still)
        else:
            self._locked = frozenset()
        found = []
        for one in standings:
            state: State = "waits" if one.held else "is open"
            if one.running_s is not None:
                state = "is locked" if one.pid in self._locked else "runs"
            found.append(
                Strand(
                    f"connection {one.session}",
                    state,
                    "runs",
                    one.label,
                    str(one.held) if one.held else "",
                )
            )
        return found
