"""Users and their one Stripe Customer each.

A PaymentMethod that was used without a Customer cannot be used again; attached to one first, it
can be used as often as the shopper likes. Source: Stripe docs, "Save and reuse payment methods".
"""

from __future__ import annotations

from reference_backend import problems
from reference_backend.database import Connection, Database
from reference_backend.intentions import Intentions
from reference_backend.locks import Locks
from reference_backend.part import Part
from reference_backend.stripe_gateway import StripeGateway


class Customers(Part):
    """The shoppers that have an account."""

    database: Database
    gateway: StripeGateway
    intentions: Intentions
    locks: Locks

    async def register(self, db: Connection, user_id: str) -> None:
        """Know this user from now on."""
        email = user_id if "@" in user_id else f"{user_id}@shoppers.example"
        await db.execute(
            "INSERT INTO users (id, email) VALUES ($1, $2) ON CONFLICT DO NOTHING", user_id, email
        )

    async def known_customer(self, user_id: str) -> str | None:
        """The user's Stripe Customer, if they have one.

        Raises: NOT_FOUND: there is no such user.
        """
        row = await self.database.pool.fetchrow(
            "SELECT stripe_customer_id FROM users WHERE id = $1", user_id
        )
        if row is None:
            raise problems.NOT_FOUND("There is no such user.")
        customer: str | None = row["stripe_customer_id"]
        return customer

    async def customer_of(self, user_id: str) -> str:
        """The user's Stripe Customer, made at the first need.

        Raises:
            Refused, Unknown
        """
        async with self.locks.holding("user", user_id):
            row = await self.database.pool.fetchrow(
                "SELECT email, stripe_customer_id FROM users WHERE id = $1", user_id
            )
            if row is None:
                raise LookupError(user_id)
            if row["stripe_customer_id"] is not None:
                return str(row["stripe_customer_id"])
            customer = await self.intentions.carry_out(
                f"customer:{user_id}",
                lambda key: self.gateway.create_customer(
                    key, email=row["email"], metadata={"user_id": user_id}
                ),
            )
            await self.database.pool.execute(
                "UPDATE users SET stripe_customer_id = $2 WHERE id = $1", user_id, customer
            )
            return customer
