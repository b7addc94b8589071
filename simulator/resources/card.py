"""The card as it was kept before PaymentMethods: in a token, or as a Customer's source.

Source: API reference, "Cards", "Tokens". `email`, `phone` and `wallet` are recorded, not declared.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

Hash = dict[str, Any]

BRANDS: Final[Mapping[str, str]] = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "discover": "Discover",
    "eftpos_au": "Eftpos Australia",
    "jcb": "JCB",
    "mastercard": "MasterCard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}
"""How brands are spelled here, by their newer names; `Unknown` for all others."""


class CardSource(msgspec.Struct, frozen=True, kw_only=True):
    """A card in a token, or one that a Customer keeps."""

    KIND: ClassVar[str] = "card"

    id: str
    object: Literal["card"] = "card"
    account: str | UnsetType = UNSET
    address_city: str | None = None
    address_country: str | None = None
    address_line1: str | None = None
    address_line1_check: str | None = None
    address_line2: str | None = None
    address_state: str | None = None
    address_zip: str | None = None
    address_zip_check: str | None = None
    allow_redisplay: Literal["always", "limited", "unspecified"] | UnsetType = UNSET
    available_payout_methods: list[str] | UnsetType = UNSET
    brand: str
    country: str | None
    currency: str | UnsetType = UNSET
    customer: str | UnsetType | None = UNSET
    cvc_check: str | None = None
    default_for_currency: bool | UnsetType = UNSET
    description: str | UnsetType = UNSET
    dynamic_last4: str | None = None
    email: str | UnsetType | None = UNSET
    exp_month: int
    exp_year: int
    fingerprint: str | None
    funding: str
    iin: str | UnsetType = UNSET
    issuer: str | UnsetType = UNSET
    last4: str
    metadata: dict[str, str] = {}
    name: str | None = None
    networks: Hash | UnsetType = UNSET
    phone: str | UnsetType | None = UNSET
    regulated_status: Literal["regulated", "unregulated"] | None = "unregulated"
    status: str | UnsetType = UNSET
    tokenization_method: str | None = None
    wallet: Hash | None = None


class DeletedSource(msgspec.Struct, frozen=True, kw_only=True):
    """What is answered once a card or a bank account was taken off its Customer."""

    id: str
    object: Literal["card", "bank_account"]
    currency: str | UnsetType = UNSET
    deleted: bool = True


ADDRESS: Final[Mapping[str, str]] = {
    "address_city": "city",
    "address_country": "country",
    "address_line1": "line1",
    "address_line2": "line2",
    "address_state": "state",
    "address_zip": "postal_code",
}
"""The lines of the address, and what they are called in billing details."""
