"""The Payment Link: an address that opens a new Checkout Session for everybody who follows it.

Source: API reference, "Payment Links".
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

from simulator.resources.line_item import LineItem

Hash = dict[str, Any]


class PaymentLink(msgspec.Struct, frozen=True, kw_only=True):
    """A Payment Link."""

    KIND: ClassVar[str] = "payment_link"

    id: str
    object: Literal["payment_link"] = "payment_link"
    active: bool = True
    after_completion: Hash
    allow_promotion_codes: bool = False
    application: str | None = None
    application_fee_amount: int | None = None
    application_fee_percent: int | float | None = None
    automatic_tax: Hash
    billing_address_collection: Literal["auto", "required"] = "auto"
    consent_collection: Hash | None = None
    currency: str
    custom_fields: list[Hash] = []
    custom_text: Hash
    customer_creation: Literal["always", "if_required"] = "if_required"
    inactive_message: str | None = None
    invoice_creation: Hash | None = None
    livemode: bool
    managed_payments: Hash | None = None
    metadata: dict[str, str]
    name_collection: Hash | UnsetType = UNSET
    on_behalf_of: str | None = None
    optional_items: list[Hash] | UnsetType | None = UNSET
    payment_intent_data: Hash | None = None
    payment_method_collection: Literal["always", "if_required"] = "always"
    payment_method_options: Hash | None = None
    payment_method_types: list[str] | None = None
    phone_number_collection: Hash
    restrictions: Hash | None = None
    shipping_address_collection: Hash | None = None
    shipping_options: list[Hash] = []
    submit_type: str = "auto"
    subscription_data: Hash | None = None
    tax_id_collection: Hash
    transfer_data: Hash | None = None
    url: str


class LinkPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a Payment Link keeps to itself: its lines, and what its Sessions are asked for with."""

    KIND: ClassVar[str] = "payment_link.plan"

    id: str
    """The Payment Link's id."""
    version: str
    lines: tuple[LineItem, ...] = ()
    parameters: Hash = {}
