"""What a coupon takes off, and the Discount that it becomes where it is applied.

A percentage is taken off the sum and spread over the amounts; an amount is taken off as far as it
goes. All is rounded half up to a whole minor unit, so that the parts make the whole.

Source: API reference, "Coupons", "Discounts". How it rounds is inferred.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from simulator import money
from simulator.catalogue.maker import Maker
from simulator.operations.selling.code_lives import is_good, retire
from simulator.resources.coupon import CouponRest, DeletedCoupon
from simulator.resources.product import Product
from simulator.work import Work

Hash = dict[str, Any]
OVER: Final = Decimal(100)


def worth(work: Work, coupon: Any, amount: int, currency: str) -> int:
    """How much a coupon takes off an amount in this currency, minor units."""
    if coupon.percent_off is not None:
        return money.share(amount, str(Decimal(str(coupon.percent_off)) / OVER))
    return min(amount, amount_off(work, coupon, currency) or 0)


def amount_off(work: Work, coupon: Any, currency: str) -> int | None:
    """What a coupon over an amount is worth in a currency; None where it has none in it."""
    if coupon.currency == currency:
        return int(coupon.amount_off)
    rest = work.find(CouponRest, coupon.id)
    option = ((rest and rest.currency_options) or {}).get(currency)
    return None if option is None else int(option["amount_off"])


def spread(amounts: Sequence[int], discount: int) -> list[int]:
    """A discount over amounts, by their size."""
    whole = sum(amounts)
    if not whole or not discount:
        return [0] * len(amounts)
    parts, counted, given = [], 0, 0
    for amount in amounts:
        counted += amount
        due = (2 * discount * counted + whole) // (2 * whole)  # half up, of all so far
        parts.append(due - given)
        given = due
    return parts


def applies(work: Work, coupon: Any, product: str | None) -> bool:
    """Whether a coupon is good for a product: for all, unless it names some."""
    rest = work.find(CouponRest, coupon.id)
    if rest is None or rest.applies_to is None or product is None:
        return True
    found = work.find(Product, product)
    return found is not None and found.id in (rest.applies_to.get("products") or ())


def coupon_of(work: Work, discount: Any) -> Any | None:
    """The coupon that a Discount was made of, also one that was deleted since.

    Source: API reference, "Delete a coupon".
    """
    id = discount.source["coupon"]
    return work.find_any("coupon", id) or work.find(DeletedCoupon, id)


def is_once(work: Work, discount: Any) -> bool:
    """Whether a Discount is good for one invoice."""
    coupon = coupon_of(work, discount)
    return coupon is None or coupon.duration == "once"


def made(work: Work, coupon: Any, promotion_code: str | None, **where: Any) -> Any:
    """The Discount that a coupon becomes.

    Args:
        where: the customer, subscription, or whatever it is applied to.
    """
    fields = {
        "id": work.new_id("di"),
        "promotion_code": promotion_code,
        "source": {"coupon": coupon.id, "type": "coupon"},
        "start": work.now,
        **where,
    }
    return replace(Maker(work).make("Discount", {}), **fields)


def count(work: Work, coupon: Any, promotion_code: Any | None) -> None:
    """Count that the coupon, and the code that brought it, was used once more.

    Seen in 2022: the code tells of it, and holds the coupon as it is by then.
    """
    if coupon is not None:
        times, most = coupon.times_redeemed + 1, coupon.max_redemptions
        valid = most is None or times < most
        work.keep(replace(coupon, times_redeemed=times, valid=coupon.valid and valid))
    if promotion_code is not None:
        after = replace(promotion_code, times_redeemed=promotion_code.times_redeemed + 1)
        after = replace(after, active=after.active and is_good(work, after))
        work.post("promotion_code.updated", work.keep(after), before=promotion_code)
    if coupon is not None and coupon.max_redemptions is not None:
        retire(work, coupon.id)
