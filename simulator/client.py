"""The simulator from Python: start one here, or join one that runs.

    with Simulator(seed=1) as sim:            # in a thread of its own, on a free port
        endpoint = sim.endpoints.add("http://127.0.0.1:8000/webhook")
        sim.faults.add("lost_answer", on="POST /v1/payment_intents")
        ...
        sim.clock.advance("7d")
        sim.settle()

Everything goes over HTTP, so a simulator that was started here and one that was joined behave the
same, and other languages can do the same under `/_sim`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import msgspec

from simulator.connection import HARNESS, Connection, Control, form
from simulator.control.shapes import (
    AccountView,
    Attempt,
    ClockView,
    DeliveriesView,
    Delivery,
    Done,
    Endpoint,
    FaultKind,
    Held,
    HoldPoint,
    Ledger,
    Plan,
    RequestsView,
    RequestView,
)

if TYPE_CHECKING:
    import stripe

    from simulator.thread import ServerThread

DEFAULT_KEY: Final = "sk_test_paidonce"


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

    def list(self) -> list[Endpoint]:
        """The endpoints, with their secrets."""
        return self._control.call("GET", "/endpoints", list[Endpoint])

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


class Clock:
    """The account's time."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def now(self) -> int:
        """Unix time, seconds."""
        return self.view().now

    def view(self) -> ClockView:
        """How late it is, and when the next thing falls due."""
        return self._control.call("GET", "/clock", ClockView)

    def advance(self, by: int | str, *, timeout: float = 60.0) -> int:
        """Move time on by seconds or a span (`7d`), doing all that falls due on the way.

        Raises:
            NotQuiet: a delivery on the way did not come to an end.
        """
        return self._advance({"by": by}, timeout)

    def advance_to(self, moment: int, *, timeout: float = 60.0) -> int:
        """Move time on to a moment, Unix seconds."""
        return self._advance({"to": moment}, timeout)

    def advance_to_next(self, *, timeout: float = 60.0) -> int:
        """Move time on to what falls due next, and do it."""
        return self._advance({"to_next": True}, timeout)

    def freeze(self) -> int:
        """Let the clock stand, until it is moved on or thawed."""
        return self._control.call("POST", "/clock/freeze", ClockView).now

    def thaw(self) -> int:
        """Let the clock follow the wall again."""
        return self._control.call("POST", "/clock/thaw", ClockView).now

    def _advance(self, given: Mapping[str, Any], timeout: float) -> int:
        given = {**given, "timeout_s": timeout}
        # The whole way may take long where many deliveries are attempted on it.
        return self._control.call(
            "POST", "/clock/advance", ClockView, given, timeout=timeout * 10
        ).now


class Faults:
    """What goes wrong, and when."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(
        self,
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
        given = {
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
            "times": times if times is not None else msgspec.UNSET,
        }
        if times is None:
            given["times"] = _NULL
        return self._control.call("POST", "/faults", Plan, given)

    def list(self) -> list[Plan]:
        """The plans, with what each struck."""
        return self._control.call("GET", "/faults", list[Plan])

    def types(self) -> list[FaultKind]:
        """Every fault that there is."""
        return self._control.call("GET", "/fault_types", list[FaultKind])

    def remove(self, id: str) -> None:
        """Take one plan away."""
        self._control.call("DELETE", f"/faults/{id}", Done)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._control.call("DELETE", "/faults", Done)


class Holds:
    """Gates at which requests and deliveries wait until they are let go."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(
        self,
        *,
        on: str,
        at: Literal["arrival", "work", "answer", "delivery", "delivered"] = "arrival",
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
        given = {
            "on": on,
            "at": at,
            "times": _NULL if times is None else times,
            "object": object,
            "idempotency_key": idempotency_key,
            "limit_ms": limit_ms,
        }
        return self._control.call("POST", "/holds", HoldPoint, given)

    def list(self) -> list[HoldPoint]:
        """The hold points."""
        return self._control.call("GET", "/holds", list[HoldPoint])

    def held(self) -> list[Held]:
        """What is held, the longest first."""
        return self._control.call("GET", "/held", list[Held])

    def wait(self, count: int = 1, *, timeout: float = 10.0) -> list[Held]:
        """Wait until this many are held.

        Raises:
            NotQuiet: it did not come to that in time.
        """
        given = {"count": count, "timeout_s": timeout}
        return self._control.call("POST", "/held/wait", list[Held], given, timeout=timeout + 10)

    def release(self, *ids: str | Held, fault: str | None = None, **options: Any) -> list[str]:
        """Let go, in this order; without ids, all.

        Args:
            fault: what strikes those that are let go, in place of a clean passage.
        """
        chosen = [held if isinstance(held, str) else held.id for held in ids]
        given = {
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
    ) -> list[Delivery]:
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
    ) -> list[Delivery]:
        """Deliver an event several times, and wait for the answers.

        A delivery of it that is still waiting is one of them.
        """
        given = {"times": times, "at_once": at_once, "endpoint": endpoint}
        return self._control.call("POST", f"/events/{event_id}/duplicate", list[Delivery], given)


