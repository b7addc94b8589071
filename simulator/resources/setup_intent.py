"""The SetupIntent life cycle: saving a way to pay, with the payer's authentication.

Rule 1: whatever moves a SetupIntent from one status to another lives in this file.
Rule 2: this file knows nothing of HTTP, storage, delivery or the operating system's clock.

Source: Stripe docs, "The Setup Intents API"; API reference, "SetupIntents". The field
`attach_to_self` is declared, and never present in recorded answers.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors

Hash = dict[str, Any]
Status = Literal[
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "succeeded",
    "canceled",
]
Move = Literal[
    "attached",  # a PaymentMethod was named
    "unnamed",  # it was taken back
    "challenged",  # the payer has to act
    "set_up",  # it can be used from now on
    "failed",  # the attempt failed
    "canceled",
]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "requires_payment_method": {
        "attached": "requires_confirmation",
        "unnamed": "requires_payment_method",
        "failed": "requires_payment_method",
        "canceled": "canceled",
    },
    "requires_confirmation": {
        "attached": "requires_confirmation",
        "unnamed": "requires_payment_method",
        "challenged": "requires_action",
        "set_up": "succeeded",
        "failed": "requires_payment_method",
        "canceled": "canceled",
    },
    "requires_action": {
        "attached": "requires_confirmation",
        "unnamed": "requires_payment_method",
        "challenged": "requires_action",
        "set_up": "succeeded",
        "failed": "requires_payment_method",
        "canceled": "canceled",
    },
    "processing": {"set_up": "succeeded", "failed": "requires_payment_method"},
    "succeeded": {},
    "canceled": {},
}
"""From which status which move leads where; what is not here is refused."""


class ManagedPayments(msgspec.Struct, frozen=True, gc=False):
    """Whether Stripe is the merchant of record."""

    enabled: bool = False


class SetupIntent(msgspec.Struct, frozen=True, kw_only=True):
    """A SetupIntent, in the newest shape."""

    KIND: ClassVar[str] = "setup_intent"

    id: str
    object: Literal["setup_intent"] = "setup_intent"
    allowed_payment_method_types: list[str] | None = None
    application: str | None = None
    attach_to_self: bool | UnsetType = UNSET
    automatic_payment_methods: Hash | None = None
    cancellation_reason: Literal["abandoned", "duplicate", "requested_by_customer"] | None = None
    client_secret: str | None
    created: int
    customer: str | None = None
    customer_account: str | None = None
    description: str | None = None
    excluded_payment_method_types: list[str] | None = None
    flow_directions: list[str] | None = None
    last_setup_error: Hash | None = None
    latest_attempt: str | None = None
    livemode: bool
    managed_payments: ManagedPayments | None = ManagedPayments()
    mandate: str | None = None
    metadata: dict[str, str] | None
    next_action: Hash | None = None
    on_behalf_of: str | None = None
    payment_method: str | None = None
    payment_method_configuration_details: Hash | None = None
    payment_method_options: Hash | None = None
    payment_method_types: list[str]
    single_use_mandate: str | None = None
    status: Status = "requires_payment_method"
    usage: str = "off_session"


def _moved(intent: SetupIntent, move: Move) -> Status:
    """Where the move leads; the operations ask what is allowed before they move."""
    status = LIFE_CYCLE[intent.status].get(move)
    assert status is not None, f"{intent.id} is {intent.status} and cannot be {move}"
    return status


def with_payment_method(intent: SetupIntent, payment_method: str) -> SetupIntent:
    """The intent once a PaymentMethod is named; a challenge that was under way is void."""
    return replace(
        intent,
        status=_moved(intent, "attached"),
        payment_method=payment_method,
        next_action=None,
    )


def without_payment_method(intent: SetupIntent) -> SetupIntent:
    """The intent for which no PaymentMethod is named any more."""
    return replace(intent, status=_moved(intent, "unnamed"), payment_method=None, next_action=None)


def challenged(intent: SetupIntent, next_action: Hash, attempt: str) -> SetupIntent:
    """The intent whose payer has to act."""
    return replace(
        intent,
        status=_moved(intent, "challenged"),
        last_setup_error=None,
        latest_attempt=attempt,
        next_action=next_action,
    )


def succeeded(intent: SetupIntent, attempt: str) -> SetupIntent:
    """The intent whose PaymentMethod can be used from now on."""
    return replace(
        intent,
        status=_moved(intent, "set_up"),
        last_setup_error=None,
        latest_attempt=attempt,
        next_action=None,
    )


def failed(intent: SetupIntent, error: Hash, attempt: str | None) -> SetupIntent:
    """The intent after a failed attempt: it wants another PaymentMethod."""
    return replace(
        intent,
        status=_moved(intent, "failed"),
        last_setup_error=error,
        latest_attempt=attempt,
        next_action=None,
        payment_method=None,
    )


def canceled(intent: SetupIntent, reason: Any) -> SetupIntent:
    """The intent that will never set anything up.

    Raises:
        SETUP_CANCELED_ALREADY, SETUP_NOT_CANCELABLE
    Source: API reference, "Cancel a SetupIntent".
    """
    embedded = {"setup_intent": intent}
    if intent.status == "canceled":
        raise errors.SETUP_CANCELED_ALREADY(more=embedded)
    if "canceled" not in LIFE_CYCLE[intent.status]:
        raise errors.SETUP_NOT_CANCELABLE(status=intent.status, more=embedded)
    return replace(
        intent,
        status=_moved(intent, "canceled"),
        cancellation_reason=reason,
        next_action=None,
    )
