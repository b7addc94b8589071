"""The line item: so many of one Price, in a Checkout Session or behind a Payment Link.

Source: API reference, "Line items".
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

from simulator.resources.price import Price

Hash = dict[str, Any]


class LineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line. Amounts are minor units."""

    KIND: ClassVar[str] = "item"

    id: str
    object: Literal["item"] = "item"
    adjustable_quantity: Hash | None = None
    amount_discount: int = 0
    amount_subtotal: int
    amount_tax: int = 0
    amount_total: int
    currency: str
    description: str | None
    discounts: list[Hash] | UnsetType = UNSET
    metadata: dict[str, str] | None = None
    price: Price | None
    quantity: int | None
    taxes: list[Hash] | UnsetType = UNSET


class LineItemRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a line shows only where it is asked for."""

    KIND: ClassVar[str] = "item.rest"

    id: str
    """The line's id."""
    discounts: list[Hash] = []
    """What each Discount takes off it: `{amount, discount}`."""
    taxes: list[Hash] = []
    """What each tax rate makes of it: `{amount, rate, taxability_reason, taxable_amount}`."""
