"""Hold points, from Python."""

from __future__ import annotations

import builtins
from typing import Any

from simulator.connection import NULL, Control
from simulator.control.shapes import Done, Held, HoldPoint
from simulator.holds import Gate


class Holds:
    """Gates at which requests and deliveries wait until they are let go."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(
        self,
        *,
        on: str,
        at: Gate = "arrival",
        times: int | None = 1,
        object: str | None = None,
        idempotency_key: str | None = None,
        limit_ms: int = 30_000,
    ) -> HoldPoint:
        """Hold what comes next.

        Args:
            on: which requests (`POST /v1/payment_intents/*/capture`), or, for the gates `delivery`
                and `delivered`, which events (`payment_intent.*`).
            times: how many; None: all.
            limit_ms: after so long on the wall, what is held goes on by itself.
        """
        given: dict[str, Any] = {
            "on": on,
            "at": at,
            "times": NULL if times is None else times,
            "object": object,
            "idempotency_key": idempotency_key,
            "limit_ms": limit_ms,
        }
        return self._control.call("POST", "/holds", HoldPoint, given)

    def list(self) -> builtins.list[HoldPoint]:
        """The hold points."""
        return self._control.call("GET", "/holds", builtins.list[HoldPoint])

    def held(self) -> builtins.list[Held]:
        """What is held, the longest first."""
        return self._control.call("GET", "/held", builtins.list[Held])

    def wait(self, count: int = 1, *, timeout: float = 10.0) -> builtins.list[Held]:
        """Wait until this many are held.

        Raises:
            NotQuiet: it did not come to that in time.
        """
        given = {"count": count, "timeout_s": timeout}
        return self._control.call(
            "POST", "/held/wait", builtins.list[Held], given, timeout=timeout + 10
        )

    def release(
        self, /, *ids: str | Held, fault: str | None = None, **options: Any
    ) -> builtins.list[str]:
        """Let go, in this order; without ids, all.

        Args:
            fault: what strikes those that are let go, in place of a clean passage.
        """
        chosen = [held if isinstance(held, str) else held.id for held in ids]
        given: dict[str, Any] = {
            "ids": None if not ids or chosen == ["all"] else chosen,
            "fault": fault,
            "options": options,
        }
        return self._control.call("POST", "/held/release", Done, given).ids

    def remove(self, id: str) -> None:
        """Take one hold point away, and let go what it holds."""
        self._control.call("DELETE", f"/holds/{id}", Done)

    def clear(self) -> None:
        """Take all hold points away, and let everything go."""
        self._control.call("DELETE", "/holds", Done)
