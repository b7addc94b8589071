"""What is in stock is read first, and written some queries later: two shoppers read the same.

The last unit is sold to both. Nothing in this shop's schema forbids it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.stock import Line, Stock

INCIDENT = "vendurehq/vendure#3508, PR#4930; opencart/opencart#4811; nopCommerce#4184"


class CheckedStock(Stock):
    """Checks, then acts."""

    async def _hold_back(self, db: Connection, sku: str, quantity: int) -> None:
        await self._check(db, sku, quantity)
        await db.execute(
            "UPDATE stock SET reserved_quantity = reserved_quantity + $2 WHERE sku = $1",
            sku,
            quantity,
        )

    async def sell(self, db: Connection, lines: Iterable[Line]) -> None:
        for line in lines:
            await self._check(db, line.sku, line.quantity)
            await db.execute(
                "UPDATE stock SET stocked_quantity = stocked_quantity - $2,"
                " sold_quantity = sold_quantity + $2 WHERE sku = $1",
                line.sku,
                line.quantity,
            )

    async def _check(self, db: Connection, sku: str, quantity: int) -> None:
        free = await db.fetchval(
            "SELECT stocked_quantity - reserved_quantity FROM stock WHERE sku = $1", sku
        )
        if free < quantity:
            raise problems.OUT_OF_STOCK(f"Not enough of {sku} is left.", sku=sku)
        await asyncio.sleep(0.2)  # prices, taxes, promotions


PARTS = {"stock": CheckedStock}
SCHEMA = """
ALTER TABLE stock DROP CONSTRAINT stock_is_never_negative;
ALTER TABLE stock DROP CONSTRAINT only_what_is_stocked_is_reserved;
"""
