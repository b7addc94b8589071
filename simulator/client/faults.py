"""What goes wrong and when, from Python."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from simulator.connection import NULL, Control
from simulator.control.shapes import Done, FaultKind, Plan


class Faults:
    """What goes wrong, and when."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(
        self,
        /,
        type: str,
        *,
        on: str = "*",
        times: int | None = 1,
        nth: int | None = None,
        skip: int = 0,
        chance: float = 1.0,
        until: int | None = None,
        object: str | None = None,
        idempotency_key: str | None = None,
        metadata: Mapping[str, str] | None = None,
        attempt: int | None = None,
        endpoint: str | None = None,
        **options: Any,
    ) -> Plan:
        """Let something go wrong from now on.

        Args:
            type: the fault's name; `types()` tells them all, with their options.
            on: which requests (`POST /v1/refunds`), or which events (`charge.*`).
            times: how often at most; None: always.
            nth: only the n-th call that it is for.
            skip: how many calls it lets pass first.
            chance: of 1, drawn from the seed.
            until: the account's time after which it strikes no more.
            options: the fault's own.
        """
        given: dict[str, Any] = {
            "type": type,
            "on": on,
            "nth": nth,
            "skip": skip,
            "chance": chance,
            "until": until,
            "object": object,
            "idempotency_key": idempotency_key,
            "metadata": dict(metadata or {}),
            "attempt": attempt,
            "endpoint": endpoint,
            "options": options,
            "times": NULL if times is None else times,
        }
        return self._control.call("POST", "/faults", Plan, given)

    def list(self) -> builtins.list[Plan]:
        """The plans, with what each struck."""
        return self._control.call("GET", "/faults", builtins.list[Plan])

    def types(self) -> builtins.list[FaultKind]:
        """Every fault that there is."""
        return self._control.call("GET", "/fault_types", builtins.list[FaultKind])

    def remove(self, id: str) -> None:
        """Take one plan away."""
        self._control.call("DELETE", f"/faults/{id}", Done)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._control.call("DELETE", "/faults", Done)
