"""Promotion codes: create, update, list; all else of them the catalogue serves.

Source: API reference, "Create a promotion code", "Update a promotion code", "List all promotion
codes"; API changelog, 2025-09-30.clover.
"""

import re
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.operations.selling.code_lives import is_good
from simulator.resources.coupon import PromotionCodeRest
from simulator.wire.expand import Find, includable_within
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
        CODE_UNREADABLE, CODE_TAKEN, OWN_MINIMUM_TWICE, TOO_GREAT
    """
    given = dict(work.params)
    told = dict(given.pop("restrictions", None) or {})
    options = told.pop("currency_options", None) or {}
    if told.get("minimum_amount") is not None and not told.get("minimum_amount_currency"):
        at = "restrictions[minimum_amount_currency]"
        raise errors.PARAMETER_MISSING(name=at, param=at)
    _check_options(options, told)
    old_style = given.pop("coupon", None)
    promotion = given.get("promotion") or {"coupon": old_style, "type": "coupon"}
    param = "promotion[coupon]" if given.get("promotion") else "coupon"
    coupon = promotion.get("coupon")
    if not coupon and given.get("promotion"):
        raise errors.PROMOTION_OF_NOTHING()
    if not coupon:
        raise errors.PARAMETER_MISSING(param=param, name=param)
    found = work.find_any("coupon", coupon)
    if found is None:
        raise errors.REFERENCE_MISSING(param=param, noun="coupon", id=coupon)
    _check_within(given, found)
    if expires_at := given.get("expires_at"):
        if expires_at <= work.now:
            raise errors.IN_THE_PAST(param="expires_at", name="expires_at", value=expires_at)
        within(expires_at, work.now, "expires_at")
    if given.get("code") and READABLE.fullmatch(given["code"]) is None:
        raise errors.CODE_UNREADABLE(code=given["code"])
    code = given.get("code") or work.account.ids.any(LENGTH).upper()
    _check_free(work, code, given.get("customer"))
    made: Any = Maker(work).make("PromotionCode", given | {"code": code, "promotion": promotion})
    made = replace(made, restrictions=UNRESTRICTED | told)
    made = work.keep(replace(made, active=made.active and is_good(work, made)))
    work.keep(PromotionCodeRest(id=made.id, currency_options=dict(sorted(options.items()))))
    if expires_at:
        work.schedule(expires_at, "promotion_code_expires", made.id)
    work.post("promotion_code.created", made)
    return made


def update(work: Work) -> Any:
    """POST /v1/promotion_codes/{promotion_code}

    Raises:
        CODE_STAYS_INACTIVE, CODE_TAKEN, OWN_MINIMUM_TWICE
    """
    given = dict(work.params)
    id = work.path["promotion_code"]
    before = work.find_any("promotion_code", id)
    if before is None:
        raise errors.RESOURCE_MISSING(param="promotion_code", noun="promotion code", id=id)
    if given.get("active") and not before.active:
        if not is_good(work, before):
            raise errors.CODE_STAYS_INACTIVE()
        _check_free(work, before.code, before.customer)
    options = (given.pop("restrictions", None) or {}).get("currency_options") or {}
    if options:
        _check_options(options, before.restrictions)
        rest = work.find(PromotionCodeRest, id) or PromotionCodeRest(id=id)
        known = dict(sorted({**rest.currency_options, **options}.items()))
        work.keep(replace(rest, currency_options=known))
    after = work.keep(Maker(work).change(before, given))
    work.post("promotion_code.updated", after, before=before)
    return after


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


def _check_options(options: Hash, restrictions: Hash) -> None:
    """Refuse to say once more what the minimum is in its own currency."""
    own = restrictions.get("minimum_amount_currency")
    if own in options:
        raise errors.OWN_MINIMUM_TWICE(param=f"restrictions[currency_options][{own}]")


def _check_within(given: Hash, coupon: Any) -> None:
    """Refuse a code that outlives its coupon. In which words is inferred."""
    for name, most in (
        ("max_redemptions", coupon.max_redemptions),
        ("expires_at", coupon.redeem_by),
    ):
        if most is not None and given.get(name) is not None and given[name] > most:
            raise errors.TOO_GREAT(param=name, most=most)


def _check_free(work: Work, code: str, customer: str | None) -> None:
    """See to it that nobody has another active code that reads the same, in whatever letters."""
    for other in work.account.store.table("promotion_code").values():
        shared = other.customer is None or customer in (None, other.customer)
        if shared and other.active and other.code.casefold() == code.casefold():
            raise errors.CODE_TAKEN(code=code)


@includable_within("promotion_code", "restrictions.currency_options")
def currency_options(find: Find, code: Hash) -> Any:
    """The minimum in other currencies; absent unless it is asked for."""
    rest: PromotionCodeRest | None = find(PromotionCodeRest.KIND, code["id"])
    return {} if rest is None else rest.currency_options
