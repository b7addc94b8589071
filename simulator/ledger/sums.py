"""Where the money is, what it did in sums, and where the objects contradict each other."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from simulator.ledger.cash import misplaced
from simulator.ledger.entries import held_of, refunds
from simulator.ledger.movement import Movement
from simulator.resources.charge import Charge, most_capturable
from simulator.resources.dispute import Dispute
from simulator.store import Store

STANDS: Final = frozenset({"succeeded", "pending", "requires_action"})


def positions(of: Iterable[Movement]) -> dict[str, dict[str, int]]:
    """Where the money is, by currency and position."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for move in of:
        for position, amount in move.postings.items():
            sums[move.currency][position] += amount
    return {currency: dict(sorted(amounts.items())) for currency, amounts in sorted(sums.items())}


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
        held[charge.currency] += held_of(store, charge)
        if charge.balance_transaction is None and charge.status == "succeeded":
            transit[charge.currency] += charge.amount_captured
        if charge.amount_captured > most_capturable(charge):
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
