"""Every payment makes a new Stripe Customer for its user.

The cards that a user has saved are scattered over Customers, and none is found again.
"""

from __future__ import annotations

import secrets

from reference_backend.customers import Customers

INCIDENT = "unkeyed/unkey#6252; laravel/cashier-stripe#1604; BasedHardware/omi PR#7112"


class ForgetfulCustomers(Customers):
    """Never looks whether there is one."""

    async def customer_of(self, user_id: str) -> str:
        email = await self.database.pool.fetchval("SELECT email FROM users WHERE id = $1", user_id)
        return await self.gateway.create_customer(
            f"customer:{secrets.token_hex(8)}", email=email, metadata={"user_id": user_id}
        )


PARTS = {"customers": ForgetfulCustomers}
