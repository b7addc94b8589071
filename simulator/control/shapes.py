"""What the control API takes and gives; the client gives the same to Python.

Times are the account's, in Unix seconds, unless a name says otherwise.
"""

from typing import Annotated, Any, Literal

import msgspec

from simulator.faults.plans import Plan
from simulator.holds import LIMIT_DEFAULT_MS, LIMIT_MAX_MS, Gate, Held, HoldPoint
from simulator.ledger.movement import Movement
from simulator.shopper import Shopper
from simulator.webhooks.records import Attempt, Delivery

__all__ = ["Attempt", "Delivery", "Held", "HoldPoint", "Plan"]

Times = Annotated[int, msgspec.Meta(ge=1)]
Document = dict[str, Any]


class Given(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a call takes; a name that it does not know is refused."""


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """The account of a key."""

    id: str
    secret_key: str
    publishable_key: str
    client_id: str
    """By which the account is known as a platform, to those who are asked to connect with it."""
    api_version: str
    livemode: bool
    seed: str


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """How late it is."""

    now: int
    frozen: bool
    next_due_at: int | None = None
    """When the next thing falls due by itself."""


class Advance(Given):
    """Move the clock on: by a span, to a moment, or to what falls due next."""

    by: int | str | None = None
    """Seconds, or a span like `7d`, `1h30m`."""
    to: int | None = None
    """Unix seconds."""
    to_next: bool = False
    timeout_s: float = 60.0


class Settle(Given):
    """Do all that is due now, and wait until all is quiet."""

    timeout_s: float = 10.0


class AddEndpoint(Given):
    """A webhook endpoint."""

    url: str
    events: list[str] = msgspec.field(default_factory=lambda: ["*"])
    api_version: str | None = None
    connect: bool = False
    description: str | None = None
    secret: str | None = None
    """A signing secret of your own; None: one is made."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook endpoint, with what Stripe's API does not show of it."""

    id: str
    url: str
    events: list[str]
    api_version: str | None
    status: str
    secret: str
    secrets: list[str]
    """Every secret that signs at this moment, the newest first."""
    connect: bool


class ChangeEndpoint(Given):
    """What is to change."""

    url: str | None = None
    events: list[str] | None = None
    status: Literal["enabled", "disabled"] | None = None


class RollSecret(Given):
    """Put a new secret in place of the old."""

    keep_for_s: Annotated[int, msgspec.Meta(ge=0, le=24 * 60 * 60)] = 24 * 60 * 60
    """How long the old secret still signs, beside the new one."""


class AddFault(Given):
    """A fault, and the plan that says when it strikes."""

    type: str
    on: str = "*"
    times: Times | None = 1
    nth: Times | None = None
    """Strike only the n-th call that it is for."""
    skip: Annotated[int, msgspec.Meta(ge=0)] = 0
    chance: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    until: int | None = None
    object: str | None = None
    idempotency_key: str | None = None
    metadata: dict[str, str] = {}
    attempt: Times | None = None
    endpoint: str | None = None
    options: Document = {}


class FaultKind(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that can be added."""

    type: str
    of: Literal["request", "charge", "delivery"]
    strikes: Literal["before", "after"]
    story: str
    options: list[str]


class AddHold(Given):
    """A hold point."""

    on: str
    at: Gate = "arrival"
    times: Times | None = 1
    object: str | None = None
    idempotency_key: str | None = None
    limit_ms: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX_MS)] = LIMIT_DEFAULT_MS


class ReleaseHeld(Given):
    """Let go what is held."""

    ids: list[str] | None = None
    """In this order; None: all, the longest held first."""
    fault: str | None = None
    """A fault that strikes what is let go."""
    options: Document = {}


class WaitHeld(Given):
    """Wait until this many are held."""

    count: Times = 1
    timeout_s: float = 10.0


class DeliverySettings(Given):
    """How deliveries are made; what is left out stays as it is."""

    paused: bool | None = None
    schedule: str | list[int] | None = None
    """`live`, `sandbox`, `never`, or seconds from each attempt to the next."""
    timeout_ms: Annotated[int, msgspec.Meta(ge=1)] | None = None
    concurrency: Times | None = None


class DeliveriesView(msgspec.Struct, frozen=True, kw_only=True):
    """The deliveries of an account."""

    data: list[Delivery]
    dropped: int
    """How many records had to make room, or were never made."""
    paused: bool
    waiting: int
    in_flight: int


class Duplicate(Given):
    """Deliver an event several times."""

    times: Times = 2
    at_once: bool = True
    endpoint: str | None = None


class SendEvent(Given):
    """An event that no operation caused."""

    type: str
    object: Document | str | None = None
    """The object itself, the id of one that there is, or None: one is filled in."""
    previous_attributes: Document | None = None
    endpoints: list[str] | None = None


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """One API request and its answer."""

    request_id: str | None
    at: int
    method: str
    path: str
    operation: str
    params: Document
    status: int | None
    """None: the connection was cut before the answer."""
    error_code: str | None
    idempotency_key: str | None
    replayed: bool
    version: str
    caller: Literal["shop", "harness"]
    duration_ms: float
    faults: list[str]
    events: list[str]
    """The events that it caused."""
    order: int
    """Its place among all that happened in the account, as attempts to deliver have theirs."""


class RequestsView(msgspec.Struct, frozen=True, kw_only=True):
    """The journal of an account."""

    data: list[RequestView]
    dropped: int
    """How many requests there was no room for any more."""
    forgotten: int
    """The `order` of the last of them: all that came after it is known."""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A PaymentIntent in a line, its amounts in minor units."""

    id: str
    status: str
    amount: int
    currency: str
    amount_received: int
    amount_refunded: int
    created: int
    metadata: dict[str, str]


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What money did in one currency, in minor units."""

    authorized: int = 0
    captured: int = 0
    released: int = 0
    refunded: int = 0
    disputed: int = 0
    fees: int = 0


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What money did: Stripe's objects in their newest shape, and the sums by currency."""

    payment_intents: list[Document]
    charges: list[Document]
    refunds: list[Document]
    disputes: list[Document]
    balance_transactions: list[Document]
    totals: dict[str, Totals]
    movements: list[Movement] = []
    """Every movement of money, in double entry."""
    positions: dict[str, dict[str, int]] = {}
    """Where the money is now: minor units by currency and position."""
    discrepancies: list[str] = []
    """Where the objects contradict each other; there is never one, unless the simulator errs."""


DisputeReason = Literal[
    "bank_cannot_process",
    "credit_not_processed",
    "customer_initiated",
    "duplicate",
    "fraudulent",
    "general",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
]
"""Why a cardholder disputes. Source: API reference, "The Dispute object" (reason)."""


class PaySession(Given):
    """What a shopper does on the hosted page."""

    payment_method: str = "pm_card_visa"
    email: str | None = None
    shopper: Shopper = Shopper()
    """What else is typed into the page."""


class DisputeCharge(Given):
    """What a cardholder says to the bank. The amount is minor units; None: all that was taken."""

    amount: int | None = None
    reason: DisputeReason = "fraudulent"


class Authenticate(Given):
    """What a shopper does in the 3-D Secure challenge."""

    outcome: Literal["succeed", "fail"] = "succeed"


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """It was done; how many things it concerned."""

    count: int = 1
    ids: list[str] = []
