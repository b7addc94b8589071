"""One connection of the shop, as the gate sees it: what waits, what runs, what is not over.

Rule: statements of one connection go to the server in the order in which they were sent, one at a
time; so what waits behind a held one waits with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from scenarios.races.postgres import statements
from scenarios.races.postgres.batches import Batch
from scenarios.races.postgres.statements import Statement
from scenarios.races.postgres.wire import BadBytes, Message, fields, rows_of, texts

# What is looked at of all that a server says.
HEARD = (b"K", b"Z", b"E", b"C", b"I", b"s")

LET_GO: Final = -1


class Aside(Enum):
    """Whether what a connection does is none of the race's."""

    NO = "it is of the race"
    BEFORE = "it was under way when the race began, until it ends"
    LIGHTLY = "it has only polled so far; what else comes is of the race"


@dataclass(slots=True)
class Sent:
    """A batch on its way: as it came, and what became of it."""

    batch: Batch
    statement: Statement
    id: int = 0  # as what it is held; 0: it never was; LET_GO: it is no longer
    counts: bool = False  # it is a step of a race, or would be if statements were held
    answers: int = 0
    rows: int | None = None


@dataclass(slots=True)
class Session:
    """One connection."""

    number: int
    forward: Callable[[bytes], None]
    pid: int = 0
    status: str = ""  # I: no transaction, T: in one, E: in one that failed; empty: not ready yet
    waiting: deque[Sent] = field(default_factory=deque)  # the first of them may be held
    running: deque[Sent] = field(default_factory=deque)
    touched: bool = False  # the open transaction holds something that counts
    aside: Aside = Aside.NO
    since: float = 0.0  # when what runs was let go, seconds
    uses: int = 0  # how often it came to rest: each time it may be somebody else's

    @property
    def held(self) -> Sent | None:
        """What waits at the gate."""
        return self.waiting[0] if self.waiting and self.waiting[0].id > 0 else None

    @property
    def idle(self) -> bool:
        return self.status == "I" and not self.running and not self.waiting

    @property
    def runs(self) -> bool:
        """Whether something that counts is with the server."""
        return any(sent.counts for sent in self.running)

    @property
    def in_transaction(self) -> bool:
        return self.status in {"T", "E"}

    def read(self, batch: Batch) -> Sent:
        """What a batch says."""
        said = [statements.read(execution.sql) for execution in batch.executions]
        return Sent(batch, statements.joined(said))

    def send(self, sent: Sent, now: float) -> None:
        """Let a batch go to the server."""
        if sent.batch.ends == "ready" or (sent.batch.ends == "answers" and sent.batch.executions):
            self.running.append(sent)
            self.since = now
        self.touched |= sent.counts
        self.forward(sent.batch.raw)

    def hear(self, message: Message) -> str | None:
        """Take note of what the server says; gives the SQLSTATE of an error.

        Raises:
            BadBytes
        """
        match message.kind:
            case b"K":
                self.pid = int.from_bytes(message.body[:4], "big")
            case b"Z":
                self._ready(message.body.decode("latin-1"))
            case b"E":
                while self.running and self.running[0].batch.ends == "answers":
                    self.running.popleft()  # all is skipped up to the next Sync
                return fields(message.body).get("C", "")
            case _:
                self._answered(message)
        return None

    def _ready(self, status: str) -> None:
        if status not in {"I", "T", "E"}:
            raise BadBytes(f"a server cannot be ready as {status!r}")
        first = not self.status
        self.status = status
        while self.running and not first:
            if self.running.popleft().batch.ends == "ready":
                break
        if status == "I":
            self.touched = False
            self.uses += 1

    def _answered(self, message: Message) -> None:
        if not self.running:
            return
        sent = self.running[0]
        if message.kind == b"C":
            [tag], _ = texts(message.body, 1)
            rows = rows_of(tag)
            sent.rows = rows if sent.rows is None else sent.rows + (rows or 0)
        sent.answers += 1
        if sent.batch.ends == "answers" and sent.answers >= len(sent.batch.executions):
            self.running.popleft()
