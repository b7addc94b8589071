"""The Event: what happened, with the object as it was then.

Source: API reference, "Events".
"""

from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType


class EventData(msgspec.Struct, frozen=True, gc=False):
    """The object that the event is about; it is frozen, so keeping it costs nothing."""

    object: Any
    previous_attributes: dict[str, Any] | UnsetType = UNSET


class EventRequest(msgspec.Struct, frozen=True, gc=False):
    """The request that caused the event; null where Stripe acted by itself."""

    id: str | None
    idempotency_key: str | None


NOBODY: Final = EventRequest(None, None)
"""No request caused the event, or none that is told of."""
OF_NOBODY: Final = frozenset({"checkout.session.completed"})
"""Events that tell of no request, whoever made one: as posted, beside events that do."""


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event of one account."""

    KIND: ClassVar[str] = "event"

    id: str
    object: Literal["event"] = "event"
    account: str | UnsetType = UNSET
    api_version: str | None
    context: str | UnsetType = UNSET
    created: int
    data: EventData
    livemode: bool
    pending_webhooks: int = 0
    request: EventRequest | None
    type: str
