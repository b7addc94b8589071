"""Entitlements: which features a Customer has, by what the Customer is subscribed to.

Source: API reference, "Active Entitlements", "Active Entitlement Summaries".
"""

from typing import Any, ClassVar, Literal

import msgspec

Hash = dict[str, Any]


class ActiveEntitlement(msgspec.Struct, frozen=True, kw_only=True):
    """That a Customer has a feature."""

    KIND: ClassVar[str] = "entitlements.active_entitlement"

    id: str
    object: Literal["entitlements.active_entitlement"] = "entitlements.active_entitlement"
    feature: str
    livemode: bool
    lookup_key: str


class EntitlementsOf(msgspec.Struct, frozen=True, kw_only=True):
    """All that a Customer is entitled to, the first feature first; no part of the API."""

    KIND: ClassVar[str] = "entitlements_of"

    id: str
    """The Customer's id."""
    entitlements: tuple[str, ...] = ()
    """Their ids."""


class EntitlementSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What an event tells of all that a Customer is entitled to; it has no id."""

    KIND: ClassVar[str] = "entitlements.active_entitlement_summary"

    object: Literal["entitlements.active_entitlement_summary"] = (
        "entitlements.active_entitlement_summary"
    )
    customer: str
    entitlements: Hash
    livemode: bool

    @property
    def id(self) -> str:
        """Whose it is, within us."""
        return self.customer
