"""Nothing keeps two completions of one cart apart: the button was pressed twice, quickly.

Both find no order, and both make one: one payment, two orders, two parcels.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from reference_backend.locks import Locks

INCIDENT = "razorpay/razorpay-magento#291, #211; spree/spree PR#13938; saleor/saleor#19220"


class CartsUnlocked(Locks):
    """Locks everything but carts."""

    @asynccontextmanager
    async def holding(self, kind: str, name: str) -> AsyncIterator[None]:
        if kind == "cart":
            yield
            await asyncio.sleep(0)
        else:
            async with super().holding(kind, name):
                yield


PARTS = {"locks": CartsUnlocked}
SCHEMA = """
DROP INDEX one_order_per_cart;
DROP INDEX one_good_payment_per_order;
"""
