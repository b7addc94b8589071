"""The Discounts of an invoice, and of an invoice item.

Source: API reference, "Create an invoice" (discounts), "Create an invoice item" (discounts).
"""

from collections.abc import Iterable
from typing import Any

from simulator.operations.selling import discounting, redeeming
from simulator.operations.selling.redeeming import Purchase
from simulator.work import Work

Hash = dict[str, Any]


def asked(work: Work, rows: Iterable[Hash], **where: Any) -> list[str]:
    """The ids of the Discounts that a request names or makes; kept.

    Args:
        where: the customer, and the invoice or the item that they are good for.
    Raises:
        REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE, NOT_FIRST_TIME
    """
    return [_asked(work, row, f"discounts[{at}]", where) for at, row in enumerate(rows)]


def _asked(work: Work, row: Hash, at: str, where: Hash) -> str:
    if known := row.get("discount"):
        found: str = redeeming.named(work, "discount", known, at).id
        return found
    coupon, code = None, None
    if named := row.get("promotion_code"):
        code = redeeming.named(work, "promotion_code", named, at)
        coupon, _ = redeeming.of_promotion_code(work, code, Purchase(customer=where["customer"]))
    else:
        named = redeeming.named(work, "coupon", row.get("coupon") or "", at)
        coupon = redeeming.usable(work, named)
    made = discounting.made(work, coupon, None if code is None else code.id, **where)
    discounting.count(work, coupon, code)
    kept: str = work.keep(made).id
    return kept
