"""Saved cards: which ones a user has, which may be charged without the user, and letting go.

The list is Stripe's own and is read when it is asked for: a card that was removed in the dashboard
is gone here, too. What only the shop knows is whether the shopper agreed that a card is charged
while they are away; that is written on the payment with which they said so.

Source: Stripe docs, "Save and reuse payment methods", "PaymentMethods: detach".
"""

from __future__ import annotations

from dataclasses import dataclass

from reference_backend import problems
from reference_backend.customers import Customers
from reference_backend.database import Database
from reference_backend.intentions import Intentions
from reference_backend.part import Part
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Card


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A card of a user; `off_session`: the user agreed that it is charged without them."""

    card: Card
    off_session: bool


class Cards(Part):
    """The cards that are attached to the users' Customers."""

    customers: Customers
    database: Database
    gateway: StripeGateway
    intentions: Intentions

    async def of_user(self, user_id: str) -> list[SavedCard]:
        """The user's cards, newest first.

        Raises:
            NOT_FOUND, Unknown
        """
        customer = await self.customers.known_customer(user_id)
        if customer is None:
            return []
        cards = await self.gateway.cards_of(customer)
        agreed = await self._agreed(user_id)
        return [SavedCard(card, card.id in agreed) for card in cards]

    async def detach(self, user_id: str, card_id: str) -> None:
        """Let a card of the user's go; it can never be used again.

        Raises:
            NOT_FOUND: there is no such user, or the card is not (any more) theirs.
            Unknown: in doubt; ask again.
        """
        customer = await self.customers.known_customer(user_id)
        if customer is None or await self.gateway.card_of(customer, card_id) is None:
            raise problems.NOT_FOUND("The user has no such card.")

        async def done() -> bool | None:
            return True if await self.gateway.card_of(customer, card_id) is None else None

        try:
            await self.intentions.carry_out(
                f"detach:{card_id}", lambda key: self.gateway.detach(key, card_id), find=done
            )
        except Refused:  # somebody else was faster, or it cannot be done: the card itself says
            if await done() is None:
                raise

    async def chargeable(self, user_id: str, card_id: str | None) -> tuple[str, str]:
        """The Customer and the card to charge without the shopper: the given, or the newest agreed.

        Raises:
            CONFLICT: there is none that the shopper agreed to.
            Unknown
        """
        customer = await self.customers.known_customer(user_id)
        agreed = await self._agreed(user_id)
        for wanted in agreed if card_id is None else [card_id]:
            if (
                customer is not None
                and wanted in agreed
                and await self.gateway.card_of(customer, wanted) is not None
            ):
                return customer, wanted
        raise problems.CONFLICT("There is no card that may be charged without the shopper.")

    async def _agreed(self, user_id: str) -> list[str]:
        """The cards that the user agreed to have charged while away, the newest consent first."""
        rows = await self.database.pool.fetch(
            "SELECT payment_method_id FROM payments JOIN orders ON orders.id = order_id"
            " WHERE user_id = $1 AND keeps_card AND payment_method_id IS NOT NULL"
            " AND status IN ('requires_capture', 'processing', 'succeeded')"
            " GROUP BY payment_method_id ORDER BY max(payments.created_at) DESC",
            user_id,
        )
        return [row["payment_method_id"] for row in rows]
