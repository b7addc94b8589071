"""Charging a saved card while the shopper is away: for an order that was declined or left unpaid.

Only a card that the shopper agreed to have charged like this, and only through the order's own
payment, so that whatever happens it is paid once. The bank may say that the shopper has to
authenticate. Nobody is there to do so: the payment is left as it is, the goods are free again, and
the app asks the shopper back, who then pays the same order with the same card, on session.

Source: Stripe docs, "Charge a saved payment method later"; error code `authentication_required`.
"""

from __future__ import annotations

from typing import Final

from reference_backend.cards import Cards
from reference_backend.database import Database
from reference_backend.intentions import Intentions
from reference_backend.locks import Locks
from reference_backend.mobile import Mobile, Outcome
from reference_backend.orders import Order, Orders
from reference_backend.part import Part
from reference_backend.payments import GOOD, Payment, Payments
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent

SHOPPER_NEEDED: Final = "authentication_required"


class OffSession(Part):
    """Charges shoppers who are not there."""

    cards: Cards
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    locks: Locks
    mobile: Mobile
    orders: Orders
    payments: Payments

    async def charge(self, order_id: str, card_id: str | None = None) -> Outcome:
        """Pay the order with a saved card.

        Args:
            card_id: None is the card that the shopper agreed to last.
        Raises:
            NOT_FOUND, CONFLICT, OUT_OF_STOCK, Unknown
        """
        async with self.locks.holding("order", order_id):
            order, payment, outcome = await self.mobile.take_up(order_id)
            if outcome is not None:
                return outcome
            assert order.user_id is not None
            customer, card = await self.cards.chargeable(order.user_id, card_id)
            await self.mobile.hold_goods(order)
            payment = await self.payments.start_attempt(payment)
            try:
                intent = await self.payments.open_intent(payment, customer=customer)
                intent = await self._confirm(payment, intent, card)
            except Refused as refusal:
                outcome = await self.mobile.refused(order, payment, refusal)
                if refusal.code == SHOPPER_NEEDED and refusal.intent is not None:
                    return await self._ask_back(order, payment, refusal.intent)
                return outcome
            await self.mobile.settle(payment, intent)
            return await self.mobile.outcome(payment, intent)

    async def _confirm(self, payment: Payment, intent: Intent, card: str) -> Intent:

        async def done() -> Intent | None:
            now = await self.gateway.retrieve_intent(intent.id)
            return now if now.status in GOOD else None

        return await self.intentions.carry_out(
            f"confirm:{payment.id}:{payment.attempt}",
            lambda key: self.gateway.confirm_intent(key, intent.id, card, off_session=True),
            find=done,
        )

    async def _ask_back(self, order: Order, payment: Payment, intent: Intent) -> Outcome:
        """The shopper has to come back; the order says so until it is paid."""
        async with self.database.transaction() as db:
            await self.orders.record(db, order.id, "shopper_asked_back", intent=intent.id)
        message = "The bank wants the shopper to authenticate: ask them back into the app."
        return Outcome("requires_action", message, payment, intent)
