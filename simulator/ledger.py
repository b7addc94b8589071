"""The ledger: what money did in one account, in double entry.

Every movement takes minor units from some positions to others, and its postings sum to nothing.
The positions:

    shoppers     what the shoppers' banks have or hold back (below zero: they gave it)
    held         authorized, and neither captured nor released
    in_transit   captured, and not yet in the balance (`automatic_async`, debits)
    balance      the account's balance at Stripe
    fees         what Stripe and others keep
    cash         what Customers transferred and nothing was paid with yet
    applied      cash that is set aside for payments that it does not cover yet
    disputed     taken back by banks until disputes are decided
    bank         paid out
    exchanged    what changed its currency on the way: it left in one, and came in another
    elsewhere    transfers, application fees, top-ups, and whatever else a balance transaction
                 tells of

The movements are drawn from the objects themselves; `discrepancies` says where these contradict
each other. An invariant of the simulator's own: there is never one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from simulator.cash_ledger import is_paid_with_cash, misplaced, of_cash
from simulator.movement import Movement
from simulator.resources.balance_transaction import BalanceTransaction
from simulator.resources.charge import Charge, LetGo, capturable
from simulator.resources.dispute import Dispute
from simulator.resources.refund import Refund
from simulator.store import Store

TAKEN: Final = frozenset({"charge", "payment"})
GIVEN_BACK: Final = frozenset(
    {"refund", "payment_refund", "refund_failure", "payment_failure_refund"}
)
PAID_OUT: Final = frozenset({"payout", "payout_cancel", "payout_failure"})
DISPUTED: Final = frozenset({"dispute", "dispute_reversal"})
STANDS: Final = frozenset({"succeeded", "pending", "requires_action"})


def movements(store: Store) -> list[Movement]:
    """All movements, in the order of their time."""
    found = [
        *_of_charges(store),
        *_of_transactions(store),
        *of_cash(store),
        *_of_lost_disputes(store.table(Dispute.KIND).values()),
    ]
    return sorted(found, key=lambda move: move.at)


def positions(of: Iterable[Movement]) -> dict[str, dict[str, int]]:
    """Where the money is, by currency and position."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for move in of:
        for position, amount in move.postings.items():
            sums[move.currency][position] += amount
    return {currency: dict(sorted(amounts.items())) for currency, amounts in sorted(sums.items())}


def discrepancies(store: Store, of: Iterable[Movement]) -> list[str]:
    """Where the objects contradict each other, in words; nothing, ever."""
    found = [
        f"{move.what} of {move.subject} does not balance: {move.postings}"
        for move in of
        if sum(move.postings.values())
    ]
    refunded: dict[str, int] = defaultdict(int)
    for refund in refunds(store):
        if refund.charge is not None and refund.status in STANDS:
            refunded[refund.charge] += refund.amount
    held: dict[str, int] = defaultdict(int)
    transit: dict[str, int] = defaultdict(int)
    for charge in store.table(Charge.KIND).values():
        held[charge.currency] += _held(store, charge)
        if charge.balance_transaction is None and charge.status == "succeeded":
            transit[charge.currency] += charge.amount_captured
        if charge.amount_captured > charge.amount:
            found.append(f"{charge.id} captured more than was authorized")
        if charge.amount_captured and charge.amount_refunded > charge.amount_captured:
            found.append(f"{charge.id} gave back more than it took")
        if charge.amount_captured and charge.amount_refunded != refunded[charge.id]:
            found.append(
                f"{charge.id} says that {charge.amount_refunded} went back,"
                f" its refunds say {refunded[charge.id]}"
            )
    at = positions(of)
    for currency, expected in held.items():
        if at.get(currency, {}).get("held", 0) != expected:
            found.append(f"{expected} {currency} should be held, not {at[currency]['held']}")
    for currency, expected in transit.items():
        if at.get(currency, {}).get("in_transit", 0) != expected:
            found.append(
                f"{expected} {currency} should be in transit, not {at[currency]['in_transit']}"
            )
    return found + misplaced(store, at)


def _held(store: Store, charge: Charge) -> int:
    return capturable(charge, let_go=store.get(LetGo.KIND, charge.id) is not None)


def refunds(store: Store) -> list[Refund]:
    """The Refunds but for those of what was never taken out of a charge that was captured."""
    let_go = {each.refund for each in store.table(LetGo.KIND).values()}
    return [refund for refund in store.table(Refund.KIND).values() if refund.id not in let_go]


