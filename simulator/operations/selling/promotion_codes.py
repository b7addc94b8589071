"""Promotion codes: what may be asked of a new one; all else of them the catalogue serves.

Source: API reference, "Create a promotion code", "List all promotion codes"; API changelog,
2025-09-30.clover.
"""

import re
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.wire.lists import Page, page
from simulator.wire.moments import within
from simulator.work import Work

Hash = dict[str, Any]
LENGTH: Final = 8
"""Characters of a code that Stripe chooses."""
READABLE: Final = re.compile(r"[a-zA-Z0-9\-_]+")
FILTERS: Final = ("active", "customer", "customer_account")
UNRESTRICTED: Final[Hash] = {
    "first_time_transaction": False,
    "minimum_amount": None,
    "minimum_amount_currency": None,
}


def create(work: Work) -> Any:
    """POST /v1/promotion_codes

    Raises:
        PARAMETER_MISSING, PROMOTION_OF_NOTHING, REFERENCE_MISSING, IN_THE_PAST, TIMESTAMP_TOO_FAR,
        CODE_UNREADABLE, CODE_TAKEN
    """
    given = dict(work.params)
    told = given.get("restrictions") or {}
    if told.get("minimum_amount") is not None and not told.get("minimum_amount_currency"):
        at = "restrictions[minimum_amount_currency]"
        raise errors.PARAMETER_MISSING(name=at, param=at)
    old_style = given.pop("coupon", None)
    promotion = given.get("promotion") or {"coupon": old_style, "type": "coupon"}
    param = "promotion[coupon]" if given.get("promotion") else "coupon"
    coupon = promotion.get("coupon")
    if not coupon and given.get("promotion"):
        raise errors.PROMOTION_OF_NOTHING()
    if not coupon:
        raise errors.PARAMETER_MISSING(param=param, name=param)
    if work.find_any("coupon", coupon) is None:
        raise errors.REFERENCE_MISSING(param=param, noun="coupon", id=coupon)
    if expires_at := given.get("expires_at"):
        if expires_at <= work.now:
            raise errors.IN_THE_PAST(param="expires_at", name="expires_at", value=expires_at)
        within(expires_at, work.now, "expires_at")
    if given.get("code") and READABLE.fullmatch(given["code"]) is None:
        raise errors.CODE_UNREADABLE(code=given["code"])
    code = given.get("code") or work.account.ids.any(LENGTH).upper()
    _check_free(work, code)
    made = Maker(work).make("PromotionCode", given | {"code": code, "promotion": promotion})
    restrictions = UNRESTRICTED | (given.get("restrictions") or {})
    made = work.keep(replace(made, restrictions=restrictions))
    work.post("promotion_code.created", made)
    return made


def list_all(work: Work) -> Page:
    """GET /v1/promotion_codes; a code is found in whatever letters.

    Raises:
        REFERENCE_MISSING
    """
    given = work.params
    for name in ("coupon", "customer"):
        if given.get(name) and work.find_any(name, given[name]) is None:
            raise errors.REFERENCE_MISSING(param=name, noun=name, id=given[name])
    wanted = {name: given[name] for name in FILTERS if given.get(name) is not None}
    code, coupon = given.get("code"), given.get("coupon")

    def keep(found: Any) -> bool:
        return (
            (code is None or found.code.casefold() == code.casefold())
            and (coupon is None or found.promotion["coupon"] == coupon)
            and all(getattr(found, name) == value for name, value in wanted.items())
        )

    things = work.account.store.table("promotion_code").values()
    return page(things, given, "/v1/promotion_codes", "promotion_code", keep=keep)


def _check_free(work: Work, code: str) -> None:
    """See to it that no other active code reads the same, in whatever letters."""
    for other in work.account.store.table("promotion_code").values():
        if other.active and other.code.casefold() == code.casefold():
            raise errors.CODE_TAKEN(code=code)
