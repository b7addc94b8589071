"""The PaymentIntent life cycle.

Rule 1: whatever moves a PaymentIntent from one status to another lives in this file.
Rule 2: this file knows nothing of HTTP, storage, delivery or the operating system's clock. A
transition is handed the intent as it is, and hands back the intent as it becomes.

Source: Stripe docs, "How PaymentIntents work"; API reference, "PaymentIntents".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors
from simulator.resources.person import Shipping

Hash = dict[str, Any]
Status = Literal[
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "succeeded",
    "canceled",
]
CaptureMethod = Literal["automatic", "automatic_async", "manual"]
Move = Literal[
    "attached",  # a PaymentMethod was named
    "challenged",  # the shopper has to act
    "authorized",  # the money is held
    "processed",  # the bank will answer later
    "paid",  # the money is taken
    "declined",  # the attempt failed
    "returned",  # a manual confirmation is asked for once more
    "abandoned",  # the attempt that was under way is given up
    "captured",  # what was held is taken
    "canceled",
]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "requires_payment_method": {
        "attached": "requires_confirmation",
        "declined": "requires_payment_method",
        "canceled": "canceled",
    },
    "requires_confirmation": {
        "attached": "requires_confirmation",
        "challenged": "requires_action",
        "authorized": "requires_capture",
        "processed": "processing",
        "paid": "succeeded",
        "declined": "requires_payment_method",
        "abandoned": "requires_payment_method",
        "canceled": "canceled",
    },
    "requires_action": {
        "attached": "requires_confirmation",
        "challenged": "requires_action",
        "authorized": "requires_capture",
        "processed": "processing",
        "paid": "succeeded",
        "declined": "requires_payment_method",
        "returned": "requires_confirmation",
        "abandoned": "requires_payment_method",
        "canceled": "canceled",
    },
    "processing": {
        "authorized": "requires_capture",
        "paid": "succeeded",
        "declined": "requires_payment_method",
    },
    "requires_capture": {"captured": "succeeded", "canceled": "canceled"},
    "succeeded": {},
    "canceled": {},
}
"""From which status which move leads where; what is not here is refused."""

CONFIRMABLE: Final = "requires_confirmation, requires_action"
UPDATABLE: Final = ("requires_payment_method", "requires_confirmation", "requires_action")
"""In which statuses amount and PaymentMethod can be changed."""
CANCELABLE: Final = (
    "requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation,"
    " requires_action, expired, processing"
)
"""As the refusal names them; two of them are not public statuses."""


class AmountDetails(msgspec.Struct, frozen=True, gc=False):
    """Of which parts the amount is made; the tip alone where nothing is said."""

    tip: Hash = {}


class ManagedPayments(msgspec.Struct, frozen=True, gc=False):
    """Whether Stripe is the merchant of record."""

    enabled: bool = False


class PaymentIntent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A PaymentIntent, in the newest shape. Amounts are minor units."""

    KIND: ClassVar[str] = "payment_intent"

    id: str
    object: Literal["payment_intent"] = "payment_intent"
    allowed_payment_method_types: list[str] | None = None
    amount: int
    amount_capturable: int = 0
    amount_details: AmountDetails | Hash | None = AmountDetails()
    amount_received: int = 0
    application: str | None = None
    application_fee_amount: int | None = None
    automatic_payment_methods: Hash | None = None
    canceled_at: int | None = None
    cancellation_reason: str | None = None
    capture_method: CaptureMethod
    client_secret: str | None
    confirmation_method: Literal["automatic", "manual"] = "automatic"
    created: int
    currency: str
    customer: str | None = None
    customer_account: str | None = None
    description: str | None = None
    excluded_payment_method_types: list[str] | None = None
    hooks: Hash | UnsetType = UNSET
    last_payment_error: Hash | None = None
    latest_charge: str | None = None
    livemode: bool
    managed_payments: ManagedPayments | None = ManagedPayments()
    metadata: dict[str, str]
    next_action: Hash | None = None
    on_behalf_of: str | None = None
    payment_details: Hash | UnsetType = UNSET
    payment_method: str | None = None
    payment_method_configuration_details: Hash | None = None
    payment_method_options: Hash | None = None
    payment_method_types: list[str]
    payment_record: str | None = None
    presentment_details: Hash | UnsetType = UNSET
    processing: Hash | None = None
    receipt_email: str | None = None
    review: str | None = None
    setup_future_usage: Literal["off_session", "on_session"] | None = None
    shared_payment_granted_token: str | None = None
    shipping: Shipping | None = None
    source: str | None = None
    statement_descriptor: str | None = None
    statement_descriptor_suffix: str | None = None
    status: Status = "requires_payment_method"
    transfer_data: Hash | None = None
    transfer_group: str | None = None


