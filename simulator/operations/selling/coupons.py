"""Coupons: what may be asked of one; all else of them the catalogue serves.

Source: API reference, "Create a coupon", "Update a coupon"; the sentences are quoted refusals,
unless their row says otherwise.
"""

from typing import Any, Final

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.operations.selling.code_lives import retire
from simulator.resources.coupon import CouponRest, DeletedCoupon
from simulator.resources.product import Product
from simulator.wire.expand import Find, includable_within
from simulator.work import Work

Hash = dict[str, Any]
PERCENT_LEAST: Final = 0.01
PERCENT_MOST: Final = 100
ON_DEMAND: Final = ("applies_to", "currency_options")
"""Parameters that are shown only where they are asked for."""


def create(work: Work) -> Any:
    """POST /v1/coupons

    Raises:
        COUPON_OF_NOTHING, COUPON_OF_BOTH, COUPON_NEEDS_CURRENCY, COUPON_NEEDS_MONTHS,
        PERCENT_TOO_SMALL, PERCENT_TOO_GREAT, EXCLUSIVE_UNCODED, REFERENCE_MISSING, RESOURCE_EXISTS,
        IN_THE_PAST
    """
    given = work.params
    _check_worth(given)
    duration = given.get("duration") or "once"
    if duration == "repeating" and given.get("duration_in_months") is None:
        raise errors.COUPON_NEEDS_MONTHS()
    redeem_by = given.get("redeem_by")
    if redeem_by is not None and redeem_by <= work.now:
        raise errors.IN_THE_PAST(param="redeem_by", name="redeem_by", value=redeem_by)
    for at, product in enumerate((given.get("applies_to") or {}).get("products") or ()):
        work.refer(Product, product, f"applies_to[products][{at}]")
    told = {name: value for name, value in given.items() if name not in ON_DEMAND}
    if duration != "repeating":  # Source: API reference, "The coupon object" (duration_in_months).
        told.pop("duration_in_months", None)
    if given.get("amount_off") is None:  # Likewise (currency).
        told.pop("currency", None)
    made = work.keep(Maker(work).make("Coupon", told | {"duration": duration}))
    rest = {name: given[name] for name in ON_DEMAND if given.get(name)}
    work.keep(CouponRest(id=made.id, **rest))
    if redeem_by is not None:
        work.schedule(redeem_by, "coupon_expires", made.id)
    work.post("coupon.created", made)
    return made


def update(work: Work) -> Any:
    """POST /v1/coupons/{coupon}: its name, metadata, and what it is worth in other currencies."""
    given = dict(work.params)
    id = work.path["coupon"]
    before = work.find_any("coupon", id)
    if before is None:
        raise errors.RESOURCE_MISSING(param="coupon", noun="coupon", id=id)
    if options := given.pop("currency_options", None):
        rest = work.find(CouponRest, id) or CouponRest(id=id)
        known = (rest.currency_options or {}) | options
        work.keep(CouponRest(id=id, applies_to=rest.applies_to, currency_options=known))
    after = work.keep(Maker(work).change(before, given))
    work.post("coupon.updated", after, before=before)
    return after


def delete(work: Work) -> Hash:
    """DELETE /v1/coupons/{coupon}; who has redeemed it keeps it."""
    id = work.path["coupon"]
    coupon = work.find_any("coupon", id)
    if coupon is None:
        raise errors.RESOURCE_MISSING(param="coupon", noun="coupon", id=id)
    shown = {name: getattr(coupon, name) for name in DeletedCoupon.__struct_fields__}
    work.keep(DeletedCoupon(**shown | {"valid": False}))
    work.drop(coupon)
    work.call_off("coupon_expires", id)
    retire(work, id)
    work.post("coupon.deleted", coupon)
    return {"id": id, "object": "coupon", "deleted": True}


def _check_worth(given: Hash) -> None:
    amount, percent = given.get("amount_off"), given.get("percent_off")
    if amount is None and percent is None:
        raise errors.COUPON_OF_NOTHING()
    if amount is not None and percent is not None:
        raise errors.COUPON_OF_BOTH()
    if amount is not None:
        if given.get("currency") is None:
            raise errors.COUPON_NEEDS_CURRENCY()
        if amount < 1:
            raise errors.TOO_SMALL(param="amount_off", least=1)
        return
    assert percent is not None, "one of the two is there"
    if percent < PERCENT_LEAST:
        raise errors.PERCENT_TOO_SMALL(value=float(percent))
    if percent > PERCENT_MOST:
        raise errors.PERCENT_TOO_GREAT(value=float(percent))
    if given.get("currency_options"):
        raise errors.EXCLUSIVE_UNCODED(
            param="currency_options", names="currency_options, percent_off"
        )


@includable_within("coupon", "applies_to")
def applies_to(find: Find, coupon: Hash) -> Any:
    """The products that it is good for; absent unless they are asked for, and where it is for all.

    Source: the types of Stripe's SDK.
    """
    rest = find(CouponRest.KIND, coupon["id"])
    return None if rest is None else rest.applies_to


@includable_within("coupon", "currency_options")
def currency_options(find: Find, coupon: Hash) -> Any:
    """What it takes off in other currencies; absent unless it is asked for."""
    rest = find(CouponRest.KIND, coupon["id"])
    return None if rest is None else rest.currency_options
