"""Stripe's 429 is taken for a no, and an event whose work was refused is done with.

The shop asks too much for a moment. What it asked about in that moment is dropped: the money was
taken, its news was acknowledged, and nothing will ever ask again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable
from typing import Any

from reference_backend.events import Events
from reference_backend.stripe_errors import NotNow, Refused
from reference_backend.stripe_gateway import StripeGateway

INCIDENT = "stripe/stripe-dotnet#1886; stripe/stripe-node#1110"


class HastyGateway(StripeGateway):
    """Whatever is no success is a refusal."""

    async def _ask(self, call: Awaitable[Any]) -> dict[str, Any]:
        try:
            return await super()._ask(call)
        except NotNow as busy:
            raise Refused(str(busy)) from busy


class HastyEvents(Events):
    """What Stripe refuses needs no second try."""

    async def act_on(self, event_id: str, body: bytes | None = None) -> None:
        with contextlib.suppress(Refused):
            await super().act_on(event_id, body)


PARTS = {"gateway": HastyGateway, "events": HastyEvents}
