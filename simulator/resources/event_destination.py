"""The event destination of API v2: where events go, whole or thin.

One that is a webhook has a WebhookEndpoint of the same id beside it, which is what deliveries are
made to; API v1 does not show that one.

Source: API v2 reference, "Event Destinations".
"""

from typing import Any, ClassVar, Final, Literal

import msgspec

PREFIX: Final = "ed_"
Payload = Literal["snapshot", "thin"]
Kind = Literal["amazon_eventbridge", "azure_event_grid", "webhook_endpoint"]


def is_destination(id: str) -> bool:
    """Whether an id is that of an event destination, rather than of an endpoint of API v1."""
    return id.startswith(PREFIX)


class EventDestination(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an event destination; times are Unix seconds."""

    KIND: ClassVar[str] = "v2.core.event_destination"

    id: str
    object: Literal["v2.core.event_destination"] = "v2.core.event_destination"
    created: int
    description: str = ""
    enabled_events: list[str]
    event_payload: Payload
    events_from: list[str] | None = None
    livemode: bool
    metadata: dict[str, str] = {}
    name: str
    snapshot_api_version: str | None = None
    status: Literal["disabled", "enabled"] = "enabled"
    transport: dict[str, Any] | None = None
    """What was said of the other side, where that is no webhook."""
    type: Kind
    updated: int
