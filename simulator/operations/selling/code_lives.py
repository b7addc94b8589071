"""How long a promotion code is active: until it is late or spent, or its coupon is valid no more.

Source: API reference, "The Promotion Code object" (active), "The coupon object" (valid). That no
event tells of what time alone has done is inferred.
"""

from typing import Any

from msgspec.structs import replace

from simulator.agenda import due
from simulator.work import Work


def is_good(work: Work, code: Any) -> bool:
    """Whether anybody could redeem the code, were it active."""
    late = code.expires_at is not None and code.expires_at <= work.now
    spent = code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions
    coupon = work.find_any("coupon", code.promotion["coupon"])
    return not late and not spent and coupon is not None and coupon.valid


def retire(work: Work, coupon: str) -> None:
    """The codes of a coupon are active no more, so far as they cannot be redeemed."""
    for kept in tuple(work.account.store.table("promotion_code").values()):
        code: Any = work.find_any("promotion_code", kept.id)
        if code.promotion["coupon"] == coupon and code.active and not is_good(work, code):
            work.keep(replace(code, active=False))


@due("promotion_code_expires")
def promotion_code_expires(work: Work, id: str) -> None:
    """The time of a code is over."""
    code = work.find_any("promotion_code", id)
    if code is not None and code.active:
        work.keep(replace(code, active=False))


@due("coupon_expires")
def coupon_expires(work: Work, id: str) -> None:
    """The time of a coupon is over, and with it that of its codes."""
    coupon = work.find_any("coupon", id)
    if coupon is not None and coupon.valid:
        work.keep(replace(coupon, valid=False))
        retire(work, id)
