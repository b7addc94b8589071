"""The Payout: money on its way from the balance to a bank account.

Source: API reference, "Payouts".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec.structs import replace

from simulator import errors

Hash = dict[str, Any]
Status = Literal["pending", "in_transit", "paid", "failed", "canceled"]
SourceType = Literal["bank_account", "card", "fpx"]
Move = Literal["sent", "arrived", "returned", "canceled"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "pending": {
        "sent": "in_transit",
        "arrived": "paid",
        "returned": "failed",
        "canceled": "canceled",
    },
    "in_transit": {"arrived": "paid", "returned": "failed"},
    "paid": {"returned": "failed"},
    "failed": {},
    "canceled": {},
}
"""From which status which move leads where; what is not here is refused."""


class TraceId(msgspec.Struct, frozen=True, gc=False):
    """The number under which banks know the payout."""

    status: str = "pending"
    value: str | None = None


UNTRACED: Final = TraceId("unsupported")
"""Of a payout that is over and did not arrive. Source: API reference, "The Payout object", by which
it is pending no longer; that there is no number then is inferred."""


class Payout(msgspec.Struct, frozen=True, kw_only=True):
    """A Payout. `amount`: minor units; negative where money is fetched back."""

    KIND: ClassVar[str] = "payout"

    id: str
    object: Literal["payout"] = "payout"
    amount: int
    application_fee: str | None = None
    application_fee_amount: int | None = None
    arrival_date: int
    automatic: bool = False
    balance_transaction: str | None
    created: int
    currency: str
    description: str | None = None
    destination: str | None
    failure_balance_transaction: str | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    livemode: bool
    metadata: dict[str, str] | None
    method: Literal["standard", "instant"] = "standard"
    original_payout: str | None = None
    payout_method: str | None = None
    reconciliation_status: Literal["completed", "in_progress", "not_applicable"] = "not_applicable"
    reversed_by: str | None = None
    source_type: SourceType = "card"
    statement_descriptor: str | None = None
    status: Status = "pending"
    trace_id: TraceId | None = TraceId()
    type: Literal["bank_account", "card"] = "bank_account"


class PaidOut(msgspec.Struct, frozen=True, gc=False):
    """That a row of the ledger went into an automatic payout."""

    KIND: ClassVar[str] = "payout.row"

    id: str
    """The balance transaction's id."""
    payout: str


def reconciled(payout: Payout) -> Payout:
    """The automatic Payout whose rows can be asked for."""
    return replace(payout, reconciliation_status="completed")


def sent(payout: Payout) -> Payout:
    """The Payout once the bank has it."""
    return replace(payout, status=LIFE_CYCLE[payout.status]["sent"])


def arrived(payout: Payout, trace: str) -> Payout:
    """The Payout that has reached the bank account."""
    return replace(
        payout,
        status=LIFE_CYCLE[payout.status]["arrived"],
        trace_id=TraceId("supported", trace),
    )


def returned(payout: Payout, code: str, message: str, balance_transaction: str) -> Payout:
    """The Payout that the bank sent back; the money returns to the balance."""
    return replace(
        payout,
        status=LIFE_CYCLE[payout.status]["returned"],
        failure_balance_transaction=balance_transaction,
        failure_code=code,
        failure_message=message,
        trace_id=UNTRACED,
    )


def canceled(payout: Payout, balance_transaction: str) -> Payout:
    """The Payout that was never sent.

    Raises:
        AUTOMATIC_PAYOUT: nobody has made it.
        PAYOUT_NOT_CANCELABLE: the bank has it already, or it is over.
    """
    if payout.automatic:
        raise errors.AUTOMATIC_PAYOUT(id=payout.id)
    if "canceled" not in LIFE_CYCLE[payout.status]:
        raise errors.PAYOUT_NOT_CANCELABLE()
    return replace(
        payout,
        status="canceled",
        failure_balance_transaction=balance_transaction,
        trace_id=UNTRACED,
    )


def reversed_by(payout: Payout, reversal: str) -> Payout:
    """The Payout whose money was fetched back.

    Raises:
        PAYOUT_NOT_REVERSIBLE: it has not arrived, was reversed before, or went to a card.
    Source: API reference, "Reverse a payout", which debits bank accounts alone.
    """
    was_reversed = payout.reversed_by is not None or payout.original_payout is not None
    if payout.status != "paid" or was_reversed or payout.type != "bank_account":
        raise errors.PAYOUT_NOT_REVERSIBLE(id=payout.id)
    return replace(payout, reversed_by=reversal)
