"""What a shipping rate keeps to itself.

Source: API reference, "Shipping Rates" (fixed_amount.currency_options).
"""

from typing import Any, ClassVar

import msgspec

Hash = dict[str, Any]


class ShippingRateRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a shipping rate shows only where it is asked for."""

    KIND: ClassVar[str] = "shipping_rate.rest"

    id: str
    """The shipping rate's id."""
    currency_options: dict[str, Hash] = {}
    """By currency, `amount` in its minor units, and `tax_behavior`."""
