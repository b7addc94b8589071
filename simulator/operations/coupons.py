"""Coupons: what may be asked of a new one; all else of them the catalogue serves.

Source: API reference, "Create a coupon"; the sentences are quoted refusals.
"""

from typing import Any

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.work import Work

Hash = dict[str, Any]
PERCENT_LEAST = 0.01


def create(work: Work) -> Any:
    """POST /v1/coupons

    Raises:
        COUPON_OF_NOTHING, COUPON_OF_BOTH, COUPON_NEEDS_CURRENCY, COUPON_NEEDS_MONTHS,
        PERCENT_TOO_SMALL, EXCLUSIVE, RESOURCE_EXISTS, IN_THE_PAST
    """
    given = work.params
    _check_worth(given)
    duration = given.get("duration") or "once"
    if duration == "repeating" and given.get("duration_in_months") is None:
        raise errors.COUPON_NEEDS_MONTHS()
    redeem_by = given.get("redeem_by")
    if redeem_by is not None and redeem_by <= work.now:
        raise errors.IN_THE_PAST(param="redeem_by", name="redeem_by", value=redeem_by)
    made = work.keep(Maker(work).make("Coupon", given | {"duration": duration}))
    work.post("coupon.created", made)
    return made


def _check_worth(given: Hash) -> None:
    amount, percent = given.get("amount_off"), given.get("percent_off")
    if amount is None and percent is None:
        raise errors.COUPON_OF_NOTHING()
    if amount is not None and percent is not None:
        raise errors.COUPON_OF_BOTH()
    if amount is not None:
        if given.get("currency") is None:
            raise errors.COUPON_NEEDS_CURRENCY()
        return
    assert percent is not None, "one of the two is there"
    if percent < PERCENT_LEAST:
        raise errors.PERCENT_TOO_SMALL(value=float(percent))
    if given.get("currency_options"):
        raise errors.EXCLUSIVE(param="currency_options", names="currency_options, percent_off")
