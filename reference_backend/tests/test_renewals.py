"""A hold that is about to expire is renewed if it may be, else captured; never are both taken."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any, Final

import pytest

from reference_backend.tests.conftest import Backend
from reference_backend.tests.test_flows import PATIENCE_S, PRICE, Stage
from reference_backend.tests.test_stories import order_of, refused, stock_of, try_card

DAY_S: Final = 86400.0
CREATE: Final = "POST /v1/payment_intents"
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def stage(simulator_server: Any) -> Iterator[Stage]:
    stripe = simulator_server.account("sk_test_renewals_of_the_reference_backend")
    with Backend(
        DATABASE_URL="", STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key,
        GRACE_SECONDS=str(30 * DAY_S), SWEEP_SECONDS="86400", RECONCILE_SECONDS="86400",
    ) as backend:  # fmt: skip
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        yield Stage(backend, stripe)


@pytest.fixture
def shelf(stage: Stage) -> Stage:
    stage.new_product(quantity=9)
    return stage


def held(
    stage: Stage, *, save_card: bool = True, card: str = "pm_card_visa", quantity: int = 1
) -> tuple[str, str]:
    """An order whose money is held; the order and its intent."""
    items = [{"sku": stage.sku, "quantity": quantity}]
    user = f"renewing-{next(_numbers)}"
    cart = stage.ask("/store/carts", {"items": items, "user_id": user})["id"]
    how = {"capture_method": "manual", "save_card": save_card}
    intent = stage.ask(f"/store/carts/{cart}/payment-session", how)["payment_intent_id"]
    assert try_card(stage, intent, card) == 200
    _, now = stage.stripe.api("GET", f"/v1/payment_intents/{intent}")
    if now["status"] == "requires_action":
        stage.stripe.authenticate(intent, outcome="succeed")
    order = stage.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    order_of(stage, order)
    return order, intent


def sweep(stage: Stage, order: str, days: float = 6.1) -> Any:
    """Sweep as if so many days had gone by; the order once all is quiet."""
    stage.ask("/admin/jobs/capture-sweep", {"ahead_s": days * DAY_S})
    return order_of(stage, order)


def status_of(stage: Stage, intent: str) -> str:
    _, answer = stage.stripe.api("GET", f"/v1/payment_intents/{intent}")
    return str(answer["status"])


def taken_for(stage: Stage, order: str) -> int:
    """What was kept of the shopper's money, in minor units."""
    charges = [c for c in stage.stripe.ledger().charges if c["metadata"].get("order_id") == order]
    intents = set(order_of(stage, order)["payment_intents"])
    charges += [c for c in stage.stripe.ledger().charges
                if c["payment_intent"] in intents and c not in charges]  # fmt: skip
    return sum(c["amount_captured"] - c["amount_refunded"] for c in charges if c["captured"])


def status_in_shop(stage: Stage, order: str) -> str:
    answer = stage.backend.call("GET", f"/api/orders/{order}").json
    return str(answer["order"]["payment_status"])


def happened(stage: Stage, order: str) -> list[str]:
    history = stage.backend.call("GET", f"/api/orders/{order}").json["history"]
    return [event["name"] for event in history]


def test_a_hold_near_its_end_makes_way_for_a_new_one(shelf: Stage) -> None:
    order, old = held(shelf)
    assert sweep(shelf, order, days=5)["payment_intents"] == [old]  # there is time yet
    seen = sweep(shelf, order)
    assert seen["payment_status"] == "awaiting"
    (first, new) = seen["payment_intents"]
    assert (first, status_of(shelf, old)) == (old, "canceled")
    assert status_of(shelf, new) == "requires_capture"
    assert "hold_renewed" in happened(shelf, order)
    assert stock_of(shelf) == (9, 1, 0)
    shelf.ask(f"/admin/orders/{order}/end-grace")
    seen = order_of(shelf, order)
    assert (seen["payment_status"], taken_for(shelf, order)) == ("captured", PRICE)
    assert stock_of(shelf) == (8, 0, 1)


def test_a_new_hold_is_for_what_the_order_costs_now_and_can_be_edited_on(shelf: Stage) -> None:
    order, old = held(shelf, quantity=3)
    path = f"/api/orders/{order}/edit"
    shelf.ask(path, {"items": [{"sku": shelf.sku, "quantity": 2}]})
    (_, new) = sweep(shelf, order)["payment_intents"]
    _, intent = shelf.stripe.api("GET", f"/v1/payment_intents/{new}")
    assert intent["amount_capturable"] == 2 * PRICE
    shelf.ask(path, {"items": [{"sku": shelf.sku, "quantity": 3}]})
    assert status_of(shelf, old) == "canceled"
    shelf.ask(f"/admin/orders/{order}/end-grace")
    assert taken_for(shelf, order) == 3 * PRICE


