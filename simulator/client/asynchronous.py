"""The same client for asynchronous code: every call can be awaited, and blocks nobody.

Each call is made by a thread of its own, with a connection of its own, so that one that waits (for
something to be held, for quiet) keeps no other from going on.

    async with AsyncSimulator(seed=1) as sim:
        await sim.endpoints.add("http://127.0.0.1:8000/webhook")
        held = asyncio.create_task(sim.api("POST", "/v1/refunds", {...}))
        await sim.holds.wait()
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import Any, Concatenate, Final, ParamSpec, Protocol, Self, TypeVar

from simulator.client.account import Account
from simulator.client.checkout import Checkout
from simulator.client.clock import Clock
from simulator.client.deliveries import Deliveries
from simulator.client.endpoints import Endpoints
from simulator.client.events import Events
from simulator.client.faults import Faults
from simulator.client.holds import Holds
from simulator.client.simulator import DEFAULT_KEY, Simulator

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S")
AT_ONCE: Final = 512
"""How many calls can be under way at once."""


class _Side(Protocol):
    """The asynchronous side of something synchronous."""

    _sync: Any
    _threads: ThreadPoolExecutor


def _awaited(
    method: Callable[Concatenate[S, P], T],
) -> Callable[Concatenate[_Side, P], Coroutine[Any, Any, T]]:
    """The method, made in a thread, with its signature and its story."""

    @wraps(method)
    async def made(self: _Side, /, *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._threads, partial(method, self._sync, *args, **kwargs)
        )

    return made


class _Noun:
    def __init__(self, sync: Any, threads: ThreadPoolExecutor) -> None:
        self._sync = sync
        self._threads = threads


class AsyncEndpoints(_Noun):
    """Webhook endpoints."""

    add = _awaited(Endpoints.add)
    list = _awaited(Endpoints.list)
    change = _awaited(Endpoints.change)
    roll = _awaited(Endpoints.roll)
    remove = _awaited(Endpoints.remove)


class AsyncClock(_Noun):
    """The account's time."""

    now = _awaited(Clock.now)
    view = _awaited(Clock.view)
    advance = _awaited(Clock.advance)
    advance_to = _awaited(Clock.advance_to)
    advance_to_next = _awaited(Clock.advance_to_next)
    freeze = _awaited(Clock.freeze)
    thaw = _awaited(Clock.thaw)


class AsyncFaults(_Noun):
    """What goes wrong, and when."""

    add = _awaited(Faults.add)
    list = _awaited(Faults.list)
    types = _awaited(Faults.types)
    remove = _awaited(Faults.remove)
    clear = _awaited(Faults.clear)


class AsyncHolds(_Noun):
    """Gates at which requests and deliveries wait until they are let go."""

    add = _awaited(Holds.add)
    list = _awaited(Holds.list)
    held = _awaited(Holds.held)
    wait = _awaited(Holds.wait)
    release = _awaited(Holds.release)
    remove = _awaited(Holds.remove)
    clear = _awaited(Holds.clear)


class AsyncDeliveries(_Noun):
    """Events on their way to endpoints."""

    list = _awaited(Deliveries.list)
    attempt = _awaited(Deliveries.attempt)
    pause = _awaited(Deliveries.pause)
    resume = _awaited(Deliveries.resume)
    configure = _awaited(Deliveries.configure)
    duplicate = _awaited(Deliveries.duplicate)


class AsyncEvents(_Noun):
    """What happened."""

    list = _awaited(Events.list)
    send = _awaited(Events.send)
    resend = _awaited(Events.resend)


class AsyncCheckout(_Noun):
    """What a shopper does on the hosted page."""

    pay = _awaited(Checkout.pay)
    cancel = _awaited(Checkout.cancel)


class AsyncAccount(_Noun):
    """One account of a simulator, by its secret key."""

    _sync: Account

    def __init__(self, account: Account, threads: ThreadPoolExecutor) -> None:
        super().__init__(account, threads)
        self.endpoints = AsyncEndpoints(account.endpoints, threads)
        self.clock = AsyncClock(account.clock, threads)
        self.faults = AsyncFaults(account.faults, threads)
        self.holds = AsyncHolds(account.holds, threads)
        self.deliveries = AsyncDeliveries(account.deliveries, threads)
        self.events = AsyncEvents(account.events, threads)
        self.checkout = AsyncCheckout(account.checkout, threads)

    @property
    def url(self) -> str:
        """The simulator's address, for a client's API base."""
        return self._sync.url

    @property
    def secret_key(self) -> str:
        """The key that the account was opened with."""
        return self._sync.secret_key

    def account(self, secret_key: str) -> AsyncAccount:
        """Another account of the same simulator."""
        return AsyncAccount(self._sync.account(secret_key), self._threads)

    api = _awaited(Account.api)
    settle = _awaited(Account.settle)
    ledger = _awaited(Account.ledger)
    requests = _awaited(Account.requests)
    journal = _awaited(Account.journal)
    timeline = _awaited(Account.timeline)
    authenticate = _awaited(Account.authenticate)
    dispute = _awaited(Account.dispute)
    reset = _awaited(Account.reset)
    snapshot = _awaited(Account.snapshot)
    restore = _awaited(Account.restore)


class AsyncSimulator(AsyncAccount):
    """A simulator that is started here, or joined with `at`.

    Args:
        seed: what all chance is drawn from.
        secret_key: the account that this object speaks for.
        frozen_at: Unix seconds at which all clocks stand; None: they follow the wall.
        port: where to listen on this machine; 0 lets the system choose.
    """

    _sync: Simulator

    def __init__(
        self,
        seed: int | str = 0,
        *,
        secret_key: str = DEFAULT_KEY,
        frozen_at: int | None = None,
        port: int = 0,
    ) -> None:
        self._begin(Simulator(seed, secret_key=secret_key, frozen_at=frozen_at, port=port))

    @classmethod
    def at(cls, url: str, secret_key: str = DEFAULT_KEY) -> Self:
        """A simulator that runs already."""
        joined = cls.__new__(cls)
        joined._begin(Simulator.at(url, secret_key))
        return joined

    async def close(self) -> None:
        """Stop the server, if it was started here."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._sync.close)
        self._threads.shutdown(wait=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _begin(self, simulator: Simulator) -> None:
        AsyncAccount.__init__(self, simulator, ThreadPoolExecutor(AT_ONCE, "simulator-call"))
