"""Coupons and promotion codes that parameters name: whether they are good for what is bought.

Source: API reference, "Coupons", "Promotion Codes" (restrictions), "Discounts".
"""

from typing import Any, Final

import msgspec

from simulator import errors
from simulator.operations.selling.code_lives import is_good
from simulator.operations.selling.discounting import amount_off
from simulator.resources.charge import Charge
from simulator.resources.coupon import PromotionCodeRest
from simulator.resources.invoice import Invoice
from simulator.work import Work

Hash = dict[str, Any]


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """What a discount is to be taken off, so far as it is known."""

    customer: str | None = None
    currency: str | None = None
    amount: int | None = None
    """Before the discount, minor units."""
    by_guest: bool = False
    """Whether who buys becomes no Customer."""


UNKNOWN: Final = Purchase()


def coupon_of(work: Work, given: Hash, bought: Purchase) -> tuple[Any, str | None]:
    """The coupon of `discounts`, and the promotion code that brings it.

    Raises:
        REFERENCE_MISSING, EXCLUSIVE, COUPON_GONE, PROMOTION_CODE_GONE and what else
        `of_promotion_code` and `usable` raise
    """
    rows = given.get("discounts") or ()
    if not rows:
        return None, None
    code, id = rows[0].get("promotion_code"), rows[0].get("coupon")
    if code and id:
        raise errors.EXCLUSIVE(param="discounts[0]", names="coupon, promotion_code")
    if code:
        found = named(work, "promotion_code", code, "discounts[0]")
        return of_promotion_code(work, found, bought)
    if id:
        return usable(work, named(work, "coupon", id, "discounts[0]"), bought.currency), None
    return None, None


def chosen(work: Work, given: Hash, *, currency: str | None = None) -> tuple[Any, str | None]:
    """The coupon, and the promotion code that brings it, of whichever parameter names them.

    Until basil there were parameters of their own for both.

    Args:
        currency: what is paid in; None where that is open.

    Raises:
        REFERENCE_MISSING, and what `of_promotion_code` and `usable` raise
    """
    bought = Purchase(customer=given.get("customer"), currency=currency)
    for name in ("coupon", "promotion_code"):
        if id := given.get(name):
            found = work.find_any(name, id)
            if found is None:
                noun = name.replace("_", " ")
                raise errors.REFERENCE_MISSING(param=name, noun=noun, id=id)
            if name == "coupon":
                return usable(work, found, currency), None
            return of_promotion_code(work, found, bought)
    return coupon_of(work, given, bought)


def of_promotion_code(work: Work, code: Any, bought: Purchase = UNKNOWN) -> tuple[Any, str]:
    """The coupon of a promotion code.

    Raises:
        PROMOTION_CODE_GONE, NOT_FIRST_TIME, CODE_NOT_FOR_GUESTS, CODE_OF_ANOTHER_CUSTOMER,
        CODE_NEEDS_MORE, COUPON_GONE, COUPON_OF_ANOTHER_CURRENCY
    """
    if not code.active or not is_good(work, code):
        raise errors.PROMOTION_CODE_GONE()
    coupon = work.find_any("coupon", code.promotion["coupon"])
    if code.customer is not None and code.customer != bought.customer:
        raise errors.CODE_OF_ANOTHER_CUSTOMER()
    if code.restrictions.get("first_time_transaction"):
        _check_first_time(work, bought)
    _check_minimum(work, code, bought)
    return usable(work, coupon, bought.currency, noun="promotion code"), code.id


def _check_first_time(work: Work, bought: Purchase) -> None:
    """Refuse a Customer who has paid before, also an invoice in cash, and guests, who are unknown.

    Source: API reference, "Create a promotion code" (restrictions), "Create a Checkout Session"
    (customer_creation).
    """
    if bought.by_guest:
        raise errors.CODE_NOT_FOR_GUESTS()
    if bought.customer is None:
        return
    for charge in work.where(Charge, "customer", bought.customer):
        if charge.paid:
            raise errors.NOT_FIRST_TIME()
    for invoice in work.where(Invoice, "customer", bought.customer):
        if invoice.status == "paid" and invoice.total:
            raise errors.NOT_FIRST_TIME()


def _check_minimum(work: Work, code: Any, bought: Purchase) -> None:
    """Refuse to take something off too little, or off what the code says no minimum for."""
    restrictions = code.restrictions
    least = restrictions.get("minimum_amount")
    if least is None or bought.amount is None:
        return
    if restrictions.get("minimum_amount_currency") != bought.currency:
        rest = work.find(PromotionCodeRest, code.id)
        options = {} if rest is None else rest.currency_options
        least = options.get(bought.currency or "", {}).get("minimum_amount")
    if least is None or bought.amount < least:
        raise errors.CODE_NEEDS_MORE()


def code_called(work: Work, text: str, customer: str | None = None) -> Any:
    """The promotion code that customers know by these characters: this Customer's own comes first.

    Raises:
        PROMOTION_CODE_GONE
    """
    found = [
        code
        for code in work.account.store.table("promotion_code").values()
        if code.code.casefold() == text.casefold() and code.active
    ]
    if not found:
        raise errors.PROMOTION_CODE_GONE()
    return min(found, key=lambda code: (code.customer != customer, code.customer is not None))


def usable(work: Work, coupon: Any, currency: str | None = None, *, noun: str = "coupon") -> Any:
    """The coupon, if it is good any more, and worth something in this currency.

    Args:
        noun: what a refusal says that it was asked for by.

    Raises:
        COUPON_GONE, COUPON_OF_ANOTHER_CURRENCY
    """
    late = coupon.redeem_by is not None and coupon.redeem_by <= work.now
    if late or not coupon.valid:
        raise errors.COUPON_GONE(coupon=coupon.id)
    fixed = coupon.percent_off is None
    if fixed and currency is not None and amount_off(work, coupon, currency) is None:
        raise errors.COUPON_OF_ANOTHER_CURRENCY(noun=noun, other=coupon.currency, currency=currency)
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