def test_called_off_after_a_renewal_nothing_is_held_any_more(shelf: Stage) -> None:
    order, old = held(shelf)
    (_, new) = sweep(shelf, order)["payment_intents"]
    shelf.ask(f"/api/orders/{order}/cancel")
    assert order_of(shelf, order)["payment_status"] == "cancelled"
    assert [status_of(shelf, intent) for intent in (old, new)] == ["canceled", "canceled"]
    assert stock_of(shelf) == (9, 0, 0)


def test_a_card_that_was_not_saved_is_charged_early_instead(shelf: Stage) -> None:
    order, intent = held(shelf, save_card=False)
    seen = sweep(shelf, order)
    assert (seen["payment_status"], seen["payment_intents"]) == ("captured", [intent])
    assert taken_for(shelf, order) == PRICE


def test_an_order_that_cannot_be_edited_any_more_is_captured(shelf: Stage) -> None:
    order, intent = held(shelf)
    seen = sweep(shelf, order, days=31)  # its grace is over by then
    assert (seen["payment_status"], seen["payment_intents"]) == ("captured", [intent])


def test_a_hold_in_its_last_hours_is_captured_and_not_renewed(shelf: Stage) -> None:
    order, intent = held(shelf)
    seen = sweep(shelf, order, days=6.6)
    assert (seen["payment_status"], seen["payment_intents"]) == ("captured", [intent])


@pytest.mark.parametrize("card", ["pm_card_authenticationRequired", "pm_card_visa"])
def test_where_the_issuer_says_no_the_old_hold_is_captured(shelf: Stage, card: str) -> None:
    order, old = held(shelf, card=card)
    if card == "pm_card_visa":
        shelf.stripe.faults.add("decline", on=CREATE, times=1, code="generic_decline")
    seen = sweep(shelf, order)
    shelf.stripe.faults.clear()
    assert seen["payment_status"] == "captured"
    assert status_of(shelf, old) == "succeeded"
    assert "hold_not_renewed" in happened(shelf, order)
    assert taken_for(shelf, order) == PRICE
    others = [intent for intent in seen["payment_intents"] if intent != old]
    assert all(status_of(shelf, intent) == "canceled" for intent in others)


def test_a_card_that_the_shopper_removed_is_captured_early(shelf: Stage) -> None:
    order, old = held(shelf)
    _, intent = shelf.stripe.api("GET", f"/v1/payment_intents/{old}")
    shelf.stripe.api("POST", f"/v1/payment_methods/{intent['payment_method']}/detach")
    assert sweep(shelf, order)["payment_status"] == "captured"
    assert taken_for(shelf, order) == PRICE


@pytest.mark.parametrize(
    "fault",
    ["lost_answer", "lost_request", "server_error_after", "server_error_before", "rate_limit"],
)
@pytest.mark.parametrize("times", [1, 6])
def test_renewed_in_doubt_one_hold_is_left_and_one_is_captured(
    shelf: Stage, fault: str, times: int
) -> None:
    order, old = held(shelf)
    shelf.stripe.faults.add(fault, on=CREATE, times=times)
    seen = sweep(shelf, order)
    shelf.stripe.faults.clear()
    holding = [i for i in seen["payment_intents"] if status_of(shelf, i) == "requires_capture"]
    assert len(holding) == 1
    assert old not in holding
    shelf.ask(f"/admin/orders/{order}/end-grace")
    order_of(shelf, order)
    assert taken_for(shelf, order) == PRICE


def test_an_old_hold_that_was_captured_in_the_dashboard_wins_over_the_new_one(
    shelf: Stage,
) -> None:
    order, old = held(shelf)
    shelf.stripe.holds.add(on=CREATE)
    shelf.ask("/admin/jobs/capture-sweep", {"ahead_s": 6.1 * DAY_S})
    shelf.stripe.holds.wait()
    shelf.stripe.api("POST", f"/v1/payment_intents/{old}/capture")
    until = time.monotonic() + PATIENCE_S
    while status_in_shop(shelf, order) != "captured" and time.monotonic() < until:
        time.sleep(0.02)  # real: other processes have no clock of ours
    shelf.stripe.holds.clear()
    seen = order_of(shelf, order)
    assert (seen["payment_status"], taken_for(shelf, order)) == ("captured", PRICE)
    assert status_of(shelf, old) == "succeeded"


def test_only_the_card_of_a_user_can_be_kept(shelf: Stage) -> None:
    cart = shelf.ask("/store/carts", {"items": shelf.items})["id"]
    path = f"/store/carts/{cart}/payment-session"
    assert refused(shelf, path, {"save_card": True}).status == 422
