"""Reading the simulator's ledger into `seen`, leaving out what was there before a story began."""

from __future__ import annotations

import http.client
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scenarios.seen import Call, Charge, Delivery, Dispute, Intent, Ledger, Refund, Step
from simulator import SimulatorError

if TYPE_CHECKING:
    from simulator import Account, RequestView

ANSWERS_WITHIN_S: Final = 30.0


class SimulatorBroke(Exception):  # noqa: N818 - it is an outcome
    """The simulator does not answer as it must: whatever was seen says nothing about the shop."""


def must_answer(simulator: Account) -> None:
    """Ask the simulator for what every story begins with.

    Raises:
        SimulatorBroke: it did not answer, or not well.
    """
    try:
        status, _ = simulator.api("GET", "/v1/customers", {"limit": 1}, timeout=ANSWERS_WITHIN_S)
        Mark.of(simulator)
    except (OSError, http.client.HTTPException, SimulatorError, ValueError) as error:
        said = str(error) or type(error).__name__
        raise SimulatorBroke(f"the simulator no longer answers: {said}") from error
    if status != 200:
        raise SimulatorBroke(f"the simulator answers {status} to whatever it is asked")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a story begins: the ids that were there already, and the last call that was made."""

    ids: frozenset[str]
    calls: int
    deliveries: frozenset[str]
    customers: frozenset[str]

    @classmethod
    def of(cls, simulator: Account) -> Mark:
        ledger = simulator.ledger()
        rows = (*ledger.payment_intents, *ledger.charges, *ledger.refunds, *ledger.disputes)
        return cls(
            frozenset(str(get(row, "id")) for row in rows),
            _last(simulator.requests()),
            frozenset(str(get(row, "id")) for row in simulator.deliveries.list()),
            frozenset(customer for customer, _ in _customers(simulator)),
        )

    def news(self, simulator: Account) -> int:
        """A number that grows with every call that is made."""
        return _last(simulator.journal(after=self.calls).data)


def _last(calls: Sequence[RequestView]) -> int:
    """The place of the last call among all that happened; 0: there was none."""
    return calls[-1].order if calls else 0


def read_ledger(simulator: Account, since: Mark, *, leaving_out: Collection[str] = ()) -> Ledger:
    """What money did since the mark, leaving out the payments of others."""
    ledger = simulator.ledger()

    def new(rows: Iterable[Any]) -> Iterable[Any]:
        return (
            row
            for row in rows
            if get(row, "id") not in since.ids
            and not {get(row, "id"), _id(get(row, "payment_intent"))} & {*leaving_out}
        )

    journal = simulator.journal(after=since.calls)
    requests = journal.data
    deliveries = [
        row for row in simulator.deliveries.list() if get(row, "id") not in since.deliveries
    ]
    return Ledger(
        tuple(_intent(row) for row in new(ledger.payment_intents)),
        tuple(_charge(row) for row in new(ledger.charges)),
        tuple(_refund(row) for row in new(ledger.refunds)),
        tuple(_dispute(row) for row in new(ledger.disputes)),
        tuple(_call(row) for row in requests if _by_shop(row)),
        tuple(_delivery(row) for row in deliveries),
        tuple(pair for pair in _customers(simulator) if pair[0] not in since.customers),
        tuple(_steps(requests, deliveries)),
        calls_are_all=journal.forgotten <= since.calls,
    )


def get(row: Any, name: str, default: Any = None) -> Any:
    """A field of a row, whether it is a dict or a struct."""
    if isinstance(row, Mapping):
        return row.get(name, default)
    return getattr(row, name, default)


def _id(value: Any) -> str | None:
    """The id of what a field refers to, expanded or not."""
    if value is None or isinstance(value, str):
        return value
    return str(get(value, "id"))


def _intent(row: Any) -> Intent:
    return Intent(
        get(row, "id"),
        get(row, "status"),
        get(row, "amount"),
        get(row, "amount_capturable") or 0,
        get(row, "amount_received") or 0,
        get(row, "currency"),
        dict(get(row, "metadata") or {}),
        _id(get(row, "customer")),
        get(row, "created") or 0,
    )


def _charge(row: Any) -> Charge:
    return Charge(
        get(row, "id"),
        _id(get(row, "payment_intent")),
        get(row, "amount"),
        get(row, "amount_captured") or 0,
        get(row, "amount_refunded") or 0,
        get(row, "currency"),
        get(row, "status"),
        bool(get(row, "disputed")),
    )


def _refund(row: Any) -> Refund:
    return Refund(
        get(row, "id"),
        _id(get(row, "charge")),
        _id(get(row, "payment_intent")),
        get(row, "amount"),
        get(row, "currency"),
        get(row, "status") or "pending",
        get(row, "created") or 0,
    )


def _dispute(row: Any) -> Dispute:
    return Dispute(
        get(row, "id"),
        _id(get(row, "charge")),
        _id(get(row, "payment_intent")),
        get(row, "amount"),
        get(row, "status"),
        get(row, "created") or 0,
    )


def _call(row: Any) -> Call:
    return Call(
        str(get(row, "request_id") or get(row, "id") or ""),
        get(row, "method"),
        get(row, "path"),
        get(row, "status"),
        get(row, "error_code"),
        get(row, "idempotency_key"),
        dict(get(row, "params") or {}),
        get(row, "at") or get(row, "created") or 0,
    )


def _delivery(row: Any) -> Delivery:
    attempts = get(row, "attempts") or ()
    return Delivery(
        get(row, "id"),
        _id(get(row, "event")) or "",
        get(row, "event_type") or get(row, "type") or "",
        get(row, "state") or get(row, "status") or "",
        tuple(get(attempt, "status") for attempt in attempts),
    )


def _steps(requests: Iterable[Any], deliveries: Iterable[Any]) -> Iterable[Step]:
    """Calls that did something, whoever made them, and attempts, as they followed each other."""
    placed = [
        (
            get(row, "order"),
            Step(
                "shop" if _by_shop(row) else "shopper",
                f"{get(row, 'method')} {get(row, 'path')}",
                get(row, "status"),
                get(row, "error_code"),
                tuple(get(row, "faults") or ()),
                get(row, "at"),
            ),
        )
        for row in requests
        if _by_shop(row) or get(row, "method") != "GET"  # whoever looks on changes nothing
    ]
    placed.extend(
        (
            get(attempt, "order"),
            Step(
                "stripe",
                get(row, "event_type"),
                get(attempt, "status"),
                get(attempt, "error"),
                tuple(get(attempt, "faults") or ()),
                get(attempt, "at"),
            ),
        )
        for row in deliveries
        for attempt in get(row, "attempts") or ()
    )
    return (step for _, step in sorted(placed, key=lambda pair: pair[0]))


def _by_shop(row: Any) -> bool:
    """Whether the shop made this call, and not the harness playing shopper or dashboard."""
    return bool(get(row, "caller") != "harness")


def _shopper(row: Mapping[str, Any]) -> str | None:
    """Who a Customer is to the shop: by email, else by what the shop wrote on it."""
    return row.get("email") or ", ".join(sorted((row.get("metadata") or {}).values())) or None


def _customers(simulator: Account) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    after: dict[str, str] = {}
    while True:
        status, page = simulator.api("GET", "/v1/customers", {"limit": 100, **after})
        if status != 200:
            return found
        found.extend((row["id"], _shopper(row)) for row in page["data"])
        if not page["has_more"] or not page["data"]:
            return found
        after = {"starting_after": page["data"][-1]["id"]}
