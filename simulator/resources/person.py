"""What is known of a payer: address, billing details, shipping."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType


class Address(msgspec.Struct, frozen=True, gc=False):
    """A postal address; every line may be missing."""

    city: str | None = None
    country: str | None = None
    line1: str | None = None
    line2: str | None = None
    postal_code: str | None = None
    state: str | None = None


class BillingDetails(msgspec.Struct, frozen=True, gc=False):
    """Who pays, as typed into a payment form."""

    address: Address = Address()
    email: str | None = None
    name: str | None = None
    phone: str | None = None
    tax_id: str | None = None


NO_BILLING_DETAILS = BillingDetails()


class Recipient(msgspec.Struct, frozen=True, gc=False):
    """Where to, and by whom; without the carrier that payments know."""

    address: Address
    name: str
    phone: str | None = None


class Shipping(msgspec.Struct, frozen=True, gc=False):
    """Where to, and by whom."""

    address: Address = Address()
    carrier: str | None = None
    name: str | UnsetType = UNSET
    phone: str | None = None
    tracking_number: str | None = None


def address_of(given: dict[str, Any] | None) -> Address:
    """The address that parameters describe; a line that was sent empty stays empty."""
    return Address(**(given or {}))


def billing_details_of(
    given: dict[str, Any] | None, before: BillingDetails = NO_BILLING_DETAILS
) -> BillingDetails:
    """The billing details that parameters describe, over what was known before."""
    if not given:
        return before
    changes: dict[str, Any] = {key: value or None for key, value in given.items()}
    if "address" in given:
        changes["address"] = _address_over(before.address, given["address"])
    return msgspec.structs.replace(before, **changes)


def _address_over(before: Address, given: dict[str, Any] | None) -> Address:
    """The lines that were given over those known before; an empty address clears them all."""
    return address_of(msgspec.structs.asdict(before) | given) if given else Address()


def recipient_of(given: dict[str, Any] | None) -> Recipient | None:
    """The recipient that parameters describe; None where they unset it."""
    if not given:
        return None
    return Recipient(
        address=address_of(given.get("address")), name=given["name"], phone=given.get("phone")
    )


def shipping_of(given: dict[str, Any] | None) -> Shipping | None:
    """The shipping that parameters describe; None where they unset it."""
    if not given:
        return None
    rest = {key: value for key, value in given.items() if key != "address"}
    return Shipping(address=address_of(given.get("address")), **rest)
