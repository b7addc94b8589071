"""Automatic reconciliation: to which open payments a transfer goes.

In this order: the payment whose reference the transfer bears; else a group of at most five that
wait for just what was sent; and what is then left goes to the oldest, invoices first. An invoice is
paid in whole or not at all.

Source: Stripe docs, "Reconciliation". That what a reference or a group leaves over goes on to the
oldest, and among how many payments groups are sought, is inferred.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

GROUP_MOST: Final = 5
SOUGHT_AMONG: Final = 20
"""Among so many of the oldest payments groups are sought: all those of more would take too long."""


class Waiting(NamedTuple):
    """A payment that waits for a transfer."""

    id: str
    missing: int
    """Minor units."""
    reference: str | None
    since: int
    """Unix seconds."""
    of_invoice: bool = False


class Share(NamedTuple):
    """What of the cash goes to which payment; minor units."""

    id: str
    amount: int


def shared_out(
    cash: int, waiting: Sequence[Waiting], *, sent: int, reference: str | None
) -> list[Share]:
    """Who gets what.

    Args:
        cash: all that the Customer has in the currency, minor units.
        sent: what has just come in of it, minor units.
        reference: what was written on the transfer.
    """
    shares: list[Share] = []
    for each in _in_order(waiting, sent, reference):
        amount = min(cash, each.missing)
        if amount == 0 or (each.of_invoice and amount < each.missing):
            continue
        shares.append(Share(each.id, amount))
        cash -= amount
    return shares


def _in_order(waiting: Sequence[Waiting], sent: int, reference: str | None) -> Iterator[Waiting]:
    """The payments in the order in which they are funded."""
    oldest_first = sorted(waiting, key=lambda each: (not each.of_invoice, each.since))
    first = _named(oldest_first, reference) or _group(oldest_first, sent)
    yield from first
    yield from (each for each in oldest_first if each not in first)


def _named(waiting: Sequence[Waiting], reference: str | None) -> tuple[Waiting, ...]:
    """The one payment that bears this reference."""
    if not reference:
        return ()
    found = tuple(each for each in waiting if each.reference == reference)
    return found if len(found) == 1 else ()


def _group(waiting: Sequence[Waiting], sent: int) -> tuple[Waiting, ...]:
    """The smallest group that waits for just this.

    Of several it is the one with the most invoices, then the one with the oldest payments.
    """
    among = waiting[:SOUGHT_AMONG]
    for size in range(1, GROUP_MOST + 1):
        fitting = [
            group
            for group in combinations(among, size)
            if sum(each.missing for each in group) == sent
        ]
        if fitting:
            return min(fitting, key=_preference)
    return ()


def _preference(group: tuple[Waiting, ...]) -> tuple[int, list[int]]:
    return -sum(each.of_invoice for each in group), sorted(each.since for each in group)
