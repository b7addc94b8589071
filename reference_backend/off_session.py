"""Charging a saved card while the shopper is away: for an order that was declined or left unpaid.

Only a card that the shopper agreed to have charged like this, and only through the order's own
payment, so that whatever happens it is paid once. The bank may say that the shopper has to
authenticate. Nobody is there to do so: the payment is left as it is, the goods are free again, and
the app asks the shopper back, who then pays the same order with the same card, on session.

Source: Stripe docs, "Charge a saved payment method later"; error code `authentication_required`.
"""

from __future__ import annotations

from typing import Final

from reference_backend.mobile import Outcome
from reference_backend.orders import Order
from reference_backend.part import Part
from reference_backend.payments import GOOD, Payment
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_objects import Intent

SHOPPER_NEEDED: Final = "authentication_required"


class OffSession(Part):
    """Charges shoppers who are not there."""

    async def charge(self, order_id: str, card_id: str | None = None) -> Outcome:
        """Pay the order with a saved card.

        Args:
            card_id: None is the card that the shopper agreed to last.
        Raises:
            NOT_FOUND, CONFLICT, OUT_OF_STOCK, Unknown
        """
        mobile = self.shop.mobile
        async with self.shop.locks.holding("order", order_id):
            order, payment, outcome = await mobile.take_up(order_id)
            if outcome is not None:
                return outcome
            assert order.user_id is not None
            customer, card = await self.shop.cards.chargeable(order.user_id, card_id)
            await mobile.hold_goods(order)
            payment = await self.shop.payments.start_attempt(payment)
            try:
                intent = await self.shop.payments.open_intent(payment, customer=customer)
                intent = await self._confirm(payment, intent, card)
            except Refused as refusal:
                outcome = await mobile.refused(order, payment, refusal)
                if refusal.code == SHOPPER_NEEDED and refusal.intent is not None:
                    return await self._ask_back(order, payment, refusal.intent)
                return outcome
            await mobile.settle(payment, intent)
            return await mobile.outcome(payment, intent)

    async def _confirm(self, payment: Payment, intent: Intent, card: str) -> Intent:
        gateway = self.shop.gateway

        async def done() -> Intent | None:
            now = await gateway.retrieve_intent(intent.id)
            return now if now.status in GOOD else None

        return await self.shop.intentions.carry_out(
            f"confirm:{payment.id}:{payment.attempt}",
            lambda key: gateway.confirm_intent(key, intent.id, card, off_session=True),
            find=done,
        )

    async def _ask_back(self, order: Order, payment: Payment, intent: Intent) -> Outcome:
        """The shopper has to come back; the order says so until it is paid."""
        async with self.shop.database.transaction() as db:
            await self.shop.orders.record(db, order.id, "shopper_asked_back", intent=intent.id)
        message = "The bank wants the shopper to authenticate: ask them back into the app."
        return Outcome("requires_action", message, payment, intent)
