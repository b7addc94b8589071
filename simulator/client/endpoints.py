"""Webhook endpoints, from Python."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from typing import Literal

from simulator.connection import Control
from simulator.control.shapes import Done, Endpoint


class Endpoints:
    """Webhook endpoints."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(
        self,
        url: str,
        events: Iterable[str] = ("*",),
        api_version: str | None = None,
        *,
        connect: bool = False,
        secret: str | None = None,
    ) -> Endpoint:
        """Add an endpoint; its `secret` verifies what it receives."""
        given = {
            "url": url,
            "events": list(events),
            "api_version": api_version,
            "connect": connect,
            "secret": secret,
        }
        return self._control.call("POST", "/endpoints", Endpoint, given)

    def list(self) -> builtins.list[Endpoint]:
        """The endpoints, with their secrets."""
        return self._control.call("GET", "/endpoints", builtins.list[Endpoint])

    def change(
        self,
        id: str,
        *,
        url: str | None = None,
        events: Iterable[str] | None = None,
        status: Literal["enabled", "disabled"] | None = None,
    ) -> Endpoint:
        """Turn an endpoint elsewhere, choose other events, or switch it on or off."""
        chosen = None if events is None else [*events]
        given = {"url": url, "events": chosen, "status": status}
        return self._control.call("POST", f"/endpoints/{id}", Endpoint, given)

    def roll(self, id: str, *, keep_for_s: int = 24 * 60 * 60) -> Endpoint:
        """Roll the secret; the old one signs beside the new one for a while."""
        return self._control.call(
            "POST", f"/endpoints/{id}/roll", Endpoint, {"keep_for_s": keep_for_s}
        )

    def remove(self, id: str) -> None:
        """Delete an endpoint."""
        self._control.call("DELETE", f"/endpoints/{id}", Done)
