"""What a Coupon and a promotion code keep to themselves.

Source: API reference, "Coupons" (applies_to, currency_options: only where they are asked for),
"Promotion Codes" (restrictions.currency_options: likewise).
"""

from typing import Any, ClassVar, Literal

import msgspec

Hash = dict[str, Any]


class DeletedCoupon(msgspec.Struct, frozen=True, kw_only=True):
    """A Coupon that nobody can redeem any more; who has redeemed it keeps what it gives."""

    KIND: ClassVar[str] = "coupon.deleted"

    id: str
    object: Literal["coupon"] = "coupon"
    amount_off: int | None
    created: int
    currency: str | None
    duration: str
    duration_in_months: int | None
    livemode: bool
    max_redemptions: int | None
    metadata: dict[str, str] | None
    name: str | None
    percent_off: int | float | None
    redeem_by: int | None
    times_redeemed: int
    valid: Literal[False] = False


class CouponRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a Coupon shows only where it is asked for; None where nothing was said."""

    KIND: ClassVar[str] = "coupon.rest"

    id: str
    """The Coupon's id."""
    applies_to: Hash | None = None
    """`products`: the ids of those that it is good for."""
    currency_options: dict[str, Hash] | None = None
    """By currency, `amount_off` in its minor units."""


class PromotionCodeRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a promotion code shows only where it is asked for."""

    KIND: ClassVar[str] = "promotion_code.rest"

    id: str
    """The promotion code's id."""
    currency_options: dict[str, Hash] = {}
    """By currency, `minimum_amount` in its minor units."""
