"""A payment that the shopper has to authenticate is told as declined, and given up.

Every card of a bank that asks (in Europe nearly all) is turned away.
"""

from __future__ import annotations

from reference_backend.mobile import Mobile, Outcome
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "medusajs/medusa#14205; woocommerce/woocommerce-payments#4771"


class UnaskingMobile(Mobile):
    """Knows success, and everything else."""

    async def outcome(self, payment: Payment, intent: Intent) -> Outcome:
        if intent.status == "requires_action":
            return Outcome("error", "The card was declined.", payment, intent)
        return await super().outcome(payment, intent)


PARTS = {"mobile": UnaskingMobile}
