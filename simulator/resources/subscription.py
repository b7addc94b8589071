"""The Subscription and its items: what a Customer pays for, again and again.

Source: API reference, "Subscriptions", "Subscription Items"; Stripe docs, "How subscriptions work".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]
Status = Literal[
    "active",
    "canceled",
    "incomplete",
    "incomplete_expired",
    "past_due",
    "paused",
    "trialing",
    "unpaid",
]
Move = Literal["paid", "not_paid", "attempted", "given_up", "canceled"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "trialing": {"paid": "active", "not_paid": "past_due", "canceled": "canceled"},
    "active": {"paid": "active", "not_paid": "past_due", "canceled": "canceled"},
    "incomplete": {
        "paid": "active",
        "not_paid": "incomplete",
        "given_up": "incomplete_expired",
        "canceled": "canceled",
    },
    "past_due": {"paid": "active", "not_paid": "past_due", "canceled": "canceled"},
    "unpaid": {"paid": "active", "canceled": "canceled"},
    "paused": {"paid": "active", "attempted": "past_due", "canceled": "canceled"},
    "incomplete_expired": {},
    "canceled": {},
}
"""From which status which move leads where; what is not here cannot happen."""

ENDED: Final[tuple[Status, ...]] = ("canceled", "incomplete_expired")
FIRST_PAYMENT_WITHIN: Final = 23 * 60 * 60
"""Seconds in which the first invoice must be paid."""


class CancellationDetails(msgspec.Struct, frozen=True, kw_only=True):
    """Why it was canceled."""

    comment: str | None = None
    feedback: str | None = None
    feedback_option: str | None = None
    reason: (
        Literal[
            "canceled_by_retention_policy",
            "cancellation_requested",
            "payment_disputed",
            "payment_failed",
        ]
        | None
    ) = None


class SubscriptionItem(msgspec.Struct, frozen=True, kw_only=True):
    """One price of a Subscription, and the period that is paid for."""

    KIND: ClassVar[str] = "subscription_item"

    id: str
    object: Literal["subscription_item"] = "subscription_item"
    billed_until: int | UnsetType = UNSET
    billing_thresholds: Hash | None = None
    created: int
    current_period_end: int
    current_period_start: int
    current_trial: Hash | None = None
    discounts: list[Any] = []
    metadata: dict[str, str]
    plan: Hash
    price: Hash
    quantity: int | UnsetType = UNSET
    subscription: str
    tax_rates: list[Hash] | None = []


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A Subscription; times are Unix seconds."""

    KIND: ClassVar[str] = "subscription"

    id: str
    object: Literal["subscription"] = "subscription"
    application: str | None = None
    application_fee_percent: int | float | None = None
    automatic_tax: Hash
    billing_cycle_anchor: int
    billing_cycle_anchor_config: Hash | None = None
    billing_mode: Hash
    billing_schedules: list[Hash] = []
    billing_thresholds: Hash | None = None
    cancel_at: int | None = None
    cancel_at_period_end: bool = False
    canceled_at: int | None = None
    cancellation_details: CancellationDetails | None = CancellationDetails()
    collection_method: Literal["charge_automatically", "send_invoice"] = "charge_automatically"
    created: int
    currency: str
    customer: str
    customer_account: str | None = None
    days_until_due: int | None = None
    default_payment_method: str | None = None
    default_source: str | None = None
    default_tax_rates: list[Hash] | None = []
    description: str | None = None
    discounts: list[Any] = []
    ended_at: int | None = None
    invoice_settings: Hash
    items: Hash
    latest_invoice: str | None = None
    livemode: bool
    managed_payments: Hash | None = None
    metadata: dict[str, str]
    next_pending_invoice_item_invoice: int | None = None
    on_behalf_of: str | None = None
    pause_collection: Hash | None = None
    payment_settings: Hash | None = None
    pending_invoice_item_interval: Hash | None = None
    pending_setup_intent: str | None = None
    pending_update: Hash | None = None
    plan: Hash | UnsetType = UNSET
    presentment_details: Hash | UnsetType = UNSET
    quantity: int | UnsetType = UNSET
    schedule: str | None = None
    start_date: int
    status: Status
    status_details: Hash | UnsetType = UNSET
    test_clock: str | None = None
    transfer_data: Hash | None = None
    trial_end: int | None = None
    trial_settings: Hash | None = None
    trial_start: int | None = None


class WaitingUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """What a Subscription will be once an invoice is paid; no part of the API."""

    KIND: ClassVar[str] = "waiting_update"

    id: str
    """The Subscription's."""
    given: Hash
    """The parameters of the update."""
    invoice: str


class Resumption(msgspec.Struct, frozen=True, kw_only=True):
    """That a Subscription goes on once an invoice is paid; no part of the API."""

    KIND: ClassVar[str] = "resumption"

    id: str
    """The Subscription's."""
    invoice: str
    by_attempt: bool = True
    """Whether an attempt to pay is enough, though it fails (`resume_on_payment_attempt`)."""


def payment_options(subscription: Subscription) -> Hash | None:
    """What its settings say of ways to pay, as an intent is asked for it: no more than was said."""
    options = (subscription.payment_settings or {}).get("payment_method_options") or {}
    said = {
        kind: {name: value for name, value in of.items() if value is not None}
        for kind, of in options.items()
        if of
    }
    return said or None


def moved(subscription: Subscription, move: Move) -> Subscription:
    """The subscription after the news of its money."""
    return replace(subscription, status=LIFE_CYCLE[subscription.status][move])


def paid(subscription: Subscription, now: int) -> Subscription:
    """The subscription whose invoice is paid: active, unless its trial is not over."""
    on_trial = subscription.trial_end is not None and subscription.trial_end > now
    after = moved(subscription, "paid")
    return replace(after, status="trialing") if on_trial else after


def trial_over(subscription: Subscription) -> Subscription:
    """The subscription whose trial has ended: whoever pays on, pays from now."""
    return moved(subscription, "paid")


def paused(subscription: Subscription) -> Subscription:
    """The subscription whose trial has ended with nothing to pay with."""
    return replace(subscription, status="paused")


def ended(subscription: Subscription, now: int, reason: str | None = None) -> Subscription:
    """The subscription whose end has come as it was set, or for a reason of its own."""
    details = subscription.cancellation_details or CancellationDetails()
    return replace(
        moved(subscription, "canceled"),
        canceled_at=subscription.canceled_at or now,
        ended_at=now,
        cancellation_details=replace(details, reason=reason or "cancellation_requested"),
    )


def canceled(subscription: Subscription, now: int) -> Subscription:
    """The subscription once it is over."""
    reason = subscription.cancellation_details or CancellationDetails()
    return replace(
        moved(subscription, "canceled"),
        canceled_at=now,
        ended_at=now,
        cancellation_details=replace(reason, reason="cancellation_requested"),
    )
