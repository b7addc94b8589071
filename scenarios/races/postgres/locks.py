"""The lock monitor: which of the running statements waits for another one to end.

Rule 1: a statement is parked in a lock if all that keep it from going on are connections of the
shop that stand still themselves, or are parked alike. Whatever waits for something that will pass
by itself (a vacuum, a statement that runs) is not parked; nor is a deadlock, which the server ends.
Rule 2: it is asked of the server after the last step was done: a lock that was given back by then
is not waited for any more.

Source: PostgreSQL documentation, "pg_locks", "pg_blocking_pids".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scenarios.races.postgres.address import Address
from scenarios.races.postgres.client import CannotAsk, Client


class LockMonitor:
    """Asks a server who waits for whom, on a connection of its own."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._client: Client | None = None
        self.trouble = ""  # why it cannot be asked; then time has to tell

    def waits(self, pids: Collection[int]) -> dict[int, frozenset[int]]:
        """For each of these backends that waits in a lock, the backends that it waits for."""
        if not pids or self.trouble:
            return {}
        known = ",".join(str(pid) for pid in sorted(pids))
        question = (
            "SELECT pid, array_to_string(pg_blocking_pids(pid), ',') FROM pg_locks"  # noqa: S608 - numbers of our own
            f" WHERE NOT granted AND pid IN ({known})"
        )
        try:
            if self._client is None:
                self._client = Client(self._address)
            rows = self._client.ask(question)
        except CannotAsk as error:
            self.trouble = str(error)
            self.close()
            return {}
        return {
            int(pid or 0): frozenset(int(one) for one in (others or "").split(",") if one)
            for pid, others in rows
        }

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def parked(waits: Mapping[int, Collection[int]], still: Collection[int]) -> frozenset[int]:
    """Which backends will not go on before somebody is let go.

    Args:
        waits: for each backend in a lock, those that it waits for.
        still: the backends of the shop with which nothing runs.
    """

    def is_parked(pid: int, on_the_way: frozenset[int]) -> bool:
        if pid in still:
            return True
        if pid in on_the_way or not waits.get(pid):
            return False
        return all(is_parked(other, on_the_way | {pid}) for other in waits[pid])

    return frozenset(pid for pid in waits if is_parked(pid, frozenset()))
