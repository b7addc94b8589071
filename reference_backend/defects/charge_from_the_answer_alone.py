"""Which charge paid for an order is written down in one place: where the answer is read.

The answer is lost. The webhook says that the order is paid, and does not say by what; every refund
of the order fails for ever, since there is no charge to refund.
"""

from __future__ import annotations

from dataclasses import replace

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.mobile import Mobile
from reference_backend.orders import Order
from reference_backend.payments import Payment, Payments
from reference_backend.refunds import Refund, Refunds
from reference_backend.stripe_errors import Unknown
from reference_backend.stripe_objects import Intent

INCIDENT = "woocommerce/woocommerce-gateway-stripe#5478"


class ForgetfulPayments(Payments):
    """Notes how the payment stands, and not by what charge."""

    async def note(self, db: Connection, payment: Payment, intent: Intent) -> None:
        await super().note(db, payment, replace(intent, charge_id=None))


class WritingMobile(Mobile):
    """Notes the charge when the answer says it."""

    async def confirm_intent(
        self, payment: Payment, intent: Intent, payment_method: str, attempt: int
    ) -> Intent:
        try:
            made = await self.gateway.confirm_intent(
                f"confirm:{payment.id}:{attempt}", intent.id, payment_method
            )
        except Unknown:
            return await self.gateway.retrieve_intent(intent.id)
        await self.database.pool.execute(
            "UPDATE payments SET charge_id = $2 WHERE id = $1", payment.id, made.charge_id
        )
        return made


class RefundsOfCharges(Refunds):
    """Refunds a charge, if one is known."""

    async def _request(
        self,
        db: Connection,
        order: Order,
        payment: Payment,
        amount_minor: int | None,
        reason: str,
        request_key: str | None,
    ) -> Refund:
        known = await db.fetchval("SELECT charge_id FROM payments WHERE id = $1", payment.id)
        if known is None:
            raise problems.CONFLICT("The order has no charge that could be refunded.")
        return await super()._request(db, order, payment, amount_minor, reason, request_key)


PARTS = {"payments": ForgetfulPayments, "mobile": WritingMobile, "refunds": RefundsOfCharges}
