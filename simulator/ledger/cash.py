"""The part of the ledger that is Customers' cash: what they transferred, and where it went.

Two positions: `cash`, which is theirs, and `applied`, which is set aside for payments that it does
not cover yet; a payment that is covered is then charged out of what was set aside.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from simulator.ledger.movement import Movement
from simulator.resources.cash_balance import Cash, CustomerCashBalanceTransaction
from simulator.resources.charge import Charge
from simulator.resources.funding import Funding
from simulator.resources.payment_intent import PaymentIntent
from simulator.store import Store

WAYS: Final[Mapping[str, tuple[str, str]]] = {
    "funded": ("shoppers", "cash"),
    "applied_to_payment": ("cash", "applied"),
    "unapplied_from_payment": ("applied", "cash"),
    "return_initiated": ("cash", "shoppers"),
    "return_canceled": ("shoppers", "cash"),
    "transferred_to_balance": ("cash", "elsewhere"),
}
"""Between which positions a transaction of each type moves money. What is refunded into the cash
is not here: the balance transaction of the refund tells of it."""


def of_cash(store: Store) -> Iterator[Movement]:
    """The movements of all cash."""
    rows: Iterable[CustomerCashBalanceTransaction]
    rows = store.table(CustomerCashBalanceTransaction.KIND).values()
    for row in rows:
        if row.type not in WAYS:
            continue
        source, target = WAYS[row.type]
        amount = abs(row.net_amount)
        yield Movement(
            at=row.created,
            what=row.type,
            subject=row.id,
            currency=row.currency,
            postings={source: -amount, target: amount},
        )


def is_paid_with_cash(charge: Charge) -> bool:
    """Whether the money of a charge was a Customer's cash."""
    details = charge.payment_method_details
    return isinstance(details, dict) and details.get("type") == "customer_balance"


def misplaced(store: Store, at: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Where the objects say that there is other cash than the movements do, in words.

    Args:
        at: what the movements sum up to, by currency and position; minor units.
    """
    return [
        f"{amount} {currency} should be {position}, not {there}"
        for position, by_currency in _expected(store).items()
        for currency, amount in by_currency.items()
        if (there := at.get(currency, {}).get(position, 0)) != amount
    ]


def _expected(store: Store) -> dict[str, dict[str, int]]:
    """What the objects say that each position holds, by position and currency; minor units."""
    sums: dict[str, dict[str, int]] = {"cash": defaultdict(int), "applied": defaultdict(int)}
    for cash in store.table(Cash.KIND).values():
        for currency, amount in (cash.balance.available or {}).items():
            sums["cash"][currency] += amount
    for funding in store.table(Funding.KIND).values():
        if funding.status == "partly_funded":
            intent: PaymentIntent = store.table(PaymentIntent.KIND)[funding.id]
            sums["applied"][intent.currency] += funding.applied
    return sums
