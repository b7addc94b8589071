"""A refund is carried out at once, and by the job that was to make sure of it, each under its key.

Asked for once, the money goes back twice, as long as there is any left.
"""

from __future__ import annotations

import secrets

from reference_backend.refunds import Refund, Refunds
from reference_backend.stripe_errors import Refused

INCIDENT = "woocommerce/woocommerce-gateway-stripe#2724, #838; solidusio/solidus_stripe#180"


class DoubleRefunds(Refunds):
    """Makes doubly sure."""

    async def carry_out(self, refund: Refund) -> Refund:
        done = await super().carry_out(refund)
        if refund.state == "requested":
            async with self.database.transaction() as db:
                await self.jobs.add(db, "refund", refund.id)
        return done

    async def resume(self, refund_id: str) -> None:
        row = await self.database.pool.fetchrow(
            "SELECT payment_intent_id, refunds.amount_minor FROM refunds"
            " JOIN payments ON payments.id = payment_id WHERE refunds.id = $1",
            refund_id,
        )
        if row is None:
            return
        try:
            await self.gateway.create_refund(
                f"refund:{refund_id}:{secrets.token_hex(4)}",
                intent_id=row["payment_intent_id"],
                amount=row["amount_minor"],
                metadata={},
            )
        except Refused:
            return


PARTS = {"refunds": DoubleRefunds}
