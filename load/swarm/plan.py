"""What the swarm is to do, and what it found; both are JSON between processes."""

from typing import Final

import msgspec

from load.arrivals import Sending
from load.latency import Latency

NO_ANSWER: Final = 0  # in place of an HTTP status


class Letter(msgspec.Struct, frozen=True):
    """One event as it is posted: which it is, and its body."""

    event: str
    type: str
    body: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the swarm needs to know.

    Args:
        url: where the shop takes webhooks.
        secret: what deliveries are signed with.
        timeout_s: how long Stripe would wait for an answer.
        retries_s: after a failed attempt, how long until the next one; then it is given up.
        connections: how many are open to the shop at most, for each worker.
    """

    url: str
    secret: str
    letters: tuple[Letter, ...]
    sendings: tuple[Sending, ...]
    timeout_s: float = 10.0
    retries_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    connections: int = 100
    workers: int = 1

    @property
    def seconds_max(self) -> float:
        """How long it can take at the very worst: the last delivery fails as slowly as it can."""
        last = max((sending.at for sending in self.sendings), default=0.0)
        return last + sum(self.retries_s) + self.timeout_s * (len(self.retries_s) + 1)


class Findings(msgspec.Struct, kw_only=True):
    """What was found.

    Args:
        attempts: every attempt's HTTP status (or NO_ANSWER), by the event's place in the letters.
        ack: from when a delivery was due to when it was accepted.
        ack_by_phase: the same, by the phase in which the event happened.
        due: when each event was first due, by its place: `time.monotonic()`, one clock for all
            processes of a machine.
        lateness: from when the swarm should have got to a delivery to when it did.
        seconds: from the start of the run to the last answer.
    """

    attempts: dict[int, list[int]] = {}
    ack: Latency = msgspec.field(default_factory=Latency)
    ack_by_phase: dict[int, Latency] = {}
    due: dict[int, float] = {}
    lateness: Latency = msgspec.field(default_factory=Latency)
    seconds: float = 0.0

    def note(self, event: int, status: int) -> None:
        """An attempt was answered with this HTTP status, or with NO_ANSWER."""
        self.attempts.setdefault(event, []).append(status)

    def accept(self, phase: int, seconds: float) -> None:
        """A delivery was accepted, so long after it was due."""
        self.ack.add(seconds)
        self.ack_by_phase.setdefault(phase, Latency()).add(seconds)

    def merge(self, other: "Findings") -> None:
        """Count what another worker found."""
        for event, statuses in other.attempts.items():
            self.attempts.setdefault(event, []).extend(statuses)
        self.ack.merge(other.ack)
        for phase, latency in other.ack_by_phase.items():
            self.ack_by_phase.setdefault(phase, Latency()).merge(latency)
        for event, due in other.due.items():
            self.due[event] = min(due, self.due.get(event, due))
        self.lateness.merge(other.lateness)
        self.seconds = max(self.seconds, other.seconds)

    def never_accepted(self) -> list[int]:
        """The events for which no attempt was answered with 2xx."""
        return [
            event
            for event, statuses in self.attempts.items()
            if not any(200 <= status < 300 for status in statuses)
        ]

    def statuses(self) -> dict[int, int]:
        """How often each HTTP status was answered."""
        counts: dict[int, int] = {}
        for answered in self.attempts.values():
            for status in answered:
                counts[status] = counts.get(status, 0) + 1
        return counts
