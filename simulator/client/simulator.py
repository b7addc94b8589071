"""A simulator: started here, or joined."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from simulator.client.account import Account
from simulator.connection import Connection

if TYPE_CHECKING:
    from simulator.thread import ServerThread

DEFAULT_KEY: Final = "sk_test_paidonce"


class Simulator(Account):
    """A simulator: the account of one key, and the server behind it.

    Args:
        seed: what all chance is drawn from; the same seed gives the same run.
        secret_key: the account that this object speaks for.
        frozen_at: Unix seconds at which all clocks stand; None: they follow the wall.
        port: where to listen on this machine; 0 lets the system choose.

    Raises:
        OSError: the port is taken.
    """

    def __init__(
        self,
        seed: int | str = 0,
        *,
        secret_key: str = DEFAULT_KEY,
        frozen_at: int | None = None,
        port: int = 0,
    ) -> None:
        from simulator.thread import ServerThread  # noqa: PLC0415 - who only joins needs no server

        self._thread: ServerThread | None = ServerThread(str(seed), frozen_at, port=port)
        super().__init__(Connection(self._thread.url), secret_key)

    @classmethod
    def at(cls, url: str, secret_key: str = DEFAULT_KEY) -> Self:
        """A simulator that runs already."""
        joined = cls.__new__(cls)
        joined._thread = None
        Account.__init__(joined, Connection(url), secret_key)
        return joined

    def close(self) -> None:
        """Stop the server, if it was started here."""
        self._connection.close()
        if self._thread is not None:
            self._thread.stop()
            self._thread = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
