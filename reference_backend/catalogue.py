"""What the shop sells, and at what price: totals are computed here, never taken from a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import asyncpg

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.money import AMOUNT_MAX_MINOR, Money
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


@dataclass(frozen=True, slots=True)
class OnSale:
    """What can be bought: a product, or a variant of one. Prices are minor units, by currency."""

    sku: str
    title: str
    variant_of: str | None
    prices: Mapping[str, int]
    available: int


class Catalogue(Part):
    """Products and their prices."""

    money: Money

    async def add_product(
        self,
        db: Connection,
        sku: str,
        title: str,
        prices: Mapping[str, int],
        quantity: int,
        variant_of: str | None = None,
    ) -> None:
        """Put a product, or a variant of one, on sale.

        Args:
            prices: minor units, by lower-case currency.
        Raises:
            CONFLICT: the sku is taken.
            INVALID: there is no such product to be a variant of.
        """
        if variant_of is not None and not await self._has_variants(db, variant_of):
            raise problems.INVALID(f"{variant_of} is no product that could have variants.")
        try:
            await db.execute(
                "INSERT INTO products (sku, title, variant_of) VALUES ($1, $2, $3)",
                sku, title, variant_of,
            )  # fmt: skip
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

    async def change_prices(self, db: Connection, sku: str, prices: Mapping[str, int]) -> None:
        """What it costs from now on; what was ordered costs what it cost then.

        Args:
            prices: minor units, by lower-case currency; other currencies stay as they are.
        Raises: NOT_FOUND.
        """
        if await db.fetchval("SELECT 1 FROM products WHERE sku = $1", sku) is None:
            raise problems.NOT_FOUND(f"There is no product {sku}.")
        await db.executemany(
            "INSERT INTO prices (sku, currency, unit_amount_minor) VALUES ($1, $2, $3)"
            " ON CONFLICT (sku, currency)"
            " DO UPDATE SET unit_amount_minor = EXCLUDED.unit_amount_minor",
            [(sku, currency, amount) for currency, amount in prices.items()],
        )

    async def _has_variants(self, db: Connection, sku: str) -> bool:
        """Whether it is a product that may have variants: it is there, and no variant itself."""
        found: bool = await db.fetchval(
            "SELECT EXISTS (SELECT 1 FROM products WHERE sku = $1 AND variant_of IS NULL)", sku
        )
        return found

    async def on_sale(self, db: Connection, limit: int, after: str) -> list[OnSale]:
        """What can be bought, by sku, beginning after that one."""
        rows = await db.fetch(
            "SELECT sku, title, variant_of, stocked_quantity - reserved_quantity AS available,"
            " (SELECT jsonb_object_agg(currency, unit_amount_minor) FROM prices"
            "  WHERE prices.sku = products.sku) AS prices"
            " FROM products JOIN stock USING (sku) WHERE sku > $2 ORDER BY sku LIMIT $1",
            limit, after,
        )  # fmt: skip
        return [
            OnSale(
                row["sku"], row["title"], row["variant_of"], row["prices"] or {}, row["available"]
            )
            for row in rows
        ]

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
        total = self.money.total(lines)
        if total > AMOUNT_MAX_MINOR:
            raise problems.INVALID(f"The total of {total} is over {AMOUNT_MAX_MINOR}.")
        return lines