def _of_charges(store: Store) -> Iterator[Movement]:
    for charge in store.table(Charge.KIND).values():
        if charge.status != "succeeded":
            continue

        def moved(
            what: str, source: str, target: str, amount: int, of: Charge = charge
        ) -> Movement:
            return Movement(
                at=of.created,
                what=what,
                subject=of.id,
                currency=of.currency,
                postings={source: -amount, target: amount},
            )

        payer = "elsewhere" if charge.source_transfer else "shoppers"
        if is_paid_with_cash(charge):
            payer = "applied"
        yield moved("authorized", payer, "held", charge.amount)
        if charge.amount_captured:
            yield moved("captured", "held", "in_transit", charge.amount_captured)
        left = charge.amount - charge.amount_captured - _held(store, charge)
        if left:
            yield moved("released", "held", "shoppers", left)


def _of_transactions(store: Store) -> Iterator[Movement]:
    for row in store.table(BalanceTransaction.KIND).values():
        postings = {"balance": row.net}
        if row.fee:
            postings["fees"] = row.fee
        other = _counterpart(store, row)
        told = _told_of(store, row)
        if told is not None and told[1] != row.currency:  # Money was exchanged on the way.
            amount, currency = told
            yield Movement(
                at=row.created,
                what="exchanged",
                subject=row.source or row.id,
                currency=currency,
                postings={other: -amount, "exchanged": amount},
            )
            other = "exchanged"
        postings[other] = postings.get(other, 0) - row.amount
        yield Movement(
            at=row.created,
            what=row.type,
            subject=row.source or row.id,
            currency=row.currency,
            postings=postings,
        )


def _told_of(store: Store, row: BalanceTransaction) -> tuple[int, str] | None:
    """The amount that a row tells of and its currency, where another than the row's may be."""
    sign = 1 if row.amount >= 0 else -1
    if row.type in TAKEN:
        charge = store.get(Charge.KIND, row.source or "")
        return None if charge is None else (charge.amount_captured, charge.currency)
    if row.type in GIVEN_BACK:
        refund = store.get(Refund.KIND, row.source or "")
        return None if refund is None else (sign * refund.amount, refund.currency)
    if row.reporting_category in DISPUTED:
        dispute = store.get(Dispute.KIND, row.source or "")
        return None if dispute is None else (sign * dispute.amount, dispute.currency)
    return None


def _counterpart(store: Store, row: BalanceTransaction) -> str:
    """Where the money of a balance transaction comes from, or goes to."""
    if row.type in TAKEN:
        return "in_transit"
    if row.type in GIVEN_BACK:
        refund = store.get(Refund.KIND, row.source or "")
        was_transferred = refund is not None and refund.source_transfer_reversal
        return "elsewhere" if was_transferred else "shoppers"
    if row.type in PAID_OUT:
        return "bank"
    return "disputed" if row.reporting_category in DISPUTED else "elsewhere"


def _of_lost_disputes(disputes: Iterable[Dispute]) -> Iterator[Movement]:
    for dispute in disputes:
        taken = dispute.amount
        withdrawn = any(row.amount for row in dispute.balance_transactions)
        if dispute.status == "lost" and withdrawn:
            yield Movement(
                at=dispute.created,
                what="dispute lost",
                subject=dispute.id,
                currency=dispute.currency,
                postings={"disputed": -taken, "shoppers": taken},
            )


def totals(store: Store, of: Iterable[Movement]) -> dict[str, dict[str, Any]]:
    """What was authorized, captured, released, refunded, disputed and paid in fees, by currency."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for move in of:
        found = sums[move.currency]
        if move.what in ("authorized", "captured", "released"):
            found[move.what] += max(move.postings.values())
        found["fees"] += move.postings.get("fees", 0)
    for refund in refunds(store):
        charge = store.get(Charge.KIND, refund.charge) if refund.charge else None
        was_taken = refund.charge is not None and (charge is None or charge.amount_captured)
        if refund.status in STANDS and was_taken:
            sums[refund.currency]["refunded"] += refund.amount
    for dispute in store.table(Dispute.KIND).values():
        if dispute.status not in ("won", "warning_closed", "prevented"):
            sums[dispute.currency]["disputed"] += dispute.amount
    return {currency: dict(found) for currency, found in sorted(sums.items())}
