"""The Price: how much a Product costs, and how often.

Rule: an amount never changes; a Price that is no longer wanted is made inactive.

Source: API reference, "Prices".
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Final, Literal, NamedTuple

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


class DeletedPrice(Price, frozen=True, kw_only=True):
    """A Price whose Plan was deleted: who is subscribed to it stays so."""

    KIND: ClassVar[str] = "price.deleted"


def cycle_of(price: Price) -> Recurring:
    """How often a Price falls due; where it does not say, monthly."""
    return price.recurring or Recurring(interval="month")


class PriceRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a Price shows only where it is asked for: its tiers, its amounts in other currencies."""

    KIND: ClassVar[str] = "price.rest"

    id: str
    """The Price's id."""
    tiers: list[Hash] | None = None
    currency_options: dict[str, Hash] = {}
    inline: bool = False
    """Whether it was made along with what uses it, and is listed nowhere."""
    aggregate_usage: str | None = None
    """How usage adds up that no meter counts; shown until basil."""


def canonical(amount: str) -> str:
    """A decimal as Stripe writes it back: without zeros that say nothing."""
    plain = format(Decimal(amount).normalize(), "f")
    return "0" if plain in ("-0", "") else plain


def whole(amount: str) -> int | None:
    """A decimal as a whole number of minor units; None where it has a fraction."""
    value = Decimal(amount)
    return int(value) if value == value.to_integral_value() else None


class Part(NamedTuple):
    """What a part of a quantity costs: all of it, what falls into a tier, or its flat fee."""

    tier: int | None
    """Its number, from 1; None where the price has no tiers."""
    quantity: int
    """None of it, for a flat fee."""
    unit_amount_decimal: str | None
    """None for a flat fee."""
    each: Decimal
    """The unit amount, or the flat fee; minor units."""
    amount: int
    """Minor units, rounded half up."""


def total(price: Price, quantity: int, tiers: list[Hash] | None = None) -> int:
    """What so many of it cost, minor units.

    Source: API reference, "Prices" (billing_scheme, tiers, transform_quantity).
    """
    return sum(part.amount for part in parts(price, quantity, tiers))


def parts(price: Price, quantity: int, tiers: list[Hash] | None = None) -> list[Part]:
    """What so many of it cost, as an invoice breaks it down; each part is rounded once, at the end.

    A tier's units come before its flat fee: recorded. Where it rounds is inferred.
    """
    if price.transform_quantity is not None:
        divisor = price.transform_quantity["divide_by"]
        packages, rest = divmod(quantity, divisor)
        counted = packages + (1 if rest and price.transform_quantity["round"] == "up" else 0)
    else:
        counted = quantity
    if price.billing_scheme == "tiered":
        return _tiered(tiers or [], price.tiers_mode or "graduated", counted)
    precise = price.unit_amount_decimal or preset(price)
    each = Decimal(precise or 0)
    return [Part(None, quantity, precise, each, _rounded(each * counted))]


def preset(price: Price) -> str | None:
    """Where the amount starts that the shopper chooses; None where it is fixed, or starts nowhere.

    Source: API reference, "Prices" (custom_unit_amount).
    """
    amount = (price.custom_unit_amount or {}).get("preset")
    return None if amount is None else str(amount)


def _tiered(tiers: list[Hash], mode: str, quantity: int) -> list[Part]:
    found: list[Part] = []
    below = 0
    for number, tier in enumerate(tiers, start=1):
        up_to = tier["up_to"]
        last = up_to is None or quantity <= up_to
        if mode == "volume":
            if last:
                return _of_tier(number, tier, quantity)
            continue
        found += _of_tier(number, tier, (quantity if last else up_to) - below)
        below = up_to
        if last:
            break
    return found


def _of_tier(number: int, tier: Hash, quantity: int) -> list[Part]:
    """The units that fall into a tier, and its flat fee; a tier without either costs nothing."""
    unit, flat = tier["unit_amount_decimal"], tier["flat_amount_decimal"]
    found = []
    if unit is not None or flat is None:
        each = Decimal(unit or 0)
        found.append(Part(number, quantity, unit, each, _rounded(each * quantity)))
    if flat is not None:
        each = Decimal(flat)
        found.append(Part(number, 0, None, each, _rounded(each)))
    return found


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
