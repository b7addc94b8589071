"""A capture that the bank has refused for good is tried again, and again, and nobody is told.

Every error looks alike to this worker. The card network counts the tries; the admin hears nothing.
"""

from __future__ import annotations

from reference_backend.captures import Captures
from reference_backend.orders import Order
from reference_backend.stripe_errors import Unknown

INCIDENT = "founding incident 2; Stripe docs, 'Card declines' (excessive retries)"


class StubbornCaptures(Captures):
    """Has the job tried again whatever went wrong."""

    async def capture_failed(self, order: Order, reason: str) -> None:
        raise Unknown(f"capture of {order.id}: {reason}")


PARTS = {"captures": StubbornCaptures}
