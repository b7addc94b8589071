"""What is used: meters and their events, and until basil records of an item's usage.

Source: API reference, "Billing Meters", "Meter Events"; API reference of 2024, "Usage Records".
"""

from typing import Any, ClassVar, Literal

import msgspec

Hash = dict[str, Any]


class Meter(msgspec.Struct, frozen=True, kw_only=True):
    """How the events of a name add up to what a Customer has used."""

    KIND: ClassVar[str] = "billing.meter"

    id: str
    object: Literal["billing.meter"] = "billing.meter"
    created: int
    customer_mapping: Hash
    default_aggregation: Hash
    display_name: str
    event_name: str
    event_time_window: str | None = None
    livemode: bool
    status: Literal["active", "inactive"] = "active"
    status_transitions: Hash
    updated: int
    value_settings: Hash


class MeterEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One use, which is known by its identifier: on the wire it has no id."""

    KIND: ClassVar[str] = "billing.meter_event"

    object: Literal["billing.meter_event"] = "billing.meter_event"
    created: int
    event_name: str
    identifier: str
    livemode: bool
    payload: dict[str, str]
    timestamp: int

    @property
    def id(self) -> str:
        return self.identifier


class CanceledEvent(msgspec.Struct, frozen=True):
    """That an event counts no more; no part of the API."""

    KIND: ClassVar[str] = "canceled_meter_event"

    id: str
    """The event's identifier."""


class UsageRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How much of an item was used at a moment; until basil."""

    KIND: ClassVar[str] = "usage_record"

    id: str
    object: Literal["usage_record"] = "usage_record"
    livemode: bool
    quantity: int
    subscription_item: str
    timestamp: int


class UsageSummary(msgspec.Struct, frozen=True, kw_only=True):
    """How much of an item was used in a period; until basil."""

    KIND: ClassVar[str] = "usage_record_summary"

    id: str
    object: Literal["usage_record_summary"] = "usage_record_summary"
    invoice: str | None = None
    livemode: bool
    period: Hash
    subscription_item: str
    total_usage: int


def summary_id(item: str, start: int) -> str:
    """The id of what was used of an item in the period that began at a moment."""
    return f"sis_{item.removeprefix('si_')}{start:x}"
