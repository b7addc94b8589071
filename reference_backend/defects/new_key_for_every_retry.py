"""Each try of a call to Stripe gets an idempotency key of its own.

The first request was done, only its answer was lost. Under a new key the second is a new request,
and is done too: a refund is made twice, a customer twice.
"""

from __future__ import annotations

import secrets

from reference_backend.intentions import Answer, Call, Intentions

INCIDENT = "woocommerce/woocommerce-gateway-stripe#489, PR#3725; akash-network/console PR#3449"


class FreshKeys(Intentions):
    """Believes that a key must never be used twice."""

    async def _persist(self, call: Call[Answer], key: str) -> Answer:
        async def under_a_new_key(old: str) -> Answer:
            return await call(f"{old.rpartition(':')[0]}:{secrets.token_hex(8)}")

        return await super()._persist(under_a_new_key, key)


PARTS = {"intentions": FreshKeys}
