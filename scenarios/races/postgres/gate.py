"""The gate: statements wait here until whoever races them lets them go.

Rule 1: while no race is on, everything goes to the server at once, and is only looked at.
Rule 2: what was under way when a race begins, and what is asked about the shop meanwhile, is none
of the race's: it passes.
Rule 3: what the gate shows is one moment: whoever reads it sees no statement half let go.

The proxy's thread tells it what is sent and answered; the race's thread looks, waits and lets go.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from scenarios.races.postgres.batches import Batch
from scenarios.races.postgres.polling import Polling
from scenarios.races.postgres.session import LET_GO, Aside, Sent, Session
from scenarios.races.postgres.wire import Message

LEARNT_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How one connection that is of the race stands at this moment."""

    session: str  # another one each time that it is used anew
    pid: int
    held: int  # the number of what is held; 0: nothing
    label: str  # of what is held, or runs
    running_s: float | None  # for how long something runs; None: nothing does
    in_transaction: bool


@dataclass(slots=True)
class Seen:
    """What came by since a race began."""

    sqlstates: Counter[str] = field(default_factory=Counter)
    held: int = 0


class Gate:
    """Holds the statements of all connections."""

    def __init__(self) -> None:
        self.seen = Seen()
        self._polling = Polling()
        self._sessions: dict[int, Session] = {}
        self._numbers = count(1)
        self._news = threading.Condition()
        self._changes = 0
        self._watching = False
        self._holding = False
        self._asking = False
        self._asked: set[str] = set()

    # --- for the proxy

    def opened(self, forward: Callable[[bytes], None]) -> Session:
        """A connection was made; `forward` sends to the server, and may be called by any thread."""
        with self._news:
            session = Session(next(self._numbers), forward)
            self._sessions[session.number] = session
            return session

    def sent(self, session: Session, batch: Batch) -> None:
        """The shop sent a batch."""
        with self._news:
            sent = session.read(batch)
            if session.aside is not Aside.BEFORE and batch.executions:
                self._judge(session, sent)
            session.waiting.append(sent)
            self._move(session)

    def answered(self, session: Session, message: Message) -> None:
        """The server said something that is looked at.

        Raises:
            BadBytes
        """
        with self._news:
            sent = session.running[0] if session.running else None
            before = session.in_transaction
            sqlstate = session.hear(message)
            if sqlstate is not None and session.aside is Aside.NO:
                self.seen.sqlstates[sqlstate] += 1
            ended = sent is not None and sent not in session.running
            if sent is not None and ended and len(sent.batch.executions) == 1:
                self._polling.found(sent.batch.executions[0], sent.rows)
            if (ended and sent is not None and sent.counts) or before != session.in_transaction:
                self._changed(session)
            if session.idle:
                session.aside = Aside.NO
            self._move(session)

    def closed(self, session: Session) -> None:
        """A connection ended; the server undoes what it had not committed."""
        with self._news:
            self._sessions.pop(session.number, None)
            self._changed(session)

    # --- for whoever races

    def watch(self, *, hold: bool) -> None:
        """A race begins: look at everything from now on, and hold it if that is wanted."""
        with self._news:
            self.seen = Seen()
            self._watching, self._holding = True, hold
            for session in self._sessions.values():
                in_use = bool(session.status) and not session.idle
                session.aside = Aside.BEFORE if in_use else Aside.NO

    def let_go(self) -> None:
        """The race is over: everything goes on, and nothing is held any more."""
        with self._news:
            self._watching = self._holding = False
            for session in self._sessions.values():
                self._move(session)
            self._news.notify_all()

    def standings(self) -> tuple[int, list[Standing]]:
        """The connections that are of the race, and a number that changes when they do."""
        now = time.monotonic()
        with self._news:
            found = []
            for session in self._sessions.values():
                sent = session.held
                runs = session.runs
                if session.aside is not Aside.NO or not (sent or runs or session.in_transaction):
                    continue
                label = sent.statement.label if sent else ""
                if runs:
                    label = next(one.statement.label for one in session.running if one.counts)
                found.append(
                    Standing(
                        f"{session.number}.{session.uses}",
                        session.pid,
                        sent.id if sent else 0,
                        label,
                        now - session.since if runs else None,
                        session.in_transaction,
                    )
                )
            return self._changes, found

    def pids(self) -> frozenset[int]:
        """The backends of all connections, of the race or not."""
        with self._news:
            return frozenset(session.pid for session in self._sessions.values())

    def wait(self, changes: int, within_s: float) -> None:
        """Wait until something changes after the moment of this number, or the time is over."""
        with self._news:
            self._news.wait_for(lambda: self._changes != changes, within_s)

    def release(self, held: int) -> None:
        """Let one go; it runs from this moment on."""
        with self._news:
            for session in self._sessions.values():
                if session.held is not None and session.held.id == held:
                    session.held.id = LET_GO
                    self._move(session)
                    return

    @contextmanager
    def asking(self) -> Iterator[None]:
        """The shop is asked something that it was asked before a race: what it does passes.

        What that is, is learnt from what it does when it is asked the same while no race is on.
        """
        with self._news:
            self._asking = True
        try:
            yield
        finally:
            with self._news:
                self._asking = False

    # --- inside

    def _judge(self, session: Session, sent: Sent) -> None:
        """Decide whether a batch is one of the race's."""
        executions = sent.batch.executions
        if self._asking and not self._watching and len(self._asked) < LEARNT_MAX:
            self._asked |= {execution.sql for execution in executions}
        asked = self._asking and all(execution.sql in self._asked for execution in executions)
        if asked or all(map(self._polling.passes, executions)):
            if not session.touched:
                session.aside = Aside.LIGHTLY
            return
        if sent.statement.passes or (sent.statement.ends and not session.touched):
            return
        session.aside = Aside.NO
        sent.counts = True

    def _move(self, session: Session) -> None:
        """Send what may go, in order; stop at the first that is to be held."""
        while session.waiting:
            sent = session.waiting[0]
            if sent.counts and self._holding and sent.id >= 0:
                if sent.id == 0 and not session.runs:
                    sent.id = next(self._numbers)
                    self.seen.held += 1
                    self._changed(session)
                return
            session.send(session.waiting.popleft(), time.monotonic())
            if sent.counts:
                self._changed(session)

    def _changed(self, session: Session) -> None:
        if self._watching and session.aside is Aside.NO:
            self._changes += 1
            self._news.notify_all()
