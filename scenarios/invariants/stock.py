"""Invariants over the goods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scenarios.invariants.rules import CannotKnow, Violation, invariant
from scenarios.seen import MONEY_STATES, Seen

# States of an order that lives: what it holds is sold or reserved for it.
ALIVE = frozenset({"authorized", "paid", "disputed", "partially_refunded"})
NOT_YET = frozenset({"pending", "processing"})


@invariant("I1")
def stock_is_conserved(seen: Seen) -> Iterator[Violation]:
    """No unit of stock appears or vanishes.

    For every sku: on hand is not negative, and on hand + sold is what there was at first (reserved
    units are still on hand, and are at most what is on hand). What left the shelf is at most what
    orders hold that have a payment; a shop that says how much it sold is held to its own word too.

    Raises:
        CannotKnow: the shop does not say its stock.
    """
    if seen.view.stock is None:
        raise CannotKnow("the shop does not say its stock")
    ordered = _ordered(seen)
    for stock in seen.view.stock:
        item = f"sku {stock.sku}"
        if stock.on_hand < 0:
            yield Violation(
                "stock_is_conserved", item, f"{-stock.on_hand} more sold than there was", 1
            )
        if stock.reserved is not None and stock.reserved < 0:
            yield Violation("stock_is_conserved", item, f"{stock.reserved} units reserved", 1)
        if stock.reserved is not None and stock.reserved > max(stock.on_hand, 0):
            yield Violation(
                "stock_is_conserved",
                item,
                f"{stock.reserved} units reserved, {stock.on_hand} on hand",
                1,
            )
        if stock.initial is None:
            continue
        gone = stock.initial - stock.on_hand
        if stock.sold is not None and gone != stock.sold:
            yield Violation(
                "stock_is_conserved", item, f"{gone} units left the shelf, {stock.sold} sold", 1
            )
        if ordered is not None and gone > ordered[stock.sku]:
            yield Violation(
                "stock_is_conserved",
                item,
                f"{gone} units left the shelf, {ordered[stock.sku]} ordered and paid",
                1,
            )


@invariant("I1")
def nothing_is_oversold(seen: Seen) -> Iterator[Violation]:
    """Nobody pays for what is not there.

    For every sku: the units that paid or authorized orders hold are at most what there was at
    first.

    Raises:
        CannotKnow: the shop does not say its stock, or its orders do not say their lines.
    """
    if seen.view.stock is None:
        raise CannotKnow("the shop does not say its stock")
    held: Counter[str] = Counter()
    for order in seen.view.orders:
        if order.lines is None:
            raise CannotKnow("the shop's orders do not say what they hold")
        if order.payment in ALIVE:
            for line in order.lines:
                held[line.sku] += line.quantity
    for stock in seen.view.stock:
        if stock.initial is not None and held[stock.sku] > stock.initial:
            yield Violation(
                "nothing_is_oversold",
                f"sku {stock.sku}",
                f"{held[stock.sku]} units sold, there were {stock.initial}",
                at_stake=held[stock.sku] - stock.initial,
            )


@invariant("I2")
def reservations_end(seen: Seen) -> Iterator[Violation]:
    """A reservation ends with its order: nothing stays reserved for nobody.

    For every sku, once all is quiet: units reserved are at most what orders hold that still wait
    for their money.

    Raises:
        CannotKnow: the shop does not say what is reserved, or what its orders hold.
    """
    if seen.view.stock is None or all(s.reserved is None for s in seen.view.stock):
        raise CannotKnow("the shop does not say what is reserved")
    waiting: Counter[str] = Counter()
    for order in seen.view.orders:
        if order.lines is None:
            raise CannotKnow("the shop's orders do not say what they hold")
        if order.payment in ALIVE | NOT_YET:
            for line in order.lines:
                waiting[line.sku] += line.quantity
    for stock in seen.view.stock:
        if stock.reserved is not None and stock.reserved > waiting[stock.sku]:
            yield Violation(
                "reservations_end",
                f"sku {stock.sku}",
                f"{stock.reserved} units reserved, living orders hold {waiting[stock.sku]}",
                at_stake=1,
            )


def _ordered(seen: Seen) -> Counter[str] | None:
    """Units in all orders that may take stock, by sku; None where orders do not say.

    An order that calls itself paid or authorized and has no payment at all may not.
    """
    ordered: Counter[str] = Counter()
    for order in seen.view.orders:
        if order.lines is None:
            return None
        backed = bool(seen.intents_of_order[order.id]) or order.payment in NOT_YET
        if backed and order.payment in ALIVE | MONEY_STATES | NOT_YET:
            for line in order.lines:
                ordered[line.sku] += line.quantity
    return ordered
