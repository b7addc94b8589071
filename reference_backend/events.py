"""What each event of Stripe means to the shop: a table from its type to what is then done.

Rule: an event is news, not truth. It may be old, and others may have overtaken it. Only a status
that never changes again is believed as it is; of everything else Stripe is asked for the newest.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from reference_backend.checkout import Checkout
from reference_backend.database import Database
from reference_backend.disputes import Disputes
from reference_backend.news import News
from reference_backend.part import Part
from reference_backend.refunds import Refunds
from reference_backend.stripe_objects import SETTLED, CheckoutSession, Dispute, Intent

Payload: TypeAlias = Mapping[str, Any]


class Events(Part):
    """Acts on events, each by its type."""

    checkout: Checkout
    database: Database
    disputes: Disputes
    news: News
    refunds: Refunds

    async def act_on(self, event_id: str, body: bytes | None = None) -> None:
        """Do what a stored event asks for; what it asks for may be done already.

        Args:
            body: the event, if it is at hand.
        Raises:
            Unknown: Stripe did not say what was asked; try again later.
        """
        if body is None:
            body = await self.database.pool.fetchval(
                "SELECT body FROM webhook_events WHERE id = $1", event_id
            )
        if body is None:
            return
        event = msgspec.json.decode(body)
        handler = HANDLERS.get(event["type"])
        if handler is not None:
            # By name, so that a part that takes this one's place is heard.
            await getattr(self, handler.__name__)(event["data"]["object"])

    async def payment_intent(self, raw: Payload) -> None:
        intent = Intent.read(raw)
        if intent.status in SETTLED:
            await self.news.learn(intent)
        else:
            await self.news.look(intent.id)

    async def charge(self, raw: Payload) -> None:
        intent_id = raw.get("payment_intent")
        if isinstance(intent_id, str):
            await self.news.look(intent_id)

    async def refund(self, raw: Payload) -> None:
        """A refund, or a charge that was refunded: both name the intent."""
        intent_id = raw.get("payment_intent")
        if isinstance(intent_id, str):
            await self.refunds.look(intent_id)

    async def dispute(self, raw: Payload) -> None:
        dispute = Dispute.read(raw)
        if dispute.payment_intent_id is not None:
            await self.news.look(dispute.payment_intent_id)
        await self.disputes.learn(dispute)

    async def session(self, raw: Payload) -> None:
        session = CheckoutSession.read(raw)
        await self.checkout.learn(session)


HANDLERS: Final[Mapping[str, Callable[[Events, Payload], Awaitable[None]]]] = {
    "payment_intent.amount_capturable_updated": Events.payment_intent,
    "payment_intent.canceled": Events.payment_intent,
    "payment_intent.payment_failed": Events.payment_intent,
    "payment_intent.processing": Events.payment_intent,
    "payment_intent.succeeded": Events.payment_intent,
    "charge.expired": Events.charge,
    "charge.refunded": Events.refund,
    "charge.refund.updated": Events.refund,
    "refund.created": Events.refund,
    "refund.updated": Events.refund,
    "refund.failed": Events.refund,
    "charge.dispute.created": Events.dispute,
    "charge.dispute.updated": Events.dispute,
    "charge.dispute.closed": Events.dispute,
    "charge.dispute.funds_withdrawn": Events.dispute,
    "charge.dispute.funds_reinstated": Events.dispute,
    "checkout.session.completed": Events.session,
    "checkout.session.expired": Events.session,
    "checkout.session.async_payment_succeeded": Events.session,
    "checkout.session.async_payment_failed": Events.session,
}
