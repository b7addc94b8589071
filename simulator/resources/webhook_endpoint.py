"""The webhook endpoint: where events are delivered to.

Source: API reference, "Webhook Endpoints".
"""

from typing import ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType


class WebhookEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint as the API shows it."""

    KIND: ClassVar[str] = "webhook_endpoint"

    id: str
    object: Literal["webhook_endpoint"] = "webhook_endpoint"
    api_version: str | None = None
    application: str | None = None
    created: int
    description: str | None = None
    enabled_events: list[str]
    livemode: bool
    metadata: dict[str, str]
    secret: str | UnsetType = UNSET
    """Shown in the answer to its creation alone; never kept here."""
    status: Literal["enabled", "disabled"] = "enabled"
    url: str


class Secret(msgspec.Struct, frozen=True):
    """A signing secret, and how long it holds."""

    value: str
    until: int | None = None
    """Unix seconds of the account's time; None: until it is rolled."""


class EndpointSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """What the API does not show of an endpoint."""

    KIND: ClassVar[str] = "webhook_endpoint.secrets"

    id: str
    secrets: tuple[Secret, ...]
    """The newest first."""
    connect: bool = False
    """Whether it receives the events of connected accounts, in place of the account's own."""
    own: bool = False
    """Whether it receives the account's own events besides, as event destinations may."""
    thin: bool = False
    """Whether it is told of what happened without the object, as API v2 does."""

    def holding(self, now: int) -> tuple[str, ...]:
        """The secrets that sign at this moment."""
        return tuple(s.value for s in self.secrets if s.until is None or now < s.until)

    def roll(self, value: str, *, keep_until: int) -> "EndpointSecrets":
        """Put a new secret in place of the old one, which holds a while longer."""
        old = tuple(
            msgspec.structs.replace(s, until=keep_until) if s.until is None else s
            for s in self.secrets
        )
        kept = tuple(s for s in old if s.until is not None and s.until >= keep_until)
        return msgspec.structs.replace(self, secrets=(Secret(value), *kept))
