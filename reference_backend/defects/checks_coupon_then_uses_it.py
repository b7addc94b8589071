"""Whether a coupon is good still is looked up first, and written down some queries later.

Two checkouts at once find it good, and both use it. Nothing in this shop's schema forbids it.
"""

from __future__ import annotations

import asyncio

from reference_backend import problems
from reference_backend.coupons import Coupons
from reference_backend.database import Connection

INCIDENT = "vendurehq/vendure PR#4660; spree/spree PR#13734; shopware/shopware#11245"


class CheckedCoupons(Coupons):
    """Checks, then acts."""

    async def count(self, db: Connection, code: str) -> None:
        good = await db.fetchval("SELECT uses < uses_max FROM coupons WHERE code = $1", code)
        if not good:
            raise problems.COUPON_USED_UP(f"The coupon {code} is used up.")
        await asyncio.sleep(0.2)  # taxes, shipping, loyalty points
        await db.execute("UPDATE coupons SET uses = uses + 1 WHERE code = $1", code)


PARTS = {"coupons": CheckedCoupons}
SCHEMA = """
ALTER TABLE coupons DROP CONSTRAINT no_coupon_is_overspent;
"""
