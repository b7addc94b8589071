"""Coupons, the codes that bring them, and the Discounts that they become where they are applied.

A percentage is taken off the sum and spread over the amounts; an amount is taken off as far as it
goes. All is rounded half up to a whole minor unit, so that the parts make the whole.

Source: API reference, "Coupons", "Promotion Codes", "Discounts". How it rounds is inferred.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors, money
from simulator.catalogue.maker import Maker
from simulator.resources.charge import Charge
from simulator.resources.product import Product
from simulator.work import Work

Hash = dict[str, Any]
OVER: Final = Decimal(100)


def worth(coupon: Any, amount: int) -> int:
    """How much a coupon takes off an amount, minor units."""
    if coupon.percent_off is not None:
        return money.share(amount, str(Decimal(str(coupon.percent_off)) / OVER))
    return min(amount, int(coupon.amount_off or 0))


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
    only = getattr(coupon, "applies_to", None)
    if not isinstance(only, dict) or product is None:
        return True
    found = work.find(Product, product)
    return found is not None and found.id in (only.get("products") or ())


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
    """Count that the coupon, and the code that brought it, was used once more."""
    if promotion_code is not None:
        work.keep(replace(promotion_code, times_redeemed=promotion_code.times_redeemed + 1))
    if coupon is not None:
        times, most = coupon.times_redeemed + 1, coupon.max_redemptions
        valid = most is None or times < most
        work.keep(replace(coupon, times_redeemed=times, valid=coupon.valid and valid))


# What the parameters name.


def coupon_of(work: Work, given: Hash) -> tuple[Any, str | None]:
    """The coupon of `discounts`, and the promotion code that brings it.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE
    """
    rows = given.get("discounts") or ()
    if not rows:
        return None, None
    if code := rows[0].get("promotion_code"):
        found = named(work, "promotion_code", code, "discounts[0]")
        return of_promotion_code(work, found, given.get("customer"))
    if id := rows[0].get("coupon"):
        return usable(work, named(work, "coupon", id, "discounts[0]")), None
    return None, None


def chosen(work: Work, given: Hash) -> tuple[Any, str | None]:
    """The coupon, and the promotion code that brings it, of whichever parameter names them.

    Until basil there were parameters of their own for both.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE
    """
    for name in ("coupon", "promotion_code"):
        if id := given.get(name):
            found = work.find_any(name, id)
            if found is None:
                noun = name.replace("_", " ")
                raise errors.REFERENCE_MISSING(param=name, noun=noun, id=id)
            if name == "coupon":
                return usable(work, found), None
            return of_promotion_code(work, found, given.get("customer"))
    return coupon_of(work, given)


def of_promotion_code(work: Work, code: Any, customer: str | None = None) -> tuple[Any, str]:
    """The coupon of a promotion code.

    Raises:
        PROMOTION_CODE_GONE, NOT_FIRST_TIME
    """
    late = code.expires_at is not None and code.expires_at <= work.now
    spent = code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions
    if not code.active or late or spent:
        raise errors.PROMOTION_CODE_GONE()
    if customer is not None and code.restrictions.get("first_time_transaction"):
        _check_first_time(work, customer)
    coupon = work.find_any("coupon", code.promotion["coupon"])
    return usable(work, coupon), code.id


def _check_first_time(work: Work, customer: str) -> None:
    """Refuse a Customer who has paid before."""
    for charge in work.where(Charge, "customer", customer):
        if charge.paid:
            raise errors.NOT_FIRST_TIME()


def code_called(work: Work, text: str) -> Any:
    """The promotion code that customers know by these characters.

    Raises:
        PROMOTION_CODE_GONE
    """
    for code in work.account.store.table("promotion_code").values():
        if code.code.casefold() == text.casefold() and code.active:
            return code
    raise errors.PROMOTION_CODE_GONE()


def usable(work: Work, coupon: Any) -> Any:
    """The coupon, if it is good any more.

    Raises:
        COUPON_GONE
    """
    late = coupon.redeem_by is not None and coupon.redeem_by <= work.now
    if late or not coupon.valid:
        raise errors.COUPON_GONE(coupon=coupon.id)
    return coupon


def named(work: Work, kind: str, id: str, at: str) -> Any:
    """The object of a kind that the parameter at this place names.

    Raises:
        REFERENCE_MISSING
    """
    found = work.find_any(kind, id)
    if found is None:
        noun = kind.replace("_", " ")
        raise errors.REFERENCE_MISSING(param=f"{at}[{kind}]", noun=noun, id=id)
    return found
