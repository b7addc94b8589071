"""The API without a network: requests pass through the whole middleware, in the test's own process.

A test reads as the conversation that it is about:

    intent = stripe.post("/v1/payment_intents", amount=2500, currency="usd")
    assert intent.status == "requires_payment_method"
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping
from typing import Any

import msgspec

from simulator.app import App
from simulator.connection import form
from simulator.operations.payments.attempting import authenticate
from simulator.resources.payment_intent import PaymentIntent
from simulator.web.exchange import Exchange
from simulator.web.headers import headers_of
from simulator.work import Work
from simulator.world import World

NOW = 1_790_000_000
"""Unix seconds at which the clocks of these tests stand: 21 September 2026."""
UNITS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}


class Thing(dict[str, Any]):
    """A JSON object whose members are attributes too: `charge.outcome.type`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def things(value: Any) -> Any:
    """The JSON value with every object in it a Thing."""
    if isinstance(value, dict):
        return Thing({key: things(member) for key, member in value.items()})
    if isinstance(value, list):
        return [things(member) for member in value]
    return value


class Reply:
    """One answer: its HTTP status, its headers, and its body, whose members are attributes."""

    def __init__(self, http: int, headers: Mapping[str, str], raw: bytes) -> None:
        self.http = http
        self.headers = headers
        self.raw = raw
        self.body: Thing = things(msgspec.json.decode(raw))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.body, name)

    def __repr__(self) -> str:
        return f"{self.http} {self.raw.decode()}"

    @property
    def refusal(self) -> tuple[int, str, str | None, str | None]:
        """Status, type, code and param of an error, to be compared in one line."""
        error = self.body["error"]
        return self.http, error["type"], error.get("code"), error.get("param")


