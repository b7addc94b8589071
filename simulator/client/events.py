"""Events, from Python."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.connection import Control, form
from simulator.control.shapes import Delivery


class Events:
    """What happened."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def list(
        self, *, type: str | None = None, api_version: str | None = None
    ) -> builtins.list[dict[str, Any]]:
        """Every event, the oldest first.

        Args:
            api_version: as an endpoint of this version gets them; None: as the account has them.
        """
        given = {"type": type, "api_version": api_version}
        query = form({name: value for name, value in given.items() if value is not None})
        return self._control.call("GET", f"/events?{query}", builtins.list[dict[str, Any]])

    def send(
        self,
        type: str,
        object: Mapping[str, Any] | str | None = None,
        *,
        previous_attributes: Mapping[str, Any] | None = None,
        endpoints: Iterable[str] | None = None,
    ) -> dict[str, Any]:
        """Send an event that no operation caused, correctly signed.

        Args:
            object: the object, or the id of one that there is; None: one is filled in.
        """
        given = {
            "type": type,
            "object": object,
            "previous_attributes": previous_attributes,
            "endpoints": None if endpoints is None else [*endpoints],
        }
        return self._control.call("POST", "/events", dict[str, Any], given)

    def resend(self, id: str, *, endpoint: str | None = None) -> builtins.list[Delivery]:
        """Send an event again, once and without retries."""
        query = "" if endpoint is None else f"?{form({'endpoint': endpoint})}"
        return self._control.call("POST", f"/events/{id}/resend{query}", builtins.list[Delivery])
