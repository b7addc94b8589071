"""The Price: how much a Product costs, and how often.

Rule: an amount never changes; a Price that is no longer wanted is made inactive.

Source: API reference, "Prices".
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Final, Literal

import msgspec

Hash = dict[str, Any]
INTERVALS_MOST: Final = {"day": 1095, "week": 156, "month": 36, "year": 3}
"""The longest `interval_count`, by interval: three years of each."""


class Recurring(msgspec.Struct, frozen=True, kw_only=True):
    """How often a Price falls due."""

    interval: Literal["day", "week", "month", "year"]
    interval_count: int = 1
    meter: str | None = None
    trial_period_days: int | None = None
    usage_type: Literal["licensed", "metered"] = "licensed"


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """A Price. Amounts are minor units."""

    KIND: ClassVar[str] = "price"

    id: str
    object: Literal["price"] = "price"
    active: bool = True
    billing_scheme: Literal["per_unit", "tiered"] = "per_unit"
    created: int
    currency: str
    custom_unit_amount: Hash | None = None
    livemode: bool
    lookup_key: str | None = None
    metadata: dict[str, str]
    nickname: str | None = None
    product: str
    recurring: Recurring | None = None
    tax_behavior: Literal["exclusive", "inclusive", "unspecified"] = "unspecified"
    tiers_mode: Literal["graduated", "volume"] | None = None
    transform_quantity: Hash | None = None
    type: Literal["one_time", "recurring"] = "one_time"
    unit_amount: int | None
    unit_amount_decimal: str | None


class PriceRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a Price shows only where it is asked for: its tiers, its amounts in other currencies."""

    KIND: ClassVar[str] = "price.rest"

    id: str
    """The Price's id."""
    tiers: list[Hash] | None = None
    currency_options: dict[str, Hash] = {}


def canonical(amount: str) -> str:
    """A decimal as Stripe writes it back: without zeros that say nothing."""
    plain = format(Decimal(amount).normalize(), "f")
    return "0" if plain in ("-0", "") else plain


def whole(amount: str) -> int | None:
    """A decimal as a whole number of minor units; None where it has a fraction."""
    value = Decimal(amount)
    return int(value) if value == value.to_integral_value() else None


def total(price: Price, quantity: int, tiers: list[Hash] | None = None) -> int:
    """What so many of it cost, minor units; decimals are rounded half up once, at the end.

    Source: API reference, "Prices" (billing_scheme, tiers, transform_quantity); where it rounds is
    inferred.
    """
    if price.transform_quantity is not None:
        divisor, rest = price.transform_quantity["divide_by"], 0
        quantity, rest = divmod(quantity, divisor)
        if rest and price.transform_quantity["round"] == "up":
            quantity += 1
    if price.billing_scheme == "tiered":
        amount = _tiered(tiers or [], price.tiers_mode or "graduated", quantity)
    else:
        amount = Decimal(price.unit_amount_decimal or 0) * quantity
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _tiered(tiers: list[Hash], mode: str, quantity: int) -> Decimal:
    amount, below = Decimal(0), 0
    for tier in tiers:
        up_to = tier["up_to"]
        last = up_to is None or quantity <= up_to
        unit = Decimal(tier["unit_amount_decimal"] or 0)
        flat = Decimal(tier["flat_amount_decimal"] or 0)
        if mode == "volume":
            if last:
                return unit * quantity + flat
            continue
        counted = (quantity if last else up_to) - below
        amount += unit * counted + flat
        below += counted
        if last:
            break
    return amount
