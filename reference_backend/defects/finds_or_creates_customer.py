"""The user's Customer is looked for, and made if there is none; nothing keeps two from doing so.

The first two payments of a user come at the same moment. Both find no Customer, and each makes one;
the cards of the first are never seen again.
"""

from __future__ import annotations

import secrets

from reference_backend.customers import Customers

INCIDENT = "spree/spree PR#13938"


class FindOrCreate(Customers):
    """Finds, or creates."""

    async def customer_of(self, user_id: str) -> str:
        pool = self.database.pool
        row = await pool.fetchrow(
            "SELECT email, stripe_customer_id FROM users WHERE id = $1", user_id
        )
        if row is None:
            raise LookupError(user_id)
        if row["stripe_customer_id"] is not None:
            return str(row["stripe_customer_id"])
        customer = await self.gateway.create_customer(
            f"customer:{secrets.token_hex(8)}", email=row["email"], metadata={"user_id": user_id}
        )
        await pool.execute(
            "UPDATE users SET stripe_customer_id = $2 WHERE id = $1", user_id, customer
        )
        return customer


PARTS = {"customers": FindOrCreate}
