"""A gate between a shop and its PostgreSQL: statements wait there for their turn in a race."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from scenarios.races.postgres.address import Address
from scenarios.races.postgres.gate import Gate
from scenarios.races.postgres.locks import LockMonitor
from scenarios.races.postgres.proxy import Proxy

__all__ = ["Address", "Gate", "LockMonitor", "Proxy", "Statements"]


class Statements:
    """All that stands between a shop and its database, while it is entered."""

    def __init__(self, upstream: Address) -> None:
        self.gate = Gate()
        self.monitor = LockMonitor(upstream)
        self.proxy = Proxy(upstream, self.gate)

    @property
    def url(self) -> str:
        """The database's address by way of the gate."""
        return self.proxy.url

    def __enter__(self) -> Self:
        self.proxy.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.proxy.__exit__(kind, error, trace)
        self.monitor.close()
