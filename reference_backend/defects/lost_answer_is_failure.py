"""A payment whose answer was lost is called failed, and the next try makes a new payment.

The money was taken the first time, too: the shopper pays twice.
"""

from __future__ import annotations

from reference_backend.mobile import Mobile, Outcome
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.stripe_errors import Refused, Unknown
from reference_backend.stripe_objects import Intent

INCIDENT = "woocommerce/woocommerce-gateway-stripe PR#3725, PR#3444; openfoodnetwork#8618, #5874"


class ImpatientMobile(Mobile):
    """One try, and no second look."""

    async def confirm_intent(
        self, payment: Payment, intent: Intent, payment_method: str, attempt: int
    ) -> Intent:
        try:
            return await self.gateway.confirm_intent(
                f"confirm:{payment.id}:{attempt}", intent.id, payment_method
            )
        except Unknown as lost:
            raise Refused("The payment failed.") from lost

    async def refused(self, order: Order, payment: Payment, refusal: Refused) -> Outcome:
        outcome = await super().refused(order, payment, refusal)
        await self.database.pool.execute(  # over and done with
            "UPDATE payments SET superfluous = true WHERE id = $1", payment.id
        )
        return outcome


PARTS = {"mobile": ImpatientMobile}
