"""What the simulator says fits the SDK's types: answers, lists, what is expanded, and events."""

import re
from collections.abc import Mapping
from typing import Any, Final

import pytest
import stripe

from contracts.sdk_types import Json, misfits
from contracts.tests.server import Answer, Received, server
from simulator import Account

# Stripe sends these, and has for years, although its specification does not declare them.
# Source: answers seen of the real API, 2019 to 2026.
UNDECLARED: Final = re.compile(
    r"(charge|latest_charge|data\[\d+\]|data\.object)\.(dispute|destination|order)"
    r"|\.(shared_payment_granted_token|default_currency)"
)
NOW: Final[Mapping[str, Any]] = {"confirm": True, "return_url": "https://shop.example/return"}
PAGE: Final[Mapping[str, Any]] = {
    "mode": "payment",
    "success_url": "https://shop.example/thanks",
    "line_items": [
        {
            "price_data": {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Tea"}},
            "quantity": 2,
        }
    ],
}


def wrong(answer: Json) -> list[str]:
    """What does not fit, but for what Stripe itself sends undeclared."""
    return [str(misfit) for misfit in misfits(answer) if not UNDECLARED.search(misfit.path)]


def ask(account: Account, method: str, path: str, **params: Any) -> Any:
    status, body = account.api(method, path, params)
    assert status == 200, body
    return body


def pay(account: Account, card: str = "pm_card_visa", **params: Any) -> Any:
    """A PaymentIntent, confirmed at once; what came of it, declined or not."""
    asked = {"amount": 100_00, "currency": "usd", "payment_method": card, **NOW, **params}
    asked = {name: value for name, value in asked.items() if value is not None}
    status, body = account.api("POST", "/v1/payment_intents", asked)
    return body if status == 200 else body["error"]["payment_intent"]


@pytest.mark.parametrize(
    ("status", "card", "params"),
    [
        ("succeeded", "pm_card_visa", {}),
        ("succeeded", "pm_card_amex", {"capture_method": "automatic_async"}),
        ("requires_capture", "pm_card_mastercard", {"capture_method": "manual"}),
        ("requires_action", "pm_card_threeDSecure2Required", {}),
        ("requires_payment_method", "pm_card_chargeDeclined", {}),
        ("requires_confirmation", "pm_card_visa", {"confirm": False, "return_url": None}),
    ],
)
def test_a_payment_intent_fits_in_every_status(
    simulator: Account, status: str, card: str, params: dict[str, Any]
) -> None:
    intent = pay(simulator, card, **params)
    assert intent["status"] == status
    assert wrong(intent) == []


def test_what_is_expanded_fits(simulator: Account) -> None:
    wanted = ["customer", "payment_method", "latest_charge.balance_transaction"]
    customer = ask(simulator, "POST", "/v1/customers", email="jenny@shop.example")
    intent = pay(simulator, customer=customer["id"], capture_method="automatic", expand=wanted)
    assert intent["latest_charge"]["balance_transaction"]["object"] == "balance_transaction"
    assert wrong(intent) == []


@pytest.mark.parametrize(
    "path",
    ["payment_intents", "charges", "refunds", "customers", "balance_transactions", "events",
     "webhook_endpoints"],
)  # fmt: skip
def test_lists_fit(simulator: Account, path: str) -> None:
    customer = ask(simulator, "POST", "/v1/customers", name="Jenny Rosen")
    intent = pay(simulator, customer=customer["id"])
    ask(simulator, "POST", "/v1/refunds", payment_intent=intent["id"], amount=10_00)
    simulator.endpoints.add("http://127.0.0.1:9/nobody", events=["charge.refunded"])
    page = ask(simulator, "GET", f"/v1/{path}")
    assert page["data"]
    assert wrong(page) == []


def test_a_checkout_session_fits_open_paid_and_expired(simulator: Account) -> None:
    paid = ask(simulator, "POST", "/v1/checkout/sessions", **PAGE)
    left = ask(simulator, "POST", "/v1/checkout/sessions", **PAGE)
    assert wrong(paid) == []
    simulator.checkout.pay(paid["id"])
    assert wrong(ask(simulator, "GET", f"/v1/checkout/sessions/{paid['id']}")) == []
    assert wrong(ask(simulator, "POST", f"/v1/checkout/sessions/{left['id']}/expire")) == []


def test_every_delivery_of_a_days_business_is_signed_and_fits(simulator: Account) -> None:
    received: list[Received] = []

    def take(request: Received) -> Answer:
        received.append(request)
        return 200, {}

    with server(take) as url:
        endpoint = simulator.endpoints.add(f"{url}/hook")
        customer = ask(simulator, "POST", "/v1/customers", email="jenny@shop.example")
        intent = pay(simulator, customer=customer["id"])
        held = pay(simulator, capture_method="manual")
        ask(simulator, "POST", f"/v1/payment_intents/{held['id']}/capture")
        ask(simulator, "POST", "/v1/refunds", payment_intent=intent["id"])
        pay(simulator, "pm_card_chargeDeclined")
        session = ask(simulator, "POST", "/v1/checkout/sessions", **PAGE)
        simulator.checkout.pay(session["id"])
        simulator.settle()

    told: set[str] = set()
    for request in received:
        signature = request.headers["Stripe-Signature"]
        event: Any = stripe.Webhook.construct_event(request.body, signature, endpoint.secret)
        said = event.to_dict()
        assert wrong(said) == []
        assert wrong(said["data"]["object"]) == [], said["type"]
        told.add(said["type"])
    assert told >= {
        "charge.failed",
        "charge.refunded",
        "charge.succeeded",
        "checkout.session.completed",
        "customer.created",
        "payment_intent.amount_capturable_updated",
        "payment_intent.created",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
    }
