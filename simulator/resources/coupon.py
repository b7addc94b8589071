"""What a Coupon keeps to itself.

Source: API reference, "Coupons" (applies_to, currency_options: only where they are asked for).
"""

from typing import Any, ClassVar

import msgspec

Hash = dict[str, Any]


class CouponRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a Coupon shows only where it is asked for; None where nothing was said."""

    KIND: ClassVar[str] = "coupon.rest"

    id: str
    """The Coupon's id."""
    applies_to: Hash | None = None
    """`products`: the ids of those that it is good for."""
    currency_options: dict[str, Hash] | None = None
    """By currency, `amount_off` in its minor units."""
