"""What is remembered of deliveries: one event to one endpoint, and each try of it over HTTP."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

State = Literal["pending", "delivered", "failed", "dropped"]
Cause = Literal["event", "duplicate", "resend", "sent"]

PLANNED: Final = frozenset({"event", "sent"})
"""The causes of what an event itself makes; all others repeat it."""
ANSWER_KEPT: Final = 2048
"""Bytes of a receiver's answer that are kept."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try of a delivery."""

    number: int
    at: int
    """The account's time, Unix seconds."""
    order: int = 0
    """Its place among all that happened in the account since the simulator started."""
    status: int | None = None
    """The HTTP status; None: there was no answer."""
    error: str | None = None
    duration_ms: float = 0.0
    headers: Mapping[str, str] = {}
    """What was sent."""
    answer: str = ""
    faults: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        """Whether Stripe takes the event for delivered."""
        return self.error is None and self.status is not None and 200 <= self.status < 300


class Delivery(msgspec.Struct, kw_only=True):
    """One event to one endpoint."""

    id: str
    event: str
    event_type: str
    endpoint: str
    account: str | None = None
    """The connected account whose event it is; None: the endpoint's own account."""
    subject: str
    """The id of the object that the event is about."""
    created: int
    cause: Cause = "event"
    state: State = "pending"
    tries: int = 0
    """How often it was tried; one try makes several attempts where a fault duplicates it."""
    attempts: list[Attempt] = []
    postponed: bool = False
    """Whether a fault made it late."""
    next_attempt_at: int | None = None
    """The account's time of the next attempt; None: no attempt is planned."""

    @property
    def tried_out(self) -> bool:
        """Whether nothing will happen to it any more."""
        return self.state != "pending"
