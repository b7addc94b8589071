"""What the shop sells, and at what price: totals are computed here, never taken from a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import asyncpg

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.money import AMOUNT_MAX_MINOR
from reference_backend.part import Part
from reference_backend.stock import Line


class Item(Protocol):
    """What a client asks for."""

    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def unit_amount(self) -> int | None: ...


class Catalogue(Part):
    """Products and their prices."""

    async def add_product(
        self, db: Connection, sku: str, title: str, prices: Mapping[str, int], quantity: int
    ) -> None:
        """Put a product on sale.

        Args:
            prices: minor units, by lower-case currency.
        Raises:
            CONFLICT: the sku is taken.
        """
        try:
            await db.execute("INSERT INTO products (sku, title) VALUES ($1, $2)", sku, title)
        except asyncpg.UniqueViolationError:
            raise problems.CONFLICT(f"There is a product {sku} already.") from None
        await db.executemany(
            "INSERT INTO prices (sku, currency, unit_amount_minor) VALUES ($1, $2, $3)",
            [(sku, currency, amount) for currency, amount in prices.items()],
        )
        await db.execute(
            "INSERT INTO stock (sku, initial_quantity, stocked_quantity) VALUES ($1, $2, $2)",
            sku, quantity,
        )  # fmt: skip

    async def price(self, db: Connection, items: Sequence[Item], currency: str) -> tuple[Line, ...]:
        """The items as lines, at today's prices; the same thing twice becomes one line.

        Raises:
            INVALID: not sold, not sold in this currency, or dearer than Stripe takes at once.
        """
        wanted: dict[str, int] = {}
        for item in items:
            wanted[item.sku] = wanted.get(item.sku, 0) + item.quantity
        rows = await db.fetch(
            "SELECT sku, title, unit_amount_minor FROM products JOIN prices USING (sku)"
            " WHERE sku = ANY ($1) AND currency = $2 ORDER BY sku",
            list(wanted), currency,
        )  # fmt: skip
        lines = tuple(
            Line(row["sku"], wanted[row["sku"]], row["unit_amount_minor"], row["title"])
            for row in rows
        )
        missing = sorted(set(wanted) - {line.sku for line in lines})
        if missing:
            raise problems.INVALID(f"Not sold in {currency}: {', '.join(missing)}.")
        total = self.shop.money.total(lines)
        if total > AMOUNT_MAX_MINOR:
            raise problems.INVALID(f"The total of {total} is over {AMOUNT_MAX_MINOR}.")
        return lines
