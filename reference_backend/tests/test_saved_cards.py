"""Saved cards: listed, paid with, charged while the shopper is away if they agreed, and let go."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Final

import pytest

from reference_backend.tests.conftest import Backend
from reference_backend.tests.test_flows import PRICE, Stage
from reference_backend.tests.test_stories import alerts_about, order_of, refused, stock_of

_numbers = itertools.count(1)
ASKING: Final = "pm_card_authenticationRequired"  # its bank always asks, saved or not


@pytest.fixture(scope="module")
def stage(simulator_server: Any) -> Iterator[Stage]:
    stripe = simulator_server.account("sk_test_saved_cards_of_the_reference_backend")
    with Backend(
        DATABASE_URL="", STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key
    ) as backend:
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        yield Stage(backend, stripe)


class Shopper:
    """A user of the app."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.id = f"shopper-{next(_numbers)}@example.com"
        self.path = f"/api/mobile-app/users/{self.id}/cards"

    def order(self) -> str:
        body = {"user_id": self.id, "items": self.stage.items}
        order: str = self.stage.ask("/api/mobile-app/orders", body)["id"]
        return order

    def pay(self, order: str, card: str, *, save: bool = False) -> Any:
        body = {"paymentMethodId": card, "saveCard": save}
        reply = self.stage.backend.call("POST", f"/api/mobile-app/orders/{order}/pay", body)
        assert reply.status in {200, 402}, reply
        return reply.json

    def save(self, card: str = "pm_card_visa") -> str:
        """Pay an order with a card that may be charged later; the card."""
        order = self.order()
        answer = self.pay(order, card, save=True)
        if answer["status"] == "requires_action":
            self.stage.stripe.authenticate(answer["data"]["paymentIntentId"], outcome="succeed")
            answer = self.stage.ask(f"/api/mobile-app/orders/{order}/confirm")
        assert answer["status"] == "success"
        order_of(self.stage, order)
        newest: str = self.cards()[0]["id"]
        return newest

    def cards(self) -> list[Any]:
        cards: list[Any] = self.stage.backend.call("GET", self.path).json["cards"]
        return cards


@pytest.fixture
def shopper(stage: Stage) -> Shopper:
    stage.new_product(quantity=9)
    return Shopper(stage)


def charge(stage: Stage, order: str, **body: str) -> Any:
    """Charge the shopper, who is away."""
    reply = stage.backend.call("POST", f"/admin/orders/{order}/charge-saved-card", body)
    assert reply.status in {200, 402}, reply
    return reply.json


def test_a_card_that_was_saved_is_listed_and_pays_again(shopper: Shopper) -> None:
    card = shopper.save()
    (listed,) = shopper.cards()
    assert (listed["brand"], listed["last4"], listed["offSession"]) == ("visa", "4242", True)
    answer = shopper.pay(shopper.order(), card)
    assert (answer["status"], answer["data"]["amount"]) == ("success", PRICE)
    assert len(shopper.cards()) == 1


def test_a_card_that_only_paid_is_listed_as_one_that_is_not_charged_without_its_owner(
    shopper: Shopper,
) -> None:
    assert shopper.pay(shopper.order(), "pm_card_mastercard")["status"] == "success"
    (listed,) = shopper.cards()
    assert (listed["brand"], listed["offSession"]) == ("mastercard", False)
    order = shopper.order()
    path = f"/admin/orders/{order}/charge-saved-card"
    assert refused(shopper.stage, path).status == 409
    assert refused(shopper.stage, path, {"payment_method_id": listed["id"]}).status == 409
    assert stock_of(shopper.stage) == (8, 0, 1)


def test_who_has_no_cards_has_none_and_who_is_nobody_is_not_found(shopper: Shopper) -> None:
    shopper.order()
    assert shopper.cards() == []
    backend = shopper.stage.backend
    assert backend.call("GET", "/api/mobile-app/users/nobody/cards").status == 404
    assert backend.call("GET", "/api/mobile-app/users/a%20b/cards").status == 404


def test_a_declined_order_is_paid_while_the_shopper_is_away(shopper: Shopper) -> None:
    shopper.save()
    order = shopper.order()
    assert shopper.pay(order, "pm_card_chargeCustomerFail")["status"] == "error"
    answer = charge(shopper.stage, order)
    assert (answer["status"], answer["data"]["amount"]) == ("success", PRICE)
    assert charge(shopper.stage, order)["status"] == "success"  # and nothing more is taken
    seen = order_of(shopper.stage, order)
    assert (seen["payment_status"], seen["paid_minor"]) == ("captured", PRICE)
    assert len(seen["payment_intents"]) == 1


