"""What clients are answered; the same classes make the OpenAPI document."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from reference_backend.cards import SavedCard
from reference_backend.carts import Cart
from reference_backend.catalogue import OnSale
from reference_backend.mobile import Outcome
from reference_backend.refunds import Refund
from reference_backend.view import SeenEvent, SeenLine, SeenOrder


class Health(Struct, frozen=True):
    status: Literal["ok"] = "ok"


class Product(Struct, frozen=True):
    sku: str
    title: str
    prices: dict[str, int]
    stocked_quantity: int
    variant_of: str | None = None


class ProductsAnswer(Struct, frozen=True):
    """What can be bought; `next` is what to ask for to see more."""

    products: list[OnSale]
    next: str | None


class CartAnswer(Struct, frozen=True):
    """A cart. Amounts are minor units."""

    id: str
    currency: str
    total: int
    email: str | None
    items: list[SeenLine]

    @classmethod
    def of(cls, cart: Cart) -> CartAnswer:
        lines = [SeenLine(x.sku, x.quantity, x.title, x.unit_amount_minor) for x in cart.lines]
        return cls(cart.id, cart.currency, cart.total_minor, cart.email, lines)


class PaymentSession(Struct, frozen=True):
    """What the storefront confirms the payment with."""

    payment_intent_id: str
    client_secret: str | None
    status: str
    amount: int


class Completed(Struct, frozen=True):
    order: SeenOrder
    type: Literal["order"] = "order"


class OrderAnswer(Struct, frozen=True):
    order: SeenOrder
    history: list[SeenEvent]


class PaymentData(Struct, frozen=True, rename="camel", omit_defaults=True):
    payment_id: str
    order_id: str | UnsetType = UNSET
    amount: int | UnsetType = UNSET
    status: str | UnsetType = UNSET
    payment_intent_id: str | UnsetType = UNSET
    client_secret: str | UnsetType = UNSET


class PaymentError(Struct, frozen=True):
    message: str
    code: str | None = None


class PayAnswer(Struct, frozen=True, omit_defaults=True):
    """How a payment from the app went."""

    status: Literal["success", "requires_action", "error"]
    message: str
    data: PaymentData | UnsetType = UNSET
    errors: list[PaymentError] | UnsetType = UNSET

    @classmethod
    def of(cls, outcome: Outcome, order_id: str) -> PayAnswer:
        payment, intent = outcome.payment, outcome.intent
        if outcome.status == "error":
            code = intent.error_code if intent is not None else None
            return cls("error", outcome.message, errors=[PaymentError(outcome.message, code)])
        assert payment is not None
        assert intent is not None
        if outcome.status == "requires_action":
            return cls(
                "requires_action", outcome.message,
                PaymentData(
                    payment.id, payment_intent_id=intent.id,
                    client_secret=intent.client_secret or "",
                ),
            )  # fmt: skip
        return cls(
            "success", outcome.message,
            PaymentData(payment.id, order_id, payment.amount_minor, intent.status),
        )  # fmt: skip


class CardAnswer(Struct, frozen=True, rename="camel"):
    """A saved card."""

    id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    off_session: bool

    @classmethod
    def of(cls, saved: SavedCard) -> CardAnswer:
        card = saved.card
        return cls(
            card.id, card.brand, card.last4, card.exp_month, card.exp_year, saved.off_session
        )


class CardsAnswer(Struct, frozen=True):
    cards: list[CardAnswer]


class CheckoutAnswer(Struct, frozen=True, rename="camel"):
    order_id: str
    session_id: str
    url: str


class DirectPayment(Struct, frozen=True, rename="camel"):
    payment_intent_id: str
    client_secret: str | None


class RefundAnswer(Struct, frozen=True):
    id: str
    amount: int
    state: str
    reason: str
    stripe_refund_id: str | None

    @classmethod
    def of(cls, refund: Refund) -> RefundAnswer:
        return cls(
            refund.id, refund.amount_minor, refund.state, refund.reason, refund.stripe_refund_id
        )


class Queued(Struct, frozen=True):
    """How much work was found."""

    queued: int


class Received(Struct, frozen=True):
    received: bool = True


class ProblemDetail(Struct, frozen=True):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
