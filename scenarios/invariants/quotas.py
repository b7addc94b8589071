"""Invariants over what is given away: coupons."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.invariants.rules import CannotKnow, Violation, invariant
from scenarios.invariants.stock import ALIVE
from scenarios.seen import Seen


@invariant("I3")
def no_coupon_is_overspent(seen: Seen) -> Iterator[Violation]:
    """A coupon is used as often as it may be, and no oftener.

    For every coupon: how often the shop says that it was used, and the number of living orders that
    used it, are at most its limit.

    Raises:
        CannotKnow: the shop does not say its coupons.
    """
    if seen.view.coupons is None:
        raise CannotKnow("the shop does not say its coupons")
    for coupon in seen.view.coupons:
        orders = [o for o in seen.view.orders if o.coupon == coupon.code and o.payment in ALIVE]
        uses = max(coupon.uses, len(orders))
        if uses > coupon.limit:
            yield Violation(
                "no_coupon_is_overspent",
                f"coupon {coupon.code}",
                f"used {uses} times, and good for {coupon.limit}",
                at_stake=uses - coupon.limit,
                evidence=tuple(order.id for order in orders),
            )
