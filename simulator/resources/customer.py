"""The Customer: whom payments and PaymentMethods belong to.

Source: API reference, "Customers".
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

from simulator.resources.person import Address, Recipient

Hash = dict[str, Any]


class InvoiceSettings(msgspec.Struct, frozen=True):
    """What invoices of the Customer default to."""

    custom_fields: list[Hash] | None = None
    default_payment_method: str | None = None
    footer: str | None = None
    rendering_options: Hash | None = None


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """A Customer."""

    KIND: ClassVar[str] = "customer"

    id: str
    object: Literal["customer"] = "customer"
    address: Address | None = None
    balance: int = 0
    business_name: str | UnsetType = UNSET
    cash_balance: Hash | UnsetType = UNSET
    created: int
    currency: str | None = None
    customer_account: str | None = None
    default_currency: str | None = None
    default_source: str | None = None
    delinquent: bool | None = False
    description: str | None = None
    discount: Hash | None = None
    email: str | None = None
    individual_name: str | UnsetType = UNSET
    invoice_credit_balance: Hash | UnsetType = UNSET
    invoice_prefix: str | None
    invoice_settings: InvoiceSettings = InvoiceSettings()
    livemode: bool
    metadata: dict[str, str]
    name: str | None = None
    next_invoice_sequence: int = 1
    phone: str | None = None
    preferred_locales: list[str] | None = []
    shipping: Recipient | None = None
    sources: Hash | UnsetType = UNSET
    subscriptions: Hash | UnsetType = UNSET
    tax: Hash | UnsetType = UNSET
    tax_exempt: Literal["none", "exempt", "reverse"] | None = "none"
    tax_ids: Hash | UnsetType = UNSET
    test_clock: str | None = None


def paying_in(customer: Customer, currency: str) -> Customer:
    """The Customer once it is known in which currency it pays; that never changes again."""
    if customer.currency is not None:
        return customer
    return msgspec.structs.replace(customer, currency=currency, default_currency=currency)


class TaxedFrom(msgspec.Struct, frozen=True, gc=False):
    """From where a Customer was last heard, for its taxes."""

    KIND: ClassVar[str] = "customer.taxed_from"

    id: str
    """The Customer's id."""
    ip_address: str | None = None


class DeletedCustomer(msgspec.Struct, frozen=True):
    """What is left of a Customer that was deleted."""

    KIND: ClassVar[str] = "customer.deleted"

    id: str
    object: Literal["customer"] = "customer"
    deleted: bool = True
