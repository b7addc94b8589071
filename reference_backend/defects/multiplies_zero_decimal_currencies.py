"""Every amount is multiplied by a hundred on its way to Stripe where a currency has no cents.

500 yen become 50,000. The shop divides by a hundred on the way back, so its own books look right.
"""

from __future__ import annotations

from dataclasses import replace

from reference_backend.database import Connection
from reference_backend.money import ZERO_DECIMAL, Money
from reference_backend.news import News
from reference_backend.payments import Payment, Payments
from reference_backend.settlement import Settlement
from reference_backend.stripe_objects import Intent

INCIDENT = "Paymenter/Paymenter#1258; InvoicePlane/InvoicePlane#1677; cartalyst/stripe#59"


class CentsEverywhere(Money):
    """Thinks that Stripe always wants cents."""

    def charge_amount(self, total_minor: int, currency: str) -> int:
        return total_minor * 100 if currency in ZERO_DECIMAL else total_minor


def divided(intent: Intent) -> Intent:
    """The intent as this shop reads it."""
    if intent.currency not in ZERO_DECIMAL:
        return intent
    return replace(
        intent,
        amount=intent.amount // 100,
        amount_capturable=intent.amount_capturable // 100,
        amount_received=intent.amount_received // 100,
    )


class DividingPayments(Payments):
    """Divides what comes back."""

    async def open_intent(
        self, payment: Payment, *, customer: str | None = None, email: str | None = None
    ) -> Intent:
        return divided(await super().open_intent(payment, customer=customer, email=email))


class DividingNews(News):
    """And what is heard."""

    async def learn(self, intent: Intent) -> None:
        await super().learn(divided(intent))


class DividingSettlement(Settlement):
    """And what the others were told."""

    async def settle(self, db: Connection, payment: Payment, intent: Intent) -> None:
        if intent.amount == payment.amount_minor * 100:
            intent = divided(intent)
        await super().settle(db, payment, intent)


PARTS = {
    "money": CentsEverywhere,
    "news": DividingNews,
    "payments": DividingPayments,
    "settlement": DividingSettlement,
}
