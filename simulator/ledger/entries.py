"""Every movement of money, drawn from the objects themselves."""

from collections.abc import Iterable, Iterator
from typing import Final

from simulator.ledger.cash import is_paid_with_cash, of_cash
from simulator.ledger.movement import Movement
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


def movements(store: Store) -> list[Movement]:
    """All movements, in the order of their time."""
    found = [
        *_of_charges(store),
        *_of_transactions(store),
        *of_cash(store),
        *_of_lost_disputes(store.table(Dispute.KIND).values()),
    ]
    return sorted(found, key=lambda move: move.at)


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
        left = charge.amount - charge.amount_captured - held_of(store, charge)
        if left:
            yield moved("released", "held", "shoppers", left)


def refunds(store: Store) -> list[Refund]:
    """The Refunds but for those of what was never taken out of a charge that was captured."""
    let_go = {each.refund for each in store.table(LetGo.KIND).values()}
    return [refund for refund in store.table(Refund.KIND).values() if refund.id not in let_go]


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


def held_of(store: Store, charge: Charge) -> int:
    """What of a charge is authorized, and neither captured nor released; minor units."""
    return capturable(charge, let_go=store.get(LetGo.KIND, charge.id) is not None)
