"""What clients send: each request body with its limits, checked before anything is done.

The same classes make the OpenAPI document, so what is promised is what is checked.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

# No control characters anywhere: PostgreSQL refuses NUL, and people cannot see the others.
Sku = Annotated[str, Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Title = Annotated[str, Meta(min_length=1, max_length=200, pattern="^[^\\x00-\\x1f\\x7f]+$")]
Currency = Annotated[str, Meta(min_length=3, max_length=3, pattern="^[a-z]{3}$")]
Email = Annotated[
    str,
    Meta(
        min_length=3, max_length=200, pattern="^[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$"
    ),
]
Id = Annotated[str, Meta(min_length=1, max_length=100, pattern="^[A-Za-z0-9_-]+$")]
UserId = Annotated[str, Meta(min_length=1, max_length=100, pattern="^[A-Za-z0-9_.@+-]+$")]
Quantity = Annotated[int, Meta(ge=1, le=10_000)]
StockQuantity = Annotated[int, Meta(ge=0, le=1_000_000)]
AmountMinor = Annotated[int, Meta(ge=1, le=99_999_999, description="Minor units (cents).")]
Shown = Annotated[int, Meta(ge=1, le=99_999_999, description="What the page showed. Not believed.")]
Consent = Annotated[
    bool, Meta(description="The shopper agrees that the card is kept, and charged while away.")
]
CaptureMethod = Literal["automatic", "automatic_async", "manual"]


class Item(Struct, frozen=True):
    """So many of one thing."""

    sku: Sku
    quantity: Quantity = 1
    unit_amount: Shown | None = None


Items = Annotated[list[Item], Meta(min_length=1, max_length=100)]


class NewProduct(Struct, frozen=True):
    """A product to be sold."""

    sku: Sku
    title: Title
    prices: Annotated[dict[Currency, AmountMinor], Meta(min_length=1, max_length=40)]
    stocked_quantity: StockQuantity = 0
    variant_of: Sku | None = None


class NewPrices(Struct, frozen=True):
    """What a product costs from now on, in minor units by currency."""

    prices: Annotated[dict[Currency, AmountMinor], Meta(min_length=1, max_length=40)]


class NewCoupon(Struct, frozen=True):
    """So much off, in minor units, so many times."""

    code: Sku
    amount_off_minor: AmountMinor
    uses_max: Annotated[int, Meta(ge=1, le=1_000_000)]
    currency: Currency = "usd"


class ApplyCoupon(Struct, frozen=True):
    """What the shopper typed."""

    code: Sku


class EditCart(Struct, frozen=True):
    """What the cart is to hold."""

    items: Items


class NewCart(Struct, frozen=True):
    """A cart to be opened."""

    items: Items
    currency: Currency = "usd"
    email: Email | None = None
    user_id: UserId | None = None


class StartPayment(Struct, frozen=True):
    """How the payment is to be taken."""

    capture_method: CaptureMethod = "automatic"
    save_card: Consent = False


class CompleteCart(Struct, frozen=True):
    """Which cart is complete."""

    cart_id: Id


class EditOrder(Struct, frozen=True):
    """What the order is to hold."""

    items: Items


class NewMobileOrder(Struct, frozen=True):
    """An order from the app."""

    user_id: UserId
    items: Items
    currency: Currency = "usd"


class PayMobileOrder(Struct, frozen=True, rename="camel"):
    """What to pay with."""

    payment_method_id: Id
    save_card: Consent = False


class ChargeSavedCard(Struct, frozen=True):
    """Which of the shopper's cards to charge; by default the one that they agreed to last."""

    payment_method_id: Id | None = None


class NewCheckout(Struct, frozen=True):
    """What is to be paid on Stripe's page."""

    items: Items
    currency: Currency = "usd"
    email: Email | None = None


class NewDirectPayment(Struct, frozen=True):
    """What is to be paid before there is an order."""

    items: Items
    currency: Currency = "usd"
    capture_method: CaptureMethod = "automatic"


class NewRefund(Struct, frozen=True):
    """How much goes back; all that is left if it is not said."""

    amount: AmountMinor | None = None
    reason: Title = "requested_by_customer"


class Sweep(Struct, frozen=True):
    """Sweep as if it were so many seconds later."""

    ahead_s: Annotated[float, Meta(ge=0, le=31_536_000)] = 0.0


class WebhookSecret(Struct, frozen=True):
    """The secret of the webhook endpoint, set after start by a test run."""

    secret: Annotated[str, Meta(min_length=7, max_length=200, pattern="^whsec_[A-Za-z0-9_]+$")]


class StripeEvent(Struct, frozen=True):
    """An event as Stripe sends it; only what the inbox reads of it is described."""

    id: str
    type: str
    livemode: bool = False
    account: str | None = None
