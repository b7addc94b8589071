"""What was seen of a run: two truths side by side, frozen, and never mixed.

Rule 1: the ledger's side (intents, charges, refunds, disputes, calls, deliveries) comes from the
simulator and says what money did.
Rule 2: the shop's side (orders, stock, alerts) comes from the shop's own views and says what it
believes. `None` in place of a value means that the shop does not say; no invariant may guess it.
Rule 3: the people's side (asks, promises) is what the shoppers and the admin wanted, as the story
played them. Amounts are whole minor units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

# What an order's payment can be said to be; a profile maps the shop's own words to these.
PaymentState = Literal[
    "pending", "authorized", "processing", "paid", "failed", "cancelled", "refunded",
    "partially_refunded", "disputed", "unknown",
]  # fmt: skip
# States in which the shop believes that it has the money, or has had it.
MONEY_STATES = frozenset({"paid", "refunded", "partially_refunded", "disputed"})

AskKind = Literal["refund", "cancel", "compensation"]
Ending = Literal["paid", "unpaid", "authorized", "cancelled", "no_order", "kept"]


@dataclass(frozen=True, slots=True)
class Intent:
    id: str
    status: str
    amount: int
    amount_capturable: int
    amount_received: int
    currency: str
    metadata: Mapping[str, str]
    customer: str | None = None
    created: int = 0


@dataclass(frozen=True, slots=True)
class Charge:
    id: str
    intent: str | None
    amount: int
    amount_captured: int
    amount_refunded: int
    currency: str
    status: str
    disputed: bool = False

    @property
    def kept(self) -> int:
        """What was taken and not given back, in minor units.

        Refunding what was never captured only releases it, and gives nothing back.
        Source: API reference, "Create a refund".
        """
        taken = self.amount_captured if self.status != "failed" else 0
        return max(0, taken - self.amount_refunded)


@dataclass(frozen=True, slots=True)
class Refund:
    id: str
    charge: str | None
    intent: str | None
    amount: int
    currency: str
    status: str
    created: int = 0

    @property
    def stands(self) -> bool:
        return self.status in {"succeeded", "pending", "requires_action"}


@dataclass(frozen=True, slots=True)
class Dispute:
    id: str
    charge: str | None
    intent: str | None
    amount: int
    status: str
    created: int = 0

    @property
    def open(self) -> bool:
        return self.status in {
            "needs_response", "under_review", "warning_needs_response", "warning_under_review",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One API request that the shop made, and the answer."""

    id: str
    method: str
    path: str
    status: int | None
    error_code: str | None
    idempotency_key: str | None
    params: Mapping[str, object] = field(default_factory=dict)
    at: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event to one endpoint, with the HTTP statuses of its attempts."""

    id: str
    event: str
    event_type: str
    state: str
    statuses: tuple[int | None, ...] = ()
    at: int = 0

    @property
    def accepted(self) -> bool:
        return any(status is not None and 200 <= status < 300 for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that went over the wire: for whoever draws what happened, never for an invariant.

    Args:
        by: who sent it; "stripe" sends an attempt to deliver an event.
        text: a call's method and path, or an event's type.
        status: of the HTTP answer; None where there was none.
        error: Stripe's code, or why there was no answer.
        faults: what the story made go wrong with it.
    """

    by: Literal["shopper", "shop", "stripe"]
    text: str
    status: int | None
    error: str | None = None
    faults: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class OrderLine:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the shop believes it to be."""

    id: str
    payment: PaymentState
    said: str  # the shop's own word for it
    currency: str
    total: int
    intents: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    cart: str | None = None
    paid: int | None = None
    refunded: int | None = None
    refund_reasons: tuple[str, ...] = ()
    lines: tuple[OrderLine, ...] | None = None
    effects: Mapping[str, int] | None = None

    called: str | None = None  # what people call it, where that is not its id
    coupon: str | None = None

    @property
    def name(self) -> str:
        return named("order", self.called or self.id)


@dataclass(frozen=True, slots=True)
class Stock:
    sku: str
    on_hand: int
    reserved: int | None
    sold: int | None
    initial: int | None


@dataclass(frozen=True, slots=True)
class Coupon:
    code: str
    uses: int
    limit: int


@dataclass(frozen=True, slots=True)
class View:
    """All that the shop says of itself; a part that it does not say is None."""

    orders: tuple[Order, ...]
    stock: tuple[Stock, ...] | None = None
    alerts: tuple[str, ...] | None = None
    events: tuple[str, ...] | None = None
    quiet: bool | None = None
    coupons: tuple[Coupon, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that the simulator says of the money."""

    intents: tuple[Intent, ...] = ()
    charges: tuple[Charge, ...] = ()
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    calls: tuple[Call, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    customers: tuple[tuple[str, str | None], ...] | None = None  # id, and who it is to the shop
    steps: tuple[Step, ...] = ()  # calls and attempts to deliver, in the order of their ends
    calls_are_all: bool = True  # the simulator's memory of calls is bounded


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody wanted money back, or an order cancelled.

    Args:
        subject: the id of an order, cart, intent or session; "*" for whichever loses.
        amount: minor units; None is all of it.
    """

    kind: AskKind
    subject: str
    amount: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """How this purchase must end, whatever goes wrong on the way."""

    subject: str  # the id of an order, cart, intent or session
    ends: Ending
    why: str


@dataclass(frozen=True)
class Seen:
    """Everything that an invariant may look at."""

    ledger: Ledger
    view: View
    asks: tuple[Ask, ...] = ()
    promises: tuple[Promise, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()  # what a story itself saw go wrong: subject, words

    @cached_property
    def orders_of_intent(self) -> Mapping[str, tuple[Order, ...]]:
        """Orders by intent: those that name it, and those that the intent's metadata names."""
        found: dict[str, list[Order]] = {intent.id: [] for intent in self.ledger.intents}
        by_id = {order.id: order for order in self.view.orders}
        for order in self.view.orders:
            for intent_id in order.intents:
                found.setdefault(intent_id, []).append(order)
        for intent in self.ledger.intents:
            named = by_id.get(intent.metadata.get("order_id", ""))
            if named is not None and named not in found[intent.id]:
                found[intent.id].append(named)
        return {intent_id: tuple(orders) for intent_id, orders in found.items()}

    @cached_property
    def intents_of_order(self) -> Mapping[str, tuple[Intent, ...]]:
        found: dict[str, list[Intent]] = {order.id: [] for order in self.view.orders}
        for intent in self.ledger.intents:
            for order in self.orders_of_intent.get(intent.id, ()):
                found[order.id].append(intent)
        return {order_id: tuple(intents) for order_id, intents in found.items()}

    def charges_of(self, intents: Iterable[str]) -> Iterator[Charge]:
        wanted = set(intents)
        return (charge for charge in self.ledger.charges if charge.intent in wanted)

    def refunds_of(self, intent: str) -> Iterator[Refund]:
        """Refunds that stand, of money that was taken, by the intent or only by its charge."""
        charges = {c.id for c in self.charges_of([intent]) if c.amount_captured}
        return (
            refund for refund in self.ledger.refunds if refund.stands and refund.charge in charges
        )

    def captured(self, intents: Iterable[str]) -> int:
        """Money taken by these intents, in minor units, whether it was given back or not."""
        return sum(c.amount_captured for c in self.charges_of(intents) if c.status != "failed")

    def kept(self, intents: Iterable[str]) -> int:
        """Money taken by these intents and not given back, in minor units."""
        return sum(charge.kept for charge in self.charges_of(intents))

    def names_of(self, intent: Intent) -> frozenset[str]:
        """Every id by which people may speak of this payment."""
        orders = self.orders_of_intent.get(intent.id, ())
        names = {intent.id, *intent.metadata.values()}
        for order in orders:
            names |= {order.id, *order.sessions}
            if order.cart is not None:
                names.add(order.cart)
        return frozenset(names)

    def asked_back(self, intent: Intent) -> int | None:
        """How much of this payment somebody wanted back, minor units; None is all of it."""
        names = self.names_of(intent)
        wanted = 0
        for ask in self.asks:
            if ask.subject == "*" or ask.subject in names:
                if ask.amount is None:
                    return None
                wanted += ask.amount
        return wanted

    def called(self, intent: Intent) -> str:
        """How to speak of a payment to a person: by its order, cart or session, else by itself."""
        for order in self.orders_of_intent.get(intent.id, ()):
            return order.name
        for key, word in (("order_id", "order"), ("cart_id", "cart")):
            if intent.metadata.get(key):
                return named(word, intent.metadata[key])
        return named("payment", intent.id)


def named(kind: str, id: str) -> str:
    """What a sentence calls something: "order 17", "cart_64ad0d…", "payment pi_3xUaf…"."""
    short = id if len(id) <= 14 else f"{id[:13]}…"
    return short if id.startswith(f"{kind}_") else f"{kind} {short}"
