"""Payouts: from the balance to a bank account, and what may go wrong on the way.

Source: API reference, "Payouts"; Stripe docs, "Receive payouts", "Testing" (payouts). When a payout
of test mode is sent and arrives is inferred.
"""

from typing import Any, Final, Literal

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.ids import drawn_digits
from simulator.operations.accounts.payout_destinations import External
from simulator.operations.money.balance import MOST, available
from simulator.operations.money.payout_destination import check_method, destination_of, failure_at
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import meets
from simulator.resources import payout as states
from simulator.resources.balance_transaction import DAY, BalanceTransaction, row
from simulator.resources.payout import Payout, SourceType
from simulator.wire.lists import Page, page
from simulator.work import Work

SENT_AFTER: Final = DAY // 2
ARRIVES_AFTER: Final = {"standard": DAY, "instant": 1800}
"""Seconds until the money is there, by method."""
STATEMENT: Final = "STRIPE PAYOUT"


def create(work: Work) -> Payout:
    """POST /v1/payouts

    Raises:
        TOO_SMALL, BALANCE_INSUFFICIENT, INSTANT_PAYOUTS_UNSUPPORTED, and what `check_lines` and
        `destination_of` raise
    """
    given = work.params
    amount, currency = given["amount"], given["currency"]
    if amount < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    check_lines(given)
    destination = destination_of(work, given.get("destination"), currency)
    method: Literal["standard", "instant"] = given.get("method") or "standard"
    check_method(destination, method)
    source_type: SourceType = given.get("source_type") or MOST
    if amount > available(work, currency, source_type):
        raise errors.BALANCE_INSUFFICIENT(part=source_type.replace("_", " "))
    return sent_off(
        work,
        amount,
        destination,
        currency,
        description=given.get("description"),
        metadata=dict(given.get("metadata") or {}),
        method=method,
        source_type=source_type,
        statement_descriptor=given.get("statement_descriptor"),
    )


def sent_off(work: Work, amount: int, destination: External, currency: str, **rest: Any) -> Payout:
    """A new payout on its way, kept, with its row.

    Args:
        amount: minor units.
        rest: further fields of the Payout.
    """
    id = work.new_id("po")
    method: Literal["standard", "instant"] = rest.get("method") or "standard"
    payout = Payout(
        id=id,
        amount=amount,
        arrival_date=_arrives(work.now, method),
        balance_transaction=_entered(work, id, -amount, currency, "payout").id,
        created=work.now,
        currency=currency,
        destination=destination.id,
        livemode=work.account.livemode,
        type=destination.object,
        **{"metadata": {}} | rest,
    )
    if method == "standard":
        work.schedule(work.now + SENT_AFTER, "payout_sent", id)
    work.schedule(work.now + ARRIVES_AFTER[method], "payout_arrives", id)
    work.post("payout.created", payout)
    return work.keep(payout)


def _arrives(now: int, method: Literal["standard", "instant"]) -> int:
    """What a payout of this moment says of its arrival: the first second of that day.

    That an instant one says the moment at which it was made is inferred.
    """
    return now if method == "instant" else (now + ARRIVES_AFTER[method]) // DAY * DAY


def _entered(work: Work, payout: str, amount: int, currency: str, type: str) -> BalanceTransaction:
    """A row of the ledger; minor units, negative where money leaves."""
    return work.keep(
        row(
            id=work.new_id("txn"),
            amount=amount,
            created=work.now,
            currency=currency,
            description=STATEMENT,
            source=payout,
            type=type,
            reporting_category="payout" if type == "payout" else "payout_reversal",
            at_once=True,
        )
    )


@due("payout_sent")
def payout_sent(work: Work, id: str) -> None:
    """The bank has it."""
    before = work.find(Payout, id)
    if before is not None and "sent" in states.LIFE_CYCLE[before.status]:
        work.post("payout.updated", work.keep(states.sent(before)), before=before)


@due("payout_arrives")
def payout_arrives(work: Work, id: str) -> None:
    """The money is there; or the bank sends it back, as those of some test accounts do."""
    before = work.find(Payout, id)
    if before is None or "arrived" not in states.LIFE_CYCLE[before.status]:
        return
    if (failure := failure_at(work, before.destination)) is None:
        trace = drawn_digits(work.account.chance.stream("network"), 15)
        work.post("payout.paid", work.keep(states.arrived(before, trace)))
        return
    entry = _entered(work, id, before.amount, before.currency, "payout_failure")
    after = states.returned(before, failure.code, failure.message, entry.id)
    work.post("payout.failed", work.keep(after))


def cancel(work: Work) -> Payout:
    """POST /v1/payouts/{payout}/cancel

    Raises:
        PAYOUT_NOT_CANCELABLE, AUTOMATIC_PAYOUT
    """
    before = work.load(Payout, work.path["payout"], "payout")
    states.canceled(before, "")  # Refused before anything is entered.
    entry = _entered(work, before.id, before.amount, before.currency, "payout_cancel")
    after = states.canceled(before, entry.id)
    for kind in ("payout_sent", "payout_arrives"):
        work.call_off(kind, before.id)
    work.post("payout.canceled", after)
    return work.keep(after)


def reverse(work: Work) -> Payout:
    """POST /v1/payouts/{payout}/reverse: fetch the money back by a payout of its own.

    Raises:
        PAYOUT_NOT_REVERSIBLE
    """
    before = work.load(Payout, work.path["payout"], "payout")
    id = work.new_id("po")
    original = states.reversed_by(before, id)
    back = replace(
        before,
        id=id,
        amount=-before.amount,
        arrival_date=_arrives(work.now, "standard"),
        balance_transaction=_entered(work, id, before.amount, before.currency, "payout").id,
        created=work.now,
        metadata=dict(work.params.get("metadata") or {}),
        original_payout=before.id,
        status="pending",
        trace_id=states.TraceId(),
    )
    work.keep(original)
    work.schedule(work.now + ARRIVES_AFTER["standard"], "payout_arrives", id)
    work.post("payout.created", back)
    return work.keep(back)


def retrieve(work: Work) -> Payout:
    """GET /v1/payouts/{payout}"""
    return work.load(Payout, work.path["payout"], "payout")


def update(work: Work) -> Payout:
    """POST /v1/payouts/{payout}: metadata alone."""
    before = work.load(Payout, work.path["payout"], "payout")
    if "metadata" not in work.params:
        return before
    metadata = merged_metadata(before.metadata or {}, work.params["metadata"])
    after = replace(before, metadata=metadata)
    if after != before:
        work.post("payout.updated", after, before=before)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/payouts"""
    return page(
        work.account.store.table("payout").values(),
        work.params,
        "/v1/payouts",
        "payout",
        keep=meets(work, "arrival_date", "destination", "status"),
    )
