"""The gateway to Stripe: all that the shop ever asks of it, one method for each call.

Rule 1: every call that changes something takes the idempotency key of its intention.
Rule 2: what comes back is plain (`stripe_objects`), what goes wrong is one of `stripe_errors`.

Source: Stripe docs, "Idempotent requests"; API reference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reference_backend.stripe_connection import StripeConnection
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_objects import Card, CheckoutSession, Intent, Refund

WITH_CHARGE: Final = ["latest_charge"]
NO_REDIRECTS: Final = {"enabled": True, "allow_redirects": "never"}
INCREMENTAL: Final = {"card": {"request_incremental_authorization": "if_available"}}
"""An edit may raise the total before the capture."""


class StripeGateway(StripeConnection):
    """Stripe, as far as this shop needs it. Amounts are minor units."""

    # PaymentIntents

    async def retrieve_intent(self, intent_id: str) -> Intent:
        call = self._stripe.payment_intents.retrieve_async(intent_id, {"expand": [*WITH_CHARGE]})
        return Intent.read(await self._ask(call))

    async def create_intent(
        self,
        key: str,
        *,
        amount: int,
        currency: str,
        capture_method: str,
        metadata: Mapping[str, str],
        customer: str | None = None,
        receipt_email: str | None = None,
        keeps_card: bool = False,
    ) -> Intent:
        params: Any = {
            "amount": amount,
            "currency": currency,
            "capture_method": capture_method,
            "metadata": dict(metadata),
            "automatic_payment_methods": NO_REDIRECTS,
        }
        if capture_method == "manual":
            params["payment_method_options"] = INCREMENTAL
        if customer is not None:
            params["customer"] = customer
        if receipt_email is not None:
            params["receipt_email"] = receipt_email
        if keeps_card:
            params["setup_future_usage"] = "off_session"
        call = self._stripe.payment_intents.create_async(params, self._options(key))
        return Intent.read(await self._ask(call))

    async def hold_off_session(
        self,
        key: str,
        *,
        amount: int,
        currency: str,
        metadata: Mapping[str, str],
        customer: str,
        payment_method: str,
    ) -> Intent:
        """Hold money on a saved card, without its owner."""
        params: Any = {
            "amount": amount,
            "currency": currency,
            "capture_method": "manual",
            "metadata": dict(metadata),
            "customer": customer,
            "payment_method": payment_method,
            "automatic_payment_methods": NO_REDIRECTS,
            "payment_method_options": INCREMENTAL,
            "off_session": True,
            "confirm": True,
            "expand": [*WITH_CHARGE],
        }
        call = self._stripe.payment_intents.create_async(params, self._options(key))
        return Intent.read(await self._ask(call))

    async def confirm_intent(
        self,
        key: str,
        intent_id: str,
        payment_method: str,
        *,
        keeps_card: bool = False,
        off_session: bool = False,
    ) -> Intent:
        params: Any = {"payment_method": payment_method, "expand": [*WITH_CHARGE]}
        if keeps_card:
            params["setup_future_usage"] = "off_session"
        if off_session:
            params["off_session"] = True
        call = self._stripe.payment_intents.confirm_async(intent_id, params, self._options(key))
        return Intent.read(await self._ask(call))

    async def capture_intent(self, key: str, intent_id: str, amount: int | None) -> Intent:
        params: Any = {"expand": [*WITH_CHARGE]}
        if amount is not None:
            params["amount_to_capture"] = amount
        call = self._stripe.payment_intents.capture_async(
            intent_id,
            params,
            self._options(key),
        )
        return Intent.read(await self._ask(call))

    async def cancel_intent(self, key: str, intent_id: str, reason: str) -> Intent:
        call = self._stripe.payment_intents.cancel_async(
            intent_id,
            {"cancellation_reason": reason},
            self._options(key),
        )
        return Intent.read(await self._ask(call))

    async def increment_authorization(self, key: str, intent_id: str, amount: int) -> Intent:
        call = self._stripe.payment_intents.increment_authorization_async(
            intent_id, {"amount": amount}, self._options(key)
        )
        return Intent.read(await self._ask(call))

    async def intents_since(self, created: int) -> list[Intent]:
        """All PaymentIntents made since then (Unix seconds), newest first."""
        found: list[Intent] = []
        params: Any = {"created": {"gte": created}, "limit": 100}
        while True:
            page = await self._ask(self._stripe.payment_intents.list_async(params))
            found += [Intent.read(raw) for raw in page["data"]]
            if not page.get("has_more") or not page["data"]:
                return found
            params["starting_after"] = page["data"][-1]["id"]

    # Customers and PaymentMethods

    async def create_customer(self, key: str, *, email: str, metadata: Mapping[str, str]) -> str:
        call = self._stripe.customers.create_async(
            {"email": email, "metadata": dict(metadata)}, self._options(key)
        )
        answer = await self._ask(call)
        return str(answer["id"])

    async def attach(self, key: str, payment_method: str, customer: str) -> str:
        """Returns the PaymentMethod's id, which is a new one where a test token was attached."""
        call = self._stripe.payment_methods.attach_async(
            payment_method, {"customer": customer}, self._options(key)
        )
        answer = await self._ask(call)
        return str(answer["id"])

    async def cards_of(self, customer: str) -> list[Card]:
        """All cards of a Customer, newest first."""
        found: list[Card] = []
        params: Any = {"type": "card", "limit": 100}
        while True:
            listed = self._stripe.customers.payment_methods.list_async(customer, params)
            page = await self._ask(listed)
            found += [Card.read(raw) for raw in page["data"]]
            if not page.get("has_more") or not page["data"]:
                return found
            params["starting_after"] = page["data"][-1]["id"]

    async def card_of(self, customer: str, card_id: str) -> Card | None:
        """The Customer's card; None if it is not (any more) theirs."""
        call = self._stripe.customers.payment_methods.retrieve_async(customer, card_id)
        try:
            raw = await self._ask(call)
        except Refused:  # whatever the reason, it is not a card to be used
            return None
        return Card.read(raw) if raw.get("type") == "card" else None

    async def detach(self, key: str, payment_method: str) -> bool:
        await self._ask(
            self._stripe.payment_methods.detach_async(payment_method, {}, self._options(key))
        )
        return True

    # Checkout

    async def create_session(
        self,
        key: str,
        *,
        lines: Sequence[tuple[str, int, int]],
        currency: str,
        email: str | None,
        success_url: str,
        cancel_url: str,
        metadata: Mapping[str, str],
        reference: str,
    ) -> CheckoutSession:
        """Args: lines: title, price for one in minor units, quantity."""
        params: Any = {
            "mode": "payment",
            "success_url": success_url,
            "cancel_url": cancel_url,
            "client_reference_id": reference,
            "metadata": dict(metadata),
            "payment_intent_data": {"metadata": dict(metadata)},
            "line_items": [
                {
                    "price_data": {
                        "currency": currency,
                        "product_data": {"name": title},
                        "unit_amount": unit_amount,
                    },
                    "quantity": quantity,
                }
                for title, unit_amount, quantity in lines
            ],
        }
        if email is not None:
            params["customer_email"] = email
        call = self._stripe.checkout.sessions.create_async(params, self._options(key))
        return CheckoutSession.read(await self._ask(call))

    async def retrieve_session(self, session_id: str) -> CheckoutSession:
        call = self._stripe.checkout.sessions.retrieve_async(session_id)
        return CheckoutSession.read(await self._ask(call))

    async def expire_session(self, key: str, session_id: str) -> CheckoutSession:
        call = self._stripe.checkout.sessions.expire_async(session_id, {}, self._options(key))
        return CheckoutSession.read(await self._ask(call))

    # Events

    async def events_since(self, created: int, types: Sequence[str]) -> list[dict[str, Any]]:
        """All events of these types since then (Unix seconds, Stripe's), the newest first.

        Args:
            types: twenty at most.
        """
        found: list[dict[str, Any]] = []
        params: Any = {"created": {"gte": created}, "types": list(types), "limit": 100}
        while True:
            page = await self._ask(self._stripe.events.list_async(params))
            found += page["data"]
            if not page.get("has_more") or not page["data"]:
                return found
            params["starting_after"] = page["data"][-1]["id"]

    # Refunds

    async def create_refund(
        self, key: str, *, intent_id: str, amount: int, metadata: Mapping[str, str]
    ) -> Refund:
        call = self._stripe.refunds.create_async(
            {
                "payment_intent": intent_id,
                "amount": amount,
                "reason": "requested_by_customer",
                "metadata": dict(metadata),
            },
            self._options(key),
        )
        return Refund.read(await self._ask(call))

    async def refunds_of(self, intent_id: str) -> list[Refund]:
        """All refunds of a payment."""
        page = await self._ask(
            self._stripe.refunds.list_async({"payment_intent": intent_id, "limit": 100})
        )
        return [Refund.read(raw) for raw in page["data"]]
