"""The people, played: a shopper's browser at Stripe, and an admin at Stripe's dashboard.

A browser has only the publishable key and a client secret, as Stripe.js does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scenarios.driver import CannotSetUp, Payment, Session
from simulator import SimulatorError

if TYPE_CHECKING:
    from simulator import Account

# Who asks, in the journal of requests; what the shop did is told apart from this.
HARNESS: Final = {"User-Agent": "paidonce-harness"}


# Accounts whose debits succeed, and fail, some seconds later by Stripe's clock, or three minutes.
# Source: Stripe docs, "SEPA Direct Debit".
PAYING_IBAN: Final = "DE89370400440532013000"
SLOWLY_PAYING_IBAN: Final = "DE08370400440532013003"
REFUSING_IBAN: Final = "DE62370400440532013001"
MANDATE: Final = {
    "mandate_data": {
        "customer_acceptance": {
            "type": "online",
            "online": {"ip_address": "127.0.0.1", "user_agent": "a browser"},
        }
    }
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What the shopper's browser was told."""

    http_status: int
    status: str | None  # the PaymentIntent's
    error_code: str | None
    body: Any

    @property
    def paid(self) -> bool:
        return self.status in {"succeeded", "requires_capture"}


class Shopper:
    """What people do at Stripe, rather than at the shop."""

    def __init__(self, simulator: Account) -> None:
        self.simulator = simulator

    def new_card(self, token: str = "tok_visa") -> str:
        """A PaymentMethod of a card just typed in; it belongs to no Customer."""
        status, body = self._browser(
            "POST", "/v1/payment_methods", {"type": "card", "card": {"token": token}}
        )
        if status != 200:
            raise CannotSetUp(f"the simulator refused a card: {body}")
        return str(body["id"])

    def new_bank_account(self, iban: str = PAYING_IBAN) -> str:
        """A PaymentMethod of a bank account just typed in; its money takes days to come."""
        details = {
            "type": "sepa_debit",
            "sepa_debit": {"iban": iban},
            "billing_details": {"name": "Ada Shopper", "email": "ada@example.com"},
        }
        status, body = self._browser("POST", "/v1/payment_methods", details)
        if status != 200:
            raise CannotSetUp(f"the simulator refused a bank account: {body}")
        return str(body["id"])

    def switch_on(self, kind: str) -> None:
        """An admin lets the shop's pages offer this kind of PaymentMethod, in the dashboard.

        Raises:
            CannotSetUp: Stripe does not know the kind.
        """
        path = "/v1/payment_method_configurations"
        _, known = self.at_stripe("GET", path)
        own = next(one for one in known["data"] if one["is_default"])
        on = {kind: {"display_preference": {"preference": "on"}}}
        status, body = self.at_stripe("POST", f"{path}/{own['id']}", on)
        if status != 200:
            raise CannotSetUp(f"the simulator cannot switch {kind} on: {body}")

    def debit(self, payment: Payment, iban: str = PAYING_IBAN) -> None:
        """Pay from a bank account, in a shop that had bank debits switched on.

        Raises:
            CannotSetUp: the debit did not begin.
        """
        tried = self.confirm(payment, self.new_bank_account(iban), **MANDATE)
        if tried.status != "processing":
            raise CannotSetUp(f"the bank debit did not begin: {tried.body}")

    def confirm(
        self, payment: Payment, payment_method: str = "pm_card_visa", **params: object
    ) -> Tried:
        """Press Pay: confirm the PaymentIntent, as Stripe.js does."""
        status, body = self._browser(
            "POST",
            f"/v1/payment_intents/{payment.intent}/confirm",
            {
                "payment_method": payment_method,
                "client_secret": payment.client_secret,
                "return_url": "https://shop.example/return",
                **params,
            },
        )
        return _tried(status, body)

    def must_pay(self, payment: Payment, payment_method: str = "pm_card_visa") -> Tried:
        """Press Pay with a card that is good.

        Raises:
            CannotSetUp: it was not accepted; the story cannot be told.
        """
        tried = self.confirm(payment, payment_method)
        if not tried.paid:
            raise CannotSetUp(f"paying {payment.intent} with {payment_method}: {tried.body}")
        return tried

    def pass_challenge(self, intent: str) -> None:
        """Authenticate with the bank."""
        self.simulator.authenticate(intent, outcome="succeed")

    def fail_challenge(self, intent: str) -> None:
        """Fail to authenticate with the bank."""
        self.simulator.authenticate(intent, outcome="fail")

    def pay_on_page(self, session: Session, payment_method: str = "pm_card_visa") -> Any:
        """Pay on the hosted page."""
        return self.simulator.checkout.pay(session.id, payment_method=payment_method)

    def try_page(self, session: Session, payment_method: str = "pm_card_visa") -> bool:
        """Pay on the hosted page if it still can be; says whether it could."""
        try:
            self.pay_on_page(session, payment_method)
        except SimulatorError:
            return False
        return True

    def events_about(self, subject: str, *types: str) -> list[str]:
        """The ids of the events about an object, oldest first."""
        status, page = self.at_stripe("GET", "/v1/events", {"limit": 100})
        if status != 200:
            raise CannotSetUp(f"the simulator does not list its events: {page}")
        return [
            event["id"]
            for event in reversed(page["data"])
            if event["data"]["object"].get("id") == subject
            and (not types or event["type"] in types)
        ]

    def event_about(self, subject: str, type: str) -> str:
        """The id of the one event of this type about an object.

        Raises:
            CannotSetUp: there is none, or more than one; the story cannot be told.
        """
        found = self.events_about(subject, type)
        if len(found) != 1:
            there = f"there are {len(found)}" if found else "there is none"
            raise CannotSetUp(
                f"one {type} about {subject} was to be delivered, and {there}: "
                "look at how the shop creates its payments (capture_method, confirm)"
            )
        return found[0]

    def refund_in_dashboard(self, intent: str, amount: int | None = None) -> str:
        """An admin refunds in Stripe's dashboard; whoever calls this notes that it was asked."""
        params = {"payment_intent": intent} | ({} if amount is None else {"amount": amount})
        status, body = self.at_stripe("POST", "/v1/refunds", params)
        if status != 200:
            raise CannotSetUp(f"the simulator refused a refund: {body}")
        return str(body["id"])

    def at_stripe(
        self, method: str, path: str, params: Mapping[str, Any] | None = None
    ) -> tuple[int, Any]:
        """What somebody with the secret key does, who is not the shop."""
        return self.simulator.api(method, path, params, headers=HARNESS)

    def _browser(self, method: str, path: str, params: Mapping[str, Any]) -> tuple[int, Any]:
        key = self.simulator.publishable_key
        return self.simulator.api(method, path, params, key=key, headers=HARNESS)


def _tried(status: int, body: Any) -> Tried:
    if status == 200:
        return Tried(status, body["status"], None, body)
    error = body.get("error", {})
    intent = error.get("payment_intent") or {}
    return Tried(status, intent.get("status"), error.get("code"), body)
