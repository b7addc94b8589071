"""The ConfirmationToken: what a payer typed into the browser, handed to the server to confirm with.

Source: API reference, "Confirmation Tokens".
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.resources.person import Recipient

Hash = dict[str, Any]


class ConfirmationToken(msgspec.Struct, frozen=True, kw_only=True):
    """A ConfirmationToken. `expires_at`: Unix seconds; None once it was used."""

    KIND: ClassVar[str] = "confirmation_token"

    id: str
    object: Literal["confirmation_token"] = "confirmation_token"
    created: int
    expires_at: int | None
    livemode: bool
    mandate_data: Hash | None = None
    metadata: dict[str, str] | None = None
    payment_intent: str | None = None
    payment_method_options: Hash | None = None
    payment_method_preview: Hash | None
    return_url: str | None = None
    setup_future_usage: Literal["off_session", "on_session"] | None = None
    setup_intent: str | None = None
    shipping: Recipient | None = None
    use_stripe_sdk: bool = True


class Intended(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The PaymentMethod that a ConfirmationToken stands for; never shown."""

    KIND: ClassVar[str] = "confirmation_token.method"

    id: str
    """The token's id."""
    payment_method: str


def spent(token: ConfirmationToken, intent: str, now: int) -> ConfirmationToken:
    """The token once it has confirmed this intent.

    Raises:
        CONFIRMATION_TOKEN_USED, CONFIRMATION_TOKEN_EXPIRED
    """
    confirmed = token.payment_intent or token.setup_intent
    if confirmed is not None and confirmed != intent:
        raise errors.CONFIRMATION_TOKEN_USED(id=token.id)
    if token.expires_at is not None and token.expires_at <= now:
        raise errors.CONFIRMATION_TOKEN_EXPIRED(id=token.id)
    if intent.startswith("seti_"):
        return replace(token, expires_at=None, setup_intent=intent)
    return replace(token, expires_at=None, payment_intent=intent)
