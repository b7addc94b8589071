"""Coupons: so much off a cart, so many times and no more.

A coupon is spent in the transaction that places the order, by one guarded statement. Whoever comes
too late has paid for nothing, and has the money back. An order that is called off gives its use
back, once.
"""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.orders import Order, Orders
from reference_backend.part import Part


@dataclass(frozen=True, slots=True)
class Coupon:
    """One coupon. The amount is minor units."""

    code: str
    currency: str
    amount_off_minor: int
    uses_max: int
    uses: int


class Coupons(Part):
    """What is given away."""

    orders: Orders

    async def add(
        self, db: Connection, code: str, currency: str, amount_off_minor: int, uses_max: int
    ) -> None:
        """Raises: CONFLICT: there is such a coupon already."""
        try:
            await db.execute(
                "INSERT INTO coupons (code, currency, amount_off_minor, uses_max)"
                " VALUES ($1, $2, $3, $4)",
                code, currency, amount_off_minor, uses_max,
            )  # fmt: skip
        except asyncpg.UniqueViolationError:
            raise problems.CONFLICT(f"There is a coupon {code} already.") from None

    async def usable(self, db: Connection, code: str, currency: str) -> Coupon:
        """The coupon, if it can be used on a cart in this currency, as far as is known by now.

        Raises:
            INVALID: there is none, or it is for another currency.
            COUPON_USED_UP
        """
        row = await db.fetchrow("SELECT * FROM coupons WHERE code = $1", code)
        if row is None or row["currency"] != currency:
            raise problems.INVALID(f"There is no coupon {code} in {currency}.")
        coupon = Coupon(**dict(row))
        if coupon.uses >= coupon.uses_max:
            raise problems.COUPON_USED_UP(f"The coupon {code} is used up.")
        return coupon

    async def off(self, db: Connection, code: str | None) -> int:
        """What a cart or an order with this coupon costs less, in minor units."""
        if code is None:
            return 0
        amount: int = await db.fetchval(
            "SELECT amount_off_minor FROM coupons WHERE code = $1", code
        )
        return amount

    async def take_off(self, db: Connection, order: Order, code: str) -> None:
        """The order costs less; whether the coupon is spent on it is another question."""
        await db.execute(
            "UPDATE orders SET total_minor = total_minor - $2 WHERE id = $1",
            order.id, await self.off(db, code),
        )  # fmt: skip

    async def spend(self, db: Connection, order: Order, code: str) -> None:
        """Use it once, for this order; whoever placed the last one before us has it.

        Raises: COUPON_USED_UP.
        """
        await self.count(db, code)
        await db.execute("UPDATE orders SET coupon = $2 WHERE id = $1", order.id, code)

    async def count(self, db: Connection, code: str) -> None:
        """One use more, if there is one left: looked up and written down in one statement."""
        spent = await db.fetchval(
            "UPDATE coupons SET uses = uses + 1 WHERE code = $1 AND uses < uses_max RETURNING code",
            code,
        )
        if spent is None:
            raise problems.COUPON_USED_UP(f"The coupon {code} is used up.")

    async def give_back(self, db: Connection, order: Order) -> None:
        """The order is off: its coupon can be used by somebody else, once."""
        if order.coupon is None or await self.orders.has_happened(db, order.id, "coupon_returned"):
            return
        await db.execute("UPDATE coupons SET uses = uses - 1 WHERE code = $1", order.coupon)
        await self.orders.record(db, order.id, "coupon_returned")
