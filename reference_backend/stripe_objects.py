"""What the shop reads of Stripe's objects: plain values, from an answer or from an event alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

SETTLED: Final = frozenset({"succeeded", "canceled"})
"""PaymentIntent statuses that never change again: an old event with one of them is not outdated."""


def _id(value: Any) -> str | None:
    """An id, whether the object came expanded or not."""
    return value.get("id") if isinstance(value, Mapping) else value


@dataclass(frozen=True, slots=True)
class Intent:
    """A PaymentIntent. Amounts are minor units."""

    id: str
    status: str
    amount: int
    amount_capturable: int
    amount_received: int
    currency: str
    capture_method: str
    client_secret: str | None
    metadata: Mapping[str, str]
    charge_id: str | None
    payment_method_id: str | None
    capture_before: int | None
    error_code: str | None
    error_message: str | None
    livemode: bool

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Read an answer or the object of an event.

        Raises:
            KeyError, TypeError, AttributeError: it is no PaymentIntent.
        """
        error = raw.get("last_payment_error") or {}
        charge = raw.get("latest_charge")
        before = None
        if isinstance(charge, Mapping):
            details = charge.get("payment_method_details") or {}
            before = (details.get("card") or {}).get("capture_before")
        return cls(
            id=raw["id"],
            status=raw["status"],
            amount=raw["amount"],
            amount_capturable=raw.get("amount_capturable") or 0,
            amount_received=raw.get("amount_received") or 0,
            currency=raw["currency"],
            capture_method=raw.get("capture_method") or "automatic",
            client_secret=raw.get("client_secret"),
            metadata=dict(raw.get("metadata") or {}),
            charge_id=_id(charge),
            payment_method_id=_id(raw.get("payment_method")),
            capture_before=before,
            error_code=error.get("decline_code") or error.get("code"),
            error_message=error.get("message"),
            livemode=bool(raw.get("livemode")),
        )


@dataclass(frozen=True, slots=True)
class CheckoutSession:
    """A Checkout Session."""

    id: str
    status: str
    payment_status: str
    url: str | None
    payment_intent_id: str | None
    amount_total: int | None
    currency: str | None
    metadata: Mapping[str, str]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Raises as `Intent.read` does."""
        return cls(
            id=raw["id"],
            status=raw["status"],
            payment_status=raw["payment_status"],
            url=raw.get("url"),
            payment_intent_id=_id(raw.get("payment_intent")),
            amount_total=raw.get("amount_total"),
            currency=raw.get("currency"),
            metadata=dict(raw.get("metadata") or {}),
        )


@dataclass(frozen=True, slots=True)
class Card:
    """A PaymentMethod that is a card, as its owner knows it."""

    id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Raises as `Intent.read` does."""
        card = raw["card"]
        return cls(raw["id"], card["brand"], card["last4"], card["exp_month"], card["exp_year"])


@dataclass(frozen=True, slots=True)
class Refund:
    """A Refund. The amount is minor units."""

    id: str
    amount: int
    status: str
    payment_intent_id: str | None
    charge_id: str | None
    reason: str | None
    failure_reason: str | None
    metadata: Mapping[str, str]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Raises as `Intent.read` does."""
        return cls(
            id=raw["id"],
            amount=raw["amount"],
            status=raw.get("status") or "succeeded",
            payment_intent_id=_id(raw.get("payment_intent")),
            charge_id=_id(raw.get("charge")),
            reason=raw.get("reason"),
            failure_reason=raw.get("failure_reason"),
            metadata=dict(raw.get("metadata") or {}),
        )


@dataclass(frozen=True, slots=True)
class Dispute:
    """A Dispute. The amount is minor units."""

    id: str
    amount: int
    currency: str
    reason: str
    status: str
    payment_intent_id: str | None

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Raises as `Intent.read` does."""
        return cls(
            id=raw["id"],
            amount=raw["amount"],
            currency=raw["currency"],
            reason=raw.get("reason") or "general",
            status=raw["status"],
            payment_intent_id=_id(raw.get("payment_intent")),
        )