class Stripe:
    """A client of one account; `as_…` gives the same account under another key or header."""

    def __init__(self, app: App, secret_key: str, **always: str | None) -> None:
        self.app = app
        self.secret_key = secret_key
        self._always: dict[str, str | None] = {"Authorization": f"Bearer {secret_key}", **always}
        self._told = 0

    def get(self, path: str, **params: Any) -> Reply:
        """A GET; see `call` for `headers`."""
        return self.call("GET", path, **params)

    def post(self, path: str, **params: Any) -> Reply:
        """A POST; see `call` for `headers`."""
        return self.call("POST", path, **params)

    def delete(self, path: str, **params: Any) -> Reply:
        """A DELETE; see `call` for `headers`."""
        return self.call("DELETE", path, **params)

    def call(
        self, method: str, path: str, headers: Mapping[str, str | None] | None = None, **params: Any
    ) -> Reply:
        """One request.

        Args:
            headers: further ones; None takes one away.
        """
        encoded = form(params)
        posted = method == "POST"
        return self.send(
            method,
            path,
            query="" if posted else encoded,
            body=encoded.encode() if posted else b"",
            headers=headers,
        )

    def send(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        body: bytes = b"",
        headers: Mapping[str, str | None] | None = None,
    ) -> Reply:
        """One request, as it is on the wire."""
        wanted = {**self._always, **(headers or {})}
        sent = {name.lower(): text for name, text in wanted.items() if text is not None}
        exchange = Exchange(self.app.world, method, path, query, sent, body)
        serving = self.app.serve(exchange).__await__()
        try:
            next(serving)
        except StopIteration as done:
            answer = done.value
        else:
            raise AssertionError(f"{method} {path} waits for something")
        return Reply(answer.status, headers_of(exchange, answer), answer.body)

    @property
    def account(self) -> Any:
        """The account itself, for what the API does not show."""
        return self.app.world.account(self.secret_key)

    @property
    def now(self) -> int:
        """The account's time, Unix seconds."""
        return int(self.account.clock.now())

    def advance(self, **units: int) -> None:
        """Let time pass: `advance(days=7)`; everything that falls due on the way is done."""
        seconds = sum(UNITS[unit] * count for unit, count in units.items())
        account = self.account
        asyncio.run(self.app.timekeeper.advance(account, account.clock.now() + seconds, 5.0))

    def told(self) -> list[Thing]:
        """The events since they were last asked for, the oldest first."""
        found: list[Thing] = []
        cursor: dict[str, str] = {}
        while True:
            page = self.get("/v1/events", limit=100, **cursor)
            found += page.data
            if not page.has_more:
                break
            cursor = {"starting_after": page.data[-1].id}
        found.reverse()
        new = found[self._told :]
        self._told = len(found)
        return new

    def types(self) -> list[str]:
        """The types of the events since they were last asked for, the oldest first.

        That money became available a week later is part of no story, and left out.
        """
        return [event.type for event in self.told() if event.type != "balance.available"]

    def at_version(self, version: str) -> Stripe:
        """The same account, asked under another API version."""
        return Stripe(self.app, self.secret_key, **self._always | {"Stripe-Version": version})

    def with_key(self, key: str) -> Stripe:
        """The same account, asked with another key."""
        return Stripe(
            self.app, self.secret_key, **self._always | {"Authorization": f"Bearer {key}"}
        )

    @property
    def in_browser(self) -> Stripe:
        """The same account, asked with its publishable key."""
        return self.with_key(self.account.publishable_key)

    # What many conversations begin with.

    def intent(self, **params: Any) -> Reply:
        """A PaymentIntent for cards, of 25.00 usd where nothing else is said."""
        given = {"amount": 2500, "currency": "usd", "payment_method_types": ["card"], **params}
        return self.at_version(CARDS_NAMED).post("/v1/payment_intents", **given)

    def paid(self, payment_method: str = "pm_card_visa", **params: Any) -> Reply:
        """A PaymentIntent that was created and confirmed in one request."""
        return self.intent(payment_method=payment_method, confirm=True, **params)

    def held(self, **params: Any) -> Reply:
        """A PaymentIntent that waits for its capture."""
        return self.paid(capture_method="manual", **params)

    def intent_in(self, status: str) -> Reply:
        """A PaymentIntent in this status."""
        match status:
            case "requires_payment_method":
                return self.intent()
            case "requires_confirmation":
                return self.intent(payment_method="pm_card_visa")
            case "requires_action":
                return self.paid("pm_card_authenticationRequired")
            case "processing":
                return self.intent(
                    currency="eur",
                    payment_method_types=["sepa_debit"],
                    payment_method_data=SEPA,
                    mandate_data={"customer_acceptance": {"type": "offline"}},
                    confirm=True,
                )
            case "requires_capture":
                return self.held()
            case "canceled":
                return self.post(f"/v1/payment_intents/{self.intent().id}/cancel")
            case _:
                return self.paid()

    def challenge(self, intent: Any, *, passed: bool) -> None:
        """The shopper passes or fails the challenge of a PaymentIntent."""
        work = Work(self.account)
        authenticate(work, work.load(PaymentIntent, intent.id), passed=passed)
        work.commit()

    def charge_of(self, intent: Any) -> Reply:
        """The latest charge of a PaymentIntent."""
        return self.get(f"/v1/charges/{intent.latest_charge}")


CARDS_NAMED = "2026-08-26.dahlia"
"""The last API version in which one names `payment_method_types`."""
SEPA = {
    "type": "sepa_debit",
    "sepa_debit": {"iban": "AT611904300234573201"},
    "billing_details": {"name": "Jo Example", "email": "jo@example.com"},
}
"""The parameters of a bank account whose debits go through, in some days."""
PAYER = {"name": "Jo Example", "email": "jo@example.com"}
"""As much as Stripe asks of a payer whose PaymentMethod is no card."""


def describing(kind: str) -> dict[str, Any]:
    """The parameters of a PaymentMethod of this kind, without an account's number."""
    data: dict[str, Any] = {"type": kind, "billing_details": PAYER}
    if kind == "boleto":
        data["boleto"] = {"tax_id": "000.000.000-00"}
    return data


_numbers = itertools.count(1)


def new_account(app: App) -> Stripe:
    """A client of an account that no other test knows."""
    return Stripe(app, f"sk_test_{next(_numbers):024d}")


def new_app() -> App:
    """A world whose clocks stand still."""
    return App(World("tests", frozen_at=NOW))
