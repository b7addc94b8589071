"""The Plan: a recurring Price, as it was called before there were Prices.

Rule: a Plan is kept nowhere; it is another reading of the Price of the same id.

Source: API reference, "Plans"; Stripe docs, "Migrating from plans to prices".
"""

from typing import Any, ClassVar, Literal

import msgspec

from simulator.resources.price import Price, cycle_of

Hash = dict[str, Any]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A Plan. Amounts are minor units."""

    KIND: ClassVar[str] = "plan"

    id: str
    object: Literal["plan"] = "plan"
    active: bool
    amount: int | None
    amount_decimal: str | None
    billing_scheme: Literal["per_unit", "tiered"]
    created: int
    currency: str
    interval: Literal["day", "week", "month", "year"]
    interval_count: int
    livemode: bool
    metadata: dict[str, str]
    meter: str | None
    nickname: str | None
    product: str | None
    tiers_mode: Literal["graduated", "volume"] | None
    transform_usage: Hash | None
    trial_period_days: int | None
    usage_type: Literal["licensed", "metered"]


def plan_of(price: Price) -> Plan:
    """A recurring Price as the Plan that it would once have been."""
    recurring = cycle_of(price)
    return Plan(
        id=price.id,
        active=price.active,
        amount=price.unit_amount,
        amount_decimal=price.unit_amount_decimal,
        billing_scheme=price.billing_scheme,
        created=price.created,
        currency=price.currency,
        interval=recurring.interval,
        interval_count=recurring.interval_count,
        livemode=price.livemode,
        metadata=price.metadata,
        meter=recurring.meter,
        nickname=price.nickname,
        product=price.product,
        tiers_mode=price.tiers_mode,
        transform_usage=price.transform_quantity,
        trial_period_days=recurring.trial_period_days,
        usage_type=recurring.usage_type,
    )
