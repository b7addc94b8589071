"""Stock: what is on the shelf, what is held back for a shopper, what is gone.

Rule 1: a quantity changes in one guarded statement; nothing is read first and decided after.
Rule 2: rows are touched in the order of their sku, so that two orders cannot wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.part import Part


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one thing, at the price for one in minor units."""

    sku: str
    quantity: int
    unit_amount_minor: int
    title: str


class Stock(Part):
    """The shelves of the shop. Every method works inside the caller's transaction."""

    async def reserve(
        self, db: Connection, holder: str, lines: Iterable[Line], *, ttl_s: float | None = None
    ) -> None:
        """Hold goods back for a cart or an order; for a holder that has them, do nothing.

        Args:
            ttl_s: seconds until the reservation lapses; None keeps it until it is settled.
        Raises:
            OUT_OF_STOCK: not enough is free; the caller's transaction must not be committed.
        """
        held = {
            row["sku"]: row["quantity"]
            for row in await db.fetch(
                "SELECT sku, quantity FROM reservations WHERE holder = $1 FOR UPDATE", holder
            )
        }
        for line in sorted(lines, key=lambda line: line.sku):
            missing = line.quantity - held.get(line.sku, 0)
            if missing > 0:
                await self._hold_back(db, line.sku, missing)
                await db.execute(
                    "INSERT INTO reservations (holder, sku, quantity) VALUES ($1, $2, $3)"
                    " ON CONFLICT (holder, sku) DO UPDATE SET quantity = EXCLUDED.quantity",
                    holder, line.sku, line.quantity,
                )  # fmt: skip
        await db.execute(
            "UPDATE reservations SET expires_at = now() + make_interval(secs => $2)"
            " WHERE holder = $1",
            holder, ttl_s,
        )  # fmt: skip

    async def _hold_back(self, db: Connection, sku: str, quantity: int) -> None:
        done = await db.execute(
            "UPDATE stock SET reserved_quantity = reserved_quantity + $2"
            " WHERE sku = $1 AND stocked_quantity - reserved_quantity >= $2",
            sku, quantity,
        )  # fmt: skip
        if done != "UPDATE 1":
            raise problems.OUT_OF_STOCK(f"Not enough of {sku} is left.", sku=sku)

    async def release(self, db: Connection, holder: str) -> None:
        """Put back what is held for the holder; nothing held is nothing done."""
        for sku, quantity in await self._take_reservations(db, holder):
            await db.execute(
                "UPDATE stock SET reserved_quantity = reserved_quantity - $2 WHERE sku = $1",
                sku, quantity,
            )  # fmt: skip

    async def sell_reserved(self, db: Connection, holder: str) -> None:
        """What was held back leaves the shelf."""
        for sku, quantity in await self._take_reservations(db, holder):
            await db.execute(
                "UPDATE stock SET reserved_quantity = reserved_quantity - $2,"
                " stocked_quantity = stocked_quantity - $2, sold_quantity = sold_quantity + $2"
                " WHERE sku = $1",
                sku, quantity,
            )  # fmt: skip

    async def _take_reservations(self, db: Connection, holder: str) -> list[tuple[str, int]]:
        rows = await db.fetch(
            "DELETE FROM reservations WHERE holder = $1 RETURNING sku, quantity", holder
        )
        return sorted((row["sku"], row["quantity"]) for row in rows)

    async def hand_over(self, db: Connection, giver: str, taker: str) -> None:
        """What is held for one is now held for another (a cart has become an order), for good."""
        await db.execute(
            "UPDATE reservations SET holder = $2, expires_at = NULL WHERE holder = $1",
            giver, taker,
        )  # fmt: skip

    async def sell(self, db: Connection, lines: Iterable[Line]) -> None:
        """Take goods off the shelf that were not held back.

        Raises:
            OUT_OF_STOCK: as in `reserve`.
        """
        for line in sorted(lines, key=lambda line: line.sku):
            done = await db.execute(
                "UPDATE stock SET stocked_quantity = stocked_quantity - $2,"
                " sold_quantity = sold_quantity + $2"
                " WHERE sku = $1 AND stocked_quantity - reserved_quantity >= $2",
                line.sku, line.quantity,
            )  # fmt: skip
            if done != "UPDATE 1":
                raise problems.OUT_OF_STOCK(f"Not enough of {line.sku} is left.", sku=line.sku)

    async def put_back(self, db: Connection, lines: Iterable[Line]) -> None:
        """Goods that were sold and never left are on the shelf again."""
        for line in sorted(lines, key=lambda line: line.sku):
            await db.execute(
                "UPDATE stock SET stocked_quantity = stocked_quantity + $2,"
                " sold_quantity = sold_quantity - $2 WHERE sku = $1",
                line.sku, line.quantity,
            )  # fmt: skip

    async def release_lapsed(self, db: Connection) -> int:
        """Put back what was held for longer than agreed; returns for how many holders."""
        rows = await db.fetch(
            "SELECT DISTINCT holder FROM reservations WHERE expires_at < now() ORDER BY holder"
        )
        for row in rows:
            await self.release(db, row["holder"])
        return len(rows)
