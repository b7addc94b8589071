"""Stripe Tax: what an account is registered for, what it reckons, and what it has collected.

Amounts are in minor units, moments in Unix seconds.

Source: API reference, "Tax Settings", "Tax Registrations", "Tax Calculations", "Tax Transactions".
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec.structs import replace

Hash = dict[str, Any]
Behavior = Literal["exclusive", "inclusive"]


class TaxSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an account's settings; on the wire they have no id."""

    KIND: ClassVar[str] = "tax.settings.kept"

    id: str
    defaults: Hash
    head_office: Hash | None = None


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """That an account collects taxes somewhere, from some moment on."""

    KIND: ClassVar[str] = "tax.registration"

    id: str
    object: Literal["tax.registration"] = "tax.registration"
    active_from: int
    country: str
    country_options: Hash
    created: int
    expires_at: int | None = None
    livemode: bool
    status: Literal["active", "expired", "scheduled"] = "active"

    def at(self, moment: int) -> "Registration":
        """As it reads at a moment."""
        if self.expires_at is not None and self.expires_at <= moment:
            return replace(self, status="expired")
        return replace(self, status="scheduled" if moment < self.active_from else "active")


class Calculation(msgspec.Struct, frozen=True, kw_only=True):
    """What taxes a sale comes to; kept for some time."""

    KIND: ClassVar[str] = "tax.calculation"

    id: str
    object: Literal["tax.calculation"] = "tax.calculation"
    amount_total: int
    currency: str
    customer: str | None
    customer_details: Hash
    expires_at: int | None
    livemode: bool
    ship_from_details: Hash | None = None
    shipping_cost: Hash | None = None
    tax_amount_exclusive: int
    tax_amount_inclusive: int
    tax_breakdown: list[Hash]
    tax_date: int


class CalculationLineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a calculation."""

    KIND: ClassVar[str] = "tax.calculation_line_item"

    id: str
    object: Literal["tax.calculation_line_item"] = "tax.calculation_line_item"
    amount: int
    amount_tax: int
    livemode: bool
    metadata: dict[str, str] | None = None
    performance_location: str | None = None
    product: str | None = None
    quantity: int
    reference: str
    tax_behavior: Behavior
    tax_breakdown: list[Hash] | None
    tax_code: str


class CalculationRest(msgspec.Struct, frozen=True, kw_only=True):
    """What a calculation shows only if it is asked to."""

    KIND: ClassVar[str] = "tax.calculation.rest"

    id: str
    lines: list[CalculationLineItem]
    shipping: list[Hash] | None = None
    """The taxes on what it costs to send it."""


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """Taxes that were collected, or given back."""

    KIND: ClassVar[str] = "tax.transaction"

    id: str
    object: Literal["tax.transaction"] = "tax.transaction"
    created: int
    currency: str
    customer: str | None
    customer_details: Hash
    livemode: bool
    metadata: dict[str, str] | None
    posted_at: int
    reference: str
    reversal: Hash | None = None
    ship_from_details: Hash | None = None
    shipping_cost: Hash | None = None
    tax_date: int
    type: Literal["reversal", "transaction"] = "transaction"


class TransactionLineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a transaction."""

    KIND: ClassVar[str] = "tax.transaction_line_item"

    id: str
    object: Literal["tax.transaction_line_item"] = "tax.transaction_line_item"
    amount: int
    amount_tax: int
    livemode: bool
    metadata: dict[str, str] | None = None
    product: str | None = None
    quantity: int
    reference: str
    reversal: Hash | None = None
    tax_behavior: Behavior
    tax_code: str
    type: Literal["reversal", "transaction"] = "transaction"


class TransactionRest(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a transaction, which it shows only if it is asked to."""

    KIND: ClassVar[str] = "tax.transaction.rest"

    id: str
    lines: list[TransactionLineItem]


class AutomaticRate(msgspec.Struct, frozen=True, kw_only=True):
    """Why a tax rate that Stripe itself has made is what it is."""

    KIND: ClassVar[str] = "tax_rate.automatic"

    id: str
    """The tax rate's id."""
    reason: str