def test_an_order_that_was_left_at_the_challenge_is_paid_while_the_shopper_is_away(
    shopper: Shopper,
) -> None:
    card = shopper.save()
    order = shopper.order()
    assert shopper.pay(order, ASKING)["status"] == "requires_action"
    assert charge(shopper.stage, order, payment_method_id=card)["status"] == "success"
    assert order_of(shopper.stage, order)["paid_minor"] == PRICE


def test_a_shopper_whose_bank_asks_is_asked_back_and_pays_on_session(shopper: Shopper) -> None:
    stage = shopper.stage
    card = shopper.save(ASKING)
    order = shopper.order()
    asked = charge(stage, order)
    assert (asked["status"], "ask them back" in asked["message"]) == ("requires_action", True)
    assert asked["data"]["clientSecret"]
    seen = order_of(stage, order)
    assert (seen["payment_status"], seen["paid_minor"]) == ("failed", 0)
    history = stage.backend.call("GET", f"/api/orders/{order}").json["history"]
    assert "shopper_asked_back" in [event["name"] for event in history]
    assert stock_of(stage) == (8, 0, 1)  # nothing is held back for who may not come
    back = shopper.pay(order, card)
    assert back["data"]["paymentIntentId"] == asked["data"]["paymentIntentId"]
    stage.stripe.authenticate(back["data"]["paymentIntentId"], outcome="succeed")
    assert stage.ask(f"/api/mobile-app/orders/{order}/confirm")["status"] == "success"
    seen = order_of(stage, order)
    assert (seen["payment_status"], seen["paid_minor"]) == ("captured", PRICE)
    assert alerts_about(stage, order) == []


def test_a_saved_card_that_is_declined_is_told_with_its_reason(shopper: Shopper) -> None:
    card = shopper.save()
    shopper.stage.stripe.faults.add(
        "decline", on="POST /v1/payment_intents/*/confirm", times=1, code="insufficient_funds"
    )
    order = shopper.order()
    answer = charge(shopper.stage, order, payment_method_id=card)
    assert (answer["status"], answer["errors"][0]["code"]) == ("error", "insufficient_funds")
    assert order_of(shopper.stage, order)["payment_status"] == "failed"


@pytest.mark.parametrize("fault", ["lost_answer", "server_error_after", "lost_request"])
@pytest.mark.parametrize("times", [1, 6])
def test_charged_in_doubt_it_is_charged_once(shopper: Shopper, fault: str, times: int) -> None:
    stage = shopper.stage
    shopper.save()
    order = shopper.order()
    stage.stripe.faults.add(fault, on="POST /v1/payment_intents*", times=times)
    stage.ask(f"/admin/orders/{order}/charge-saved-card")
    stage.stripe.faults.clear()
    seen = order_of(stage, order)
    assert (seen["payment_status"], seen["paid_minor"]) == ("captured", PRICE)
    taken = [c for c in stage.stripe.ledger().charges if c["metadata"].get("order_id") == order]
    assert sum(charge["amount_captured"] for charge in taken) == PRICE


def test_a_card_that_is_let_go_is_gone_for_good(shopper: Shopper) -> None:
    stage = shopper.stage
    card = shopper.save()
    path = f"{shopper.path}/{card}"
    stage.stripe.faults.add("lost_answer", on="POST /v1/payment_methods/*/detach", times=6)
    assert stage.backend.call("DELETE", path).json == {"cards": []}
    stage.stripe.faults.clear()
    assert stage.backend.call("DELETE", path).status == 404
    order = shopper.order()
    assert refused(stage, f"/admin/orders/{order}/charge-saved-card").status == 409
    assert shopper.pay(order, card)["status"] == "error"


def test_nobody_lets_go_of_or_pays_with_the_card_of_somebody_else(
    shopper: Shopper, stage: Stage
) -> None:
    card = shopper.save()
    other = Shopper(stage)
    other.save("pm_card_mastercard")
    assert stage.backend.call("DELETE", f"{other.path}/{card}").status == 404
    assert other.pay(other.order(), card)["status"] == "error"
    path = f"/admin/orders/{other.order()}/charge-saved-card"
    assert refused(stage, path, {"payment_method_id": card}).status == 409
    assert [each["id"] for each in shopper.cards()] == [card]