class Events:
    """What happened."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def list(self, *, type: str | None = None) -> list[dict[str, Any]]:
        """Every event, the oldest first."""
        query = "" if type is None else f"?{form({'type': type})}"
        return self._control.call("GET", f"/events{query}", list[dict[str, Any]])

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

    def resend(self, id: str, *, endpoint: str | None = None) -> list[Delivery]:
        """Send an event again, once and without retries."""
        query = "" if endpoint is None else f"?{form({'endpoint': endpoint})}"
        return self._control.call("POST", f"/events/{id}/resend{query}", list[Delivery])


class Checkout:
    """What a shopper does on the hosted page."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def pay(
        self, session_id: str, payment_method: str = "pm_card_visa", *, email: str | None = None
    ) -> dict[str, Any]:
        """Pay; the session as it then is."""
        given = {"payment_method": payment_method, "email": email}
        return self._control.call("POST", f"/checkout/{session_id}/pay", dict[str, Any], given)

    def cancel(self, session_id: str) -> dict[str, Any]:
        """Leave the page by its back link; the session stays open, as at Stripe."""
        return self._control.call("POST", f"/checkout/{session_id}/cancel", dict[str, Any])


class Account:
    """One account of a simulator, by its secret key."""

    def __init__(self, connection: Connection, secret_key: str) -> None:
        self._connection = connection
        self._control = Control(connection, secret_key)
        self._view: AccountView | None = None
        self.secret_key = secret_key
        self.endpoints = Endpoints(self._control)
        self.clock = Clock(self._control)
        self.faults = Faults(self._control)
        self.holds = Holds(self._control)
        self.deliveries = Deliveries(self._control)
        self.events = Events(self._control)
        self.checkout = Checkout(self._control)

    @property
    def url(self) -> str:
        """The simulator's address, for a client's API base."""
        return self._connection.url

    @property
    def view(self) -> AccountView:
        """The account's id, keys and seed."""
        if self._view is None:
            self._view = self._control.call("GET", "/account", AccountView)
        return self._view

    @property
    def publishable_key(self) -> str:
        """The key that browsers hold."""
        return self.view.publishable_key

    @property
    def seed(self) -> str:
        """What all chance is drawn from."""
        return self.view.seed

    def account(self, secret_key: str) -> Account:
        """Another account of the same simulator."""
        return Account(self._connection, secret_key)

    def api(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        timeout: float = 60.0,
    ) -> tuple[int, Any]:
        """A raw API call, not retried; the status and the decoded answer.

        Args:
            key: another API key than the account's secret one.
            timeout: seconds of the wall.

        Raises:
            OSError, http.client.HTTPException: the connection was cut.
        """
        sent = {"User-Agent": HARNESS, "Authorization": f"Bearer {key or self.secret_key}"}
        body = None
        if method == "POST":
            body = form(params or {}).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        elif params:
            path = f"{path}?{form(params)}"
        status, answer = self._connection.send(
            method, path, body, {**sent, **(headers or {})}, timeout
        )
        return status, msgspec.json.decode(answer) if answer else None

    @property
    def stripe(self) -> stripe.StripeClient:
        """Stripe's own client, pointed here."""
        import stripe  # noqa: PLC0415 - heavy, and only wanted by those who ask

        return stripe.StripeClient(self.secret_key, base_addresses={"api": self.url})

    def settle(self, timeout: float = 10.0) -> None:
        """Do all that is due now, deliveries included, and come back when all is quiet.

        Raises:
            NotQuiet: it did not become quiet in time; it says what is still under way.
        """
        given = {"timeout_s": timeout}
        self._control.call("POST", "/settle", ClockView, given, timeout=timeout + 10)

    def ledger(self) -> Ledger:
        """What money did."""
        return self._control.call("GET", "/ledger", Ledger)

    def requests(self) -> list[RequestView]:
        """The API requests and their answers, the oldest first."""
        return self._control.call("GET", "/requests", RequestsView).data

    def authenticate(
        self, payment_intent_id: str, outcome: Literal["succeed", "fail"] = "succeed"
    ) -> dict[str, Any]:
        """Pass the 3-D Secure challenge, or fail it; the intent as it then is."""
        path = f"/payment_intents/{payment_intent_id}/authenticate"
        return self._control.call("POST", path, dict[str, Any], {"outcome": outcome})

    def reset(self) -> None:
        """Forget all that is in the account."""
        self._control.call("POST", "/reset", Done)

    def snapshot(self) -> dict[str, Any]:
        """All that is in the account, as JSON that can be saved and restored."""
        return self._control.call("GET", "/snapshot", dict[str, Any])

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Put the account back to where it was when the snapshot was taken."""
        self._control.call("POST", "/restore", Done, {"snapshot": snapshot})


class Simulator(Account):
    """A simulator: the account of one key, and the server behind it.

    Args:
        seed: what all chance is drawn from; the same seed gives the same run.
        secret_key: the account that this object speaks for.
        frozen_at: Unix seconds at which all clocks stand; None: they follow the wall.
    """

    def __init__(
        self,
        seed: int | str = 0,
        *,
        secret_key: str = DEFAULT_KEY,
        frozen_at: int | None = None,
    ) -> None:
        from simulator.thread import ServerThread  # noqa: PLC0415 - who only joins needs no server

        self._thread: ServerThread | None = ServerThread(str(seed), frozen_at)
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


_NULL: Final = msgspec.Raw(b"null")
