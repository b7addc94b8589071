"""The Checkout Session life cycle.

Rule 1: whatever moves a Session from one status to another lives in this file.
Rule 2: a Session is paid through an intent of its own; what the intent does is the intent's.

Source: API reference, "Checkout Sessions"; Stripe docs, "How Checkout works".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors
from simulator.resources.line_item import LineItem

Hash = dict[str, Any]
Status = Literal["open", "complete", "expired"]
PaymentStatus = Literal["unpaid", "paid", "no_payment_required"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[str, Status]]] = {
    "open": {"completed": "complete", "expired": "expired"},
    "complete": {},
    "expired": {},
}
"""From which status which move leads where; what is not here is refused."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A Checkout Session, in the newest shape. Amounts are minor units."""

    KIND: ClassVar[str] = "checkout.session"

    id: str
    object: Literal["checkout.session"] = "checkout.session"
    adaptive_pricing: Hash | None = None
    after_expiration: Hash | None = None
    allow_promotion_codes: bool | None = None
    allowed_payment_method_types: list[str] | None = None
    amount_subtotal: int | None = None
    amount_total: int | None = None
    automatic_tax: Hash
    billing_address_collection: str | None = None
    branding_settings: Hash | UnsetType = UNSET
    cancel_url: str | None = None
    client_reference_id: str | None = None
    client_secret: str | None = None
    collected_information: Hash | None = None
    consent: Hash | None = None
    consent_collection: Hash | None = None
    created: int
    currency: str | None = None
    currency_conversion: Hash | None = None
    custom_fields: list[Hash] = []
    custom_text: Hash
    customer: str | None = None
    customer_account: str | None = None
    customer_creation: str | None = None
    customer_details: Hash | None = None
    customer_email: str | None = None
    discounts: list[Hash] | None = None
    excluded_payment_method_types: list[str] | UnsetType = UNSET
    expires_at: int
    integration_identifier: str | None = None
    invoice: str | None = None
    invoice_creation: Hash | None = None
    livemode: bool
    locale: str | None = None
    managed_payments: Hash | None = None
    metadata: dict[str, str] | None
    mode: Literal["payment", "setup", "subscription"]
    name_collection: Hash | UnsetType = UNSET
    optional_items: list[Hash] | UnsetType = UNSET
    origin_context: str | None = None
    payment_intent: str | None = None
    payment_link: str | None = None
    payment_method_collection: str | None = None
    payment_method_configuration_details: Hash | None = None
    payment_method_options: Hash | None = None
    payment_method_types: list[str]
    payment_status: PaymentStatus
    permissions: Hash | None = None
    phone_number_collection: Hash | UnsetType = UNSET
    presentment_details: Hash | UnsetType = UNSET
    recovered_from: str | None = None
    redirect_on_completion: str | UnsetType = UNSET
    return_url: str | UnsetType = UNSET
    saved_payment_method_options: Hash | None = None
    setup_intent: str | None = None
    shipping_address_collection: Hash | None = None
    shipping_cost: Hash | None = None
    shipping_options: list[Hash] = []
    status: Status = "open"
    submit_type: str | None = None
    subscription: str | None = None
    success_url: str | None = None
    tax_id_collection: Hash | UnsetType = UNSET
    total_details: Hash | None = None
    ui_mode: Literal["elements", "embedded_page", "form", "hosted_page"] = "hosted_page"
    url: str | None = None
    wallet_options: Hash | None = None


class SessionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a Session keeps to itself: its lines, and what its intent will be made of."""

    KIND: ClassVar[str] = "checkout.session.plan"

    id: str
    """The Session's id."""
    version: str
    """The API version that asked for the Session; its intent gets that version's defaults."""
    lines: tuple[LineItem, ...] = ()
    payment_intent_data: Hash = {}
    setup_intent_data: Hash = {}
    subscription_data: Hash = {}
    customer_update: Hash = {}
    shopper: Hash | None = None
    """What the page was submitted with: `customer_details` as they will be."""
    breakdown: Hash | None = None
    """Of what `total_details` is made."""
    coupon: str | None = None
    """The id of the coupon that is taken off."""
    tax_rates: dict[str, tuple[str, ...]] = {}
    """By the ids of lines, those of their tax rates."""
    shipping_rates: tuple[str, ...] = ()
    """The ids of the ways to send it."""
    optional: dict[str, str] = {}
    """By price, the ids of the lines of optional items that were added."""
    subscription: str | None = None
    """The Subscription that a first, declined attempt has begun; until basil."""
    intent: str | None = None
    """The PaymentIntent that a Subscription is paid by before there is one; since basil."""
    customer: str | None = None
    """The Customer who was made when the page was submitted."""
    parameters: Hash = {}
    """What the Session was asked for with, for a copy of it."""


def sent_to(plan: SessionPlan) -> Hash | None:
    """Where the shopper has it sent to, `{address, name}`; None where nobody was asked."""
    collected: Hash = (plan.shopper or {}).get("collected_information") or {}
    return collected.get("shipping_details")


class PaidBy(msgspec.Struct, frozen=True, gc=False):
    """Which Session an intent, or a Subscription's first intent, belongs to."""

    KIND: ClassVar[str] = "checkout.session.intent"

    id: str
    """The intent's id."""
    session: str
    subscription: str | None = None


def _moved(session: Session, move: str) -> Status:
    """Where the move leads; the operations ask what is allowed before they move."""
    status = LIFE_CYCLE[session.status].get(move)
    assert status is not None, f"{session.id} is {session.status} and cannot be {move}"
    return status


def completed(session: Session, payment_status: PaymentStatus, **learned: Any) -> Session:
    """The Session whose shopper is done, with what was learned of the shopper."""
    return replace(
        session,
        status=_moved(session, "completed"),
        payment_status=payment_status,
        client_secret=None,
        url=None,
        **learned,
    )


def paid_later(session: Session, **learned: Any) -> Session:
    """The completed Session whose bank has paid in the end, or whose hold was captured."""
    assert session.status == "complete", f"{session.id} is {session.status}"
    return replace(session, payment_status="paid", **learned)


def expired(session: Session, recovery_url: str, now: int) -> Session:
    """The Session whose time is over; with recovery, a link that opens a copy of it.

    Raises:
        SESSION_NOT_EXPIRABLE: it is complete, or expired already.
    """
    if "expired" not in LIFE_CYCLE[session.status]:
        raise errors.SESSION_NOT_EXPIRABLE(status=session.status)
    after = session.after_expiration
    if after is not None and (after.get("recovery") or {}).get("enabled"):
        recovery = after["recovery"] | {"expires_at": now + RECOVERABLE, "url": recovery_url}
        after = {"recovery": recovery}
    return replace(
        session,
        after_expiration=after,
        client_secret=None,  # inferred: of complete ones it is quoted
        status=_moved(session, "expired"),
        url=None,
    )


RECOVERABLE: Final = 30 * 86_400
"""Seconds for which the link of an expired Session opens a copy of it."""
