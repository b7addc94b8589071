"""One account of a simulator, from Python."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import msgspec

from simulator.client.checkout import Checkout
from simulator.client.clock import Clock
from simulator.client.deliveries import Deliveries
from simulator.client.endpoints import Endpoints
from simulator.client.events import Events
from simulator.client.faults import Faults
from simulator.client.holds import Holds
from simulator.connection import HARNESS, Connection, Control, form
from simulator.control.shapes import (
    AccountView,
    ClockView,
    DisputeReason,
    Done,
    Ledger,
    RequestsView,
    RequestView,
)

if TYPE_CHECKING:
    import stripe


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
    def client_id(self) -> str:
        """By which it is known as a platform of Connect."""
        return self.view.client_id

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

        return stripe.StripeClient(
            self.secret_key, base_addresses={"api": self.url, "connect": self.url}
        )

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

    def requests(self) -> builtins.list[RequestView]:
        """The API requests and their answers, the oldest first, as far back as there was room."""
        return self.journal().data

    def journal(self, *, after: int = 0) -> RequestsView:
        """The requests after a place (`order`), and what there was no room for any more."""
        return self._control.call("GET", f"/requests?after={after}", RequestsView)

    def timeline(self, name: str) -> list[dict[str, Any]]:
        """All that happened to an object, or to what bears this value in its metadata."""
        return self._control.call("GET", f"/timeline/{quote(name, safe='')}", list[dict[str, Any]])

    def authenticate(
        self, intent_id: str, outcome: Literal["succeed", "fail"] = "succeed"
    ) -> dict[str, Any]:
        """Pass or fail what a PaymentIntent, SetupIntent or Source asks; it as it then is."""
        nouns = {"seti": "setup_intents", "src": "sources"}
        noun = nouns.get(intent_id.partition("_")[0], "payment_intents")
        path = f"/{noun}/{intent_id}/authenticate"
        return self._control.call("POST", path, dict[str, Any], {"outcome": outcome})

    def dispute(
        self, charge_id: str, *, amount: int | None = None, reason: DisputeReason = "fraudulent"
    ) -> dict[str, Any]:
        """Dispute a charge at the bank; the Dispute.

        Args:
            amount: minor units; None: all that was taken and not given back.
        """
        given = {"amount": amount, "reason": reason}
        return self._control.call("POST", f"/charges/{charge_id}/dispute", dict[str, Any], given)

    def reset(self) -> None:
        """Forget all that is in the account."""
        self._control.call("POST", "/reset", Done)

    def snapshot(self) -> dict[str, Any]:
        """All that is in the account, as JSON that can be saved and restored."""
        return self._control.call("GET", "/snapshot", dict[str, Any])

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Put the account back to where it was when the snapshot was taken."""
        self._control.call("POST", "/restore", Done, {"snapshot": snapshot})
