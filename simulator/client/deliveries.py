"""Deliveries, from Python."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from simulator.connection import Control, form
from simulator.control.shapes import Attempt, DeliveriesView, Delivery


class Deliveries:
    """Events on their way to endpoints."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def list(
        self,
        *,
        event: str | None = None,
        state: str | None = None,
        object: str | None = None,
        type: str | None = None,
    ) -> builtins.list[Delivery]:
        """The deliveries with their attempts, the oldest first."""
        given = {"event": event, "state": state, "object": object, "type": type}
        query = form({name: value for name, value in given.items() if value is not None})
        return self._control.call("GET", f"/deliveries?{query}", DeliveriesView).data

    def attempt(self, id: str | Delivery) -> Attempt:
        """Attempt a delivery now, and say what came of it."""
        chosen = id if isinstance(id, str) else id.id
        return self._control.call("POST", f"/deliveries/{chosen}/attempt", Attempt)

    def pause(self) -> None:
        """From now on nothing is attempted but by `attempt`; events queue up."""
        self.configure(paused=True)

    def resume(self) -> None:
        """Attempt all that queued up, and all that comes."""
        self.configure(paused=False)

    def configure(
        self,
        *,
        paused: bool | None = None,
        schedule: str | Iterable[int] | None = None,
        timeout_ms: int | None = None,
        concurrency: int | None = None,
    ) -> DeliveriesView:
        """Choose how deliveries are made; what is left out stays as it is.

        Args:
            schedule: `live`, `sandbox`, `never`, or seconds from each attempt to the next.
            timeout_ms: how long a receiver may take, on the wall.
        """
        chosen = schedule if schedule is None or isinstance(schedule, str) else [*schedule]
        given = {
            "paused": paused,
            "schedule": chosen,
            "timeout_ms": timeout_ms,
            "concurrency": concurrency,
        }
        return self._control.call("POST", "/deliveries/settings", DeliveriesView, given)

    def duplicate(
        self, event_id: str, times: int = 2, *, at_once: bool = True, endpoint: str | None = None
    ) -> builtins.list[Delivery]:
        """Deliver an event several times, and wait for the answers.

        A delivery of it that is still waiting is one of them.
        """
        given = {"times": times, "at_once": at_once, "endpoint": endpoint}
        return self._control.call(
            "POST", f"/events/{event_id}/duplicate", builtins.list[Delivery], given
        )