class Dossier(msgspec.Struct, frozen=True, gc=False):
    """What Stripe knows of an intent and never shows."""

    KIND: ClassVar[str] = "payment_intent.dossier"

    id: str
    """The PaymentIntent's id; or a SetupIntent's."""
    captures: int = 0
    """How often it was captured without this being the last time."""
    increments: int = 0
    confirmations: int = 0
    """How often it was confirmed again, after it had failed or asked for something."""
    authenticated: str | None = None
    """The PaymentMethod with which a challenge was passed that the server has yet to confirm."""
    aside: Hash | None = None
    """What a card's options say of the next attempt."""
    shipping_of_browser: Shipping | None = None
    """What was last said of the shipping with a publishable key."""
    single_use: Hash | None = None
    """Amount and currency of the one payment that a SetupIntent's mandate is to be for."""


CAPTURES_MAX: Final = 50
CONFIRMATIONS_MAX: Final = 100
"""Confirmations after the first; "a variable upper limit" at Stripe, this one is inferred."""
INCREMENTS_MAX: Final = 10
"""Attempts, the declined ones included. Source: "Increment an authorization"."""


def _moved(intent: PaymentIntent, move: Move) -> Status:
    """Where the move leads; the operations ask what is allowed before they move."""
    status = LIFE_CYCLE[intent.status].get(move)
    assert status is not None, f"{intent.id} is {intent.status} and cannot be {move}"
    return status


def paid_with(intent: PaymentIntent) -> str | None:
    """The id of what pays the intent, or is to pay it; None: nothing was named, or it failed.

    A source is a PaymentMethod as well, under the same id.
    """
    return intent.payment_method or intent.source


def with_payment_method(intent: PaymentIntent, payment_method: str) -> PaymentIntent:
    """The intent once a PaymentMethod is named; a challenge that was under way is void."""
    return replace(
        intent,
        status=_moved(intent, "attached"),
        payment_method=payment_method,
        source=None,
        next_action=None,
    )


def with_source(intent: PaymentIntent, source: str) -> PaymentIntent:
    """The same once a source is named, as it was before PaymentMethods: one or the other."""
    return replace(with_payment_method(intent, source), payment_method=None, source=source)


def challenged(intent: PaymentIntent, next_action: Hash) -> PaymentIntent:
    """The intent while the shopper has to act.

    That an earlier error is then told no longer is inferred.
    """
    return replace(
        intent,
        status=_moved(intent, "challenged"),
        last_payment_error=None,
        next_action=next_action,
    )


def returned(intent: PaymentIntent) -> PaymentIntent:
    """The intent after the shopper has acted, where the server must confirm once more."""
    return replace(intent, status=_moved(intent, "returned"), next_action=None)


def abandoned(intent: PaymentIntent) -> PaymentIntent:
    """The intent whose attempt was given up, so that it can be paid in another way."""
    return replace(
        intent, status=_moved(intent, "abandoned"), next_action=None, payment_method=None
    )


def authorized(intent: PaymentIntent, charge: str) -> PaymentIntent:
    """The intent whose money is held."""
    return replace(
        intent,
        status=_moved(intent, "authorized"),
        amount_capturable=intent.amount,
        latest_charge=charge,
        last_payment_error=None,
        next_action=None,
    )


def processing(intent: PaymentIntent, charge: str) -> PaymentIntent:
    """The intent whose bank will answer in some days."""
    return replace(
        intent,
        status=_moved(intent, "processed"),
        latest_charge=charge,
        last_payment_error=None,
        next_action=None,
    )


def paid(intent: PaymentIntent, charge: str) -> PaymentIntent:
    """The intent whose money was taken."""
    return replace(
        intent,
        status=_moved(intent, "paid"),
        amount_received=intent.amount,
        latest_charge=charge,
        last_payment_error=None,
        next_action=None,
    )


def declined(intent: PaymentIntent, error: Hash, charge: str | None) -> PaymentIntent:
    """The intent after a failed attempt: it wants another PaymentMethod."""
    return replace(
        intent,
        status=_moved(intent, "declined"),
        last_payment_error=error,
        latest_charge=charge,
        next_action=None,
        payment_method=None,
        source=None,
    )


def captured(intent: PaymentIntent, amount: int, *, final: bool) -> PaymentIntent:
    """The intent after a capture: the last one ends it, an earlier one leaves the rest held.

    Args:
        amount: minor units taken by this capture.
        final: whether what is not taken is released.
    Source: API reference, "Capture a PaymentIntent"; Stripe docs, "Capture a payment multiple
        times".
    """
    received = intent.amount_received + amount
    if not final and amount < intent.amount_capturable:
        left = intent.amount_capturable - amount
        return replace(intent, amount_capturable=left, amount_received=received)
    return replace(
        intent, status=_moved(intent, "captured"), amount_capturable=0, amount_received=received
    )


def canceled(intent: PaymentIntent, now: int, reason: str | None) -> PaymentIntent:
    """The intent that will never be paid.

    Raises:
        PAYMENT_INTENT_NOT_CANCELABLE: it is paid, or canceled already.
    """
    # Stripe lets a processing intent be canceled "in rare cases"; here it never is.
    if "canceled" not in LIFE_CYCLE[intent.status]:
        raise errors.PAYMENT_INTENT_NOT_CANCELABLE(
            status=intent.status, statuses=CANCELABLE, more={"payment_intent": intent}
        )
    return replace(
        intent,
        status="canceled",
        amount_capturable=0,
        canceled_at=now,
        cancellation_reason=reason,
        next_action=None,
    )
