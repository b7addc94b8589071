"""What is known of any backend: the protocol `Shop`.

Rule 1: whatever a story wants of a backend, it asks for here; a profile (`http_shop.py`) or a class
of somebody's own answers.
Rule 2: a call is done, refused or in doubt. In doubt means that no answer came, or one that says
nothing (5xx): only the ledger knows what happened. A call in doubt is never counted as failed.
Rule 3: what a story cannot do without (a product, a cart) raises `CannotSetUp` when it is not
given: nothing has been learnt about the shop, and nothing may be called a pass.

A driver of your own is any class with these methods. It says in `abilities` which of them it
really has; stories that need another are reported as not applicable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

if TYPE_CHECKING:
    from scenarios.seen import Ask, View

Outcome = Literal["done", "refused", "in_doubt"]

# Every ability, with what it is handed and what it must say; the profile and `probe` show this.
ABILITIES: Final[Mapping[str, str]] = {
    "seed_product": "put a product with a price and a stock on sale",
    "seed_coupon": "make a coupon that takes so much off, so many times",
    "open_cart": "open a cart with items; says its id and total",
    "edit_cart": "change what a cart holds, also once its payment has begun",
    "apply_coupon": "use a coupon on a cart, before it is paid for",
    "start_payment": "begin paying for a cart; says the PaymentIntent and its client secret",
    "complete_cart": "complete the cart, as the storefront does after the client confirmed",
    "complete_and_capture": "complete the cart, and take at once what is held",
    "place_order": "place an unpaid order for a known user; says its id and total",
    "pay_order": "pay an order with a PaymentMethod; says success, requires_action or error",
    "confirm_order": "finish paying an order after 3-D Secure",
    "open_session": "open a hosted checkout; says the order, the session and its address",
    "retry_session": "open another hosted checkout for the same order",
    "order_by_session": "what the success page reads",
    "direct_payment": "begin a payment whose order is created by the webhook alone",
    "edit_order": "change what an authorized order holds",
    "change_price": "change what a product costs from now on",
    "cancel_order": "cancel an order",
    "capture_order": "capture an authorized order, as an admin",
    "refund_order": "refund an order, whole or in part, as an admin",
    "end_grace": "tell the shop that an order's grace period is over",
    "capture_sweep": "run the cron that captures what is due",
    "reconcile": "run the cron that asks Stripe about what is in doubt",
    "crash": "let the processes that do the work die, as if they were killed, and start again",
    "claim_price": "say, as a client, what an item costs; a shop must not believe it",
    "view": "what the shop believes: its orders, and its stock",
}


class CannotSetUp(Exception):  # noqa: N818 - it is an outcome, not a mistake of ours
    """The shop did not give a story what it needs to begin."""


class NotOffered(CannotSetUp):
    """The shop has no such thing: whatever needs it does not apply to this shop."""


class Unreachable(CannotSetUp):
    """The shop could not be reached at all."""


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    price: int  # minor units
    currency: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Line:
    sku: str
    quantity: int = 1
    claimed_price: int | None = None  # what a client who edited the page says that one costs


@dataclass(frozen=True, slots=True)
class Cart:
    id: str
    total: int | None  # minor units; None: the shop does not say
    currency: str


@dataclass(frozen=True, slots=True)
class Payment:
    """A PaymentIntent that the client is to confirm."""

    intent: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Session:
    """A hosted checkout that the client is sent to."""

    id: str
    order: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of one call to the shop."""

    outcome: Outcome
    http_status: int | None = None  # None: there was no answer
    picked: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    reason: str = ""

    @property
    def done(self) -> bool:
        return self.outcome == "done"

    def __getitem__(self, name: str) -> Any:
        return self.picked.get(name)


class Shop(Protocol):
    """A backend under test."""

    @property
    def name(self) -> str: ...
    @property
    def abilities(self) -> frozenset[str]: ...
    @property
    def products(self) -> Sequence[Product]:
        """All that was put on sale through this driver."""
        ...

    @property
    def asks(self) -> Sequence[Ask]:
        """What people asked of the shop through this driver: refunds and cancellations."""
        ...

    @property
    def webhook_secret(self) -> str:
        """What signs events for this shop, for stories that sign their own."""
        ...

    def note(self, ask: Ask) -> None:
        """Somebody asked for something elsewhere, for example in Stripe's dashboard."""
        ...

    def fresh(self, what: str) -> str:
        """A name that nothing else has, for users, carts and the like."""
        ...

    def new_product(
        self, *, price: int = 100_00, currency: str = "usd", quantity: int = 10
    ) -> Product: ...
    def open_cart(self, *lines: Line, currency: str = "usd", email: str | None = None) -> Cart: ...
    def edit_cart(self, cart: Cart, *lines: Line) -> Answer: ...
    def new_coupon(self, *, amount_off: int = 10_00, currency: str = "usd", uses: int = 1) -> str:
        """Its code."""
        ...

    def apply_coupon(self, cart: Cart, code: str) -> Answer: ...
    def start_payment(self, cart: Cart, *, capture_method: str = "automatic") -> Payment: ...
    def complete_cart(self, cart: Cart) -> Answer: ...
    def complete_and_capture(self, cart: Cart) -> Answer: ...
    def place_order(self, user: str, *lines: Line, currency: str = "usd") -> str: ...
    def pay_order(self, order: str, payment_method: str) -> Answer: ...
    def confirm_order(self, order: str) -> Answer: ...
    def open_session(
        self, *lines: Line, currency: str = "usd", email: str | None = None
    ) -> Session: ...
    def retry_session(self, order: str) -> Answer: ...
    def order_by_session(self, session: str) -> Answer: ...
    def direct_payment(
        self, *lines: Line, currency: str = "usd", capture_method: str = "automatic"
    ) -> Payment: ...
    def edit_order(self, order: str, *lines: Line) -> Answer: ...
    def change_price(self, product: Product, price: int) -> Answer: ...
    def cancel_order(self, order: str) -> Answer: ...
    def capture_order(self, order: str) -> Answer: ...
    def refund_order(self, order: str, amount: int | None = None) -> Answer: ...
    def end_grace(self, order: str) -> Answer: ...
    def capture_sweep(self) -> Answer: ...
    def reconcile(self) -> Answer: ...
    def crash(self) -> None:
        """Kill what does the work; whoever starts it again need not be waited for."""
        ...

    def view(self) -> View:
        """What the shop believes, now."""
        ...

    def quiet(self) -> bool | None:
        """Whether no work is under way behind its answers; None: it does not say."""
        ...

    def deliver(self, payload: bytes, headers: Mapping[str, str]) -> Answer:
        """Post something to the webhook's address, as Stripe or a forger would."""
        ...
