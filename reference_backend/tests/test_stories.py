"""What happens to orders, told shortly: declines, edits, refunds, disputes, second tries."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from reference_backend.tests.conftest import Backend, Reply
from reference_backend.tests.test_flows import PRICE, Stage, by_cart


@pytest.fixture(scope="module")
def stage(simulator_server: Any) -> Iterator[Stage]:
    stripe = simulator_server.account("sk_test_stories_of_the_reference_backend")
    with Backend(
        DATABASE_URL="", STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key,
        GRACE_SECONDS="86400", SWEEP_SECONDS="86400", RECONCILE_SECONDS="86400",
    ) as backend:  # fmt: skip
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        yield Stage(backend, stripe)


@pytest.fixture
def shelf(stage: Stage) -> Stage:
    """The stage with a new product, three of it."""
    stage.new_product(quantity=3)
    return stage


def order_of(stage: Stage, order_id: str) -> Any:
    """The order as the shop believes it to be, once all is quiet."""
    stage.stripe.settle()
    view = stage.wait_for_workers()
    (order,) = [order for order in view["orders"] if order["id"] == order_id]
    return order


def stock_of(stage: Stage) -> tuple[int, int, int]:
    """Stocked, reserved, sold."""
    (stock,) = [s for s in stage.backend.view()["stock"] if s["sku"] == stage.sku]
    return (stock["stocked_quantity"], stock["reserved_quantity"], stock["sold_quantity"])


def alerts_about(stage: Stage, subject: str) -> list[str]:
    return [a["kind"] for a in stage.backend.view()["alerts"] if a["subject"] == subject]


def refused(stage: Stage, path: str, body: object = None) -> Reply:
    reply = stage.backend.call("POST", path, {} if body is None else body)
    assert 400 <= reply.status < 500, reply
    return reply


def begin(stage: Stage, capture_method: str = "automatic", quantity: int = 1) -> tuple[str, str]:
    """A cart whose payment has begun; the cart and the intent."""
    items = [{"sku": stage.sku, "quantity": quantity}]
    cart = stage.ask("/store/carts", {"items": items})["id"]
    session = stage.ask(f"/store/carts/{cart}/payment-session", {"capture_method": capture_method})
    return cart, session["payment_intent_id"]


def try_card(stage: Stage, intent: str, payment_method: str) -> int:
    status, _ = stage.stripe.api(
        "POST", f"/v1/payment_intents/{intent}/confirm", {"payment_method": payment_method}
    )
    return int(status)


def mobile_order(stage: Stage, user: str) -> str:
    order: str = stage.ask("/api/mobile-app/orders", {"user_id": user, "items": stage.items})["id"]
    return order


def pay(stage: Stage, order: str, payment_method: str) -> Any:
    reply = stage.backend.call(
        "POST", f"/api/mobile-app/orders/{order}/pay", {"paymentMethodId": payment_method}
    )
    assert reply.status in {200, 402}
    return reply.json


def test_a_declined_card_frees_the_goods_and_leaves_the_cart(shelf: Stage) -> None:
    cart, intent = begin(shelf)
    assert try_card(shelf, intent, "pm_card_chargeDeclined") == 402
    problem = refused(shelf, f"/store/carts/{cart}/complete")
    assert (problem.status, problem.json["reason"]) == (402, "generic_decline")
    assert stock_of(shelf) == (3, 0, 0)
    assert shelf.ask(f"/store/carts/{cart}/payment-session")["payment_intent_id"] == intent
    assert try_card(shelf, intent, "pm_card_visa") == 200
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]
    assert order["payment_status"] == "captured"


def test_a_cart_is_not_completed_before_it_is_paid(shelf: Stage) -> None:
    cart, intent = begin(shelf)
    assert refused(shelf, f"/store/carts/{cart}/complete").json["code"] == "payment_required"
    try_card(shelf, intent, "pm_card_authenticationRequired")
    problem = refused(shelf, f"/store/carts/{cart}/complete").json
    assert (problem["code"], problem["paymentIntentId"]) == ("requires_action", intent)
    shelf.stripe.authenticate(intent, outcome="succeed")
    assert shelf.ask(f"/store/carts/{cart}/complete")["order"]["payment_status"] == "captured"


def test_who_was_too_late_gets_the_money_back(shelf: Stage) -> None:
    carts = [begin(shelf, quantity=2) for _ in range(2)]
    assert try_card(shelf, carts[0][1], "pm_card_visa") == 200
    shelf.ask(f"/store/carts/{carts[0][0]}/complete")
    assert try_card(shelf, carts[1][1], "pm_card_visa") == 200
    late = shelf.backend.call("POST", f"/store/carts/{carts[1][0]}/complete")
    assert late.status in {402, 409}  # its money may be on its way back already
    shelf.stripe.settle()
    view = shelf.wait_for_workers()
    (lost,) = [o for o in view["orders"] if carts[1][1] in o["payment_intents"]]
    assert (lost["state"], lost["failure_reason"]) == ("cancelled", "out_of_stock")
    lost = order_of(shelf, lost["id"])
    assert (lost["paid_minor"], lost["refunded_minor"]) == (2 * PRICE, 2 * PRICE)
    assert lost["refund_reasons"] == ["out_of_stock"]
    assert stock_of(shelf) == (1, 0, 2)


def test_an_order_is_captured_for_what_it_costs_in_the_end(shelf: Stage) -> None:
    cart, intent = begin(shelf, "manual", quantity=2)
    try_card(shelf, intent, "pm_card_visa")
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    more = {"items": [{"sku": shelf.sku, "quantity": 3}]}
    shelf.ask(f"/api/orders/{order}/edit", more)  # more is held for it
    assert stock_of(shelf) == (3, 3, 0)
    _, held = shelf.stripe.api("GET", f"/v1/payment_intents/{intent}")
    assert held["amount_capturable"] == 3 * PRICE
    shelf.ask(f"/api/orders/{order}/edit", {"items": shelf.items})
    assert stock_of(shelf) == (3, 1, 0)
    shelf.ask(f"/admin/orders/{order}/end-grace")
    seen = order_of(shelf, order)
    assert (seen["payment_status"], seen["paid_minor"]) == ("captured", PRICE)
    assert stock_of(shelf) == (2, 0, 1)
    assert refused(shelf, f"/api/orders/{order}/edit", more).status == 409


def test_an_edit_to_more_than_there_is_changes_nothing(shelf: Stage) -> None:
    cart, intent = begin(shelf, "manual")
    try_card(shelf, intent, "pm_card_visa")
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    problem = refused(
        shelf, f"/api/orders/{order}/edit", {"items": [{"sku": shelf.sku, "quantity": 4}]}
    )
    assert problem.json["code"] == "out_of_stock"
    assert order_of(shelf, order)["total_minor"] == PRICE
    assert stock_of(shelf) == (3, 1, 0)


def test_a_sweep_captures_before_an_authorization_expires(shelf: Stage) -> None:
    cart, intent = begin(shelf, "manual")
    try_card(shelf, intent, "pm_card_visa")
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    shelf.ask("/admin/jobs/capture-sweep")
    assert order_of(shelf, order)["payment_status"] == "awaiting"
    shelf.ask("/admin/jobs/capture-sweep", {"ahead_s": 6.5 * 86400})
    assert order_of(shelf, order)["payment_status"] == "captured"


def test_an_authorization_that_went_away_calls_the_order_off(shelf: Stage) -> None:
    cart, intent = begin(shelf, "manual")
    try_card(shelf, intent, "pm_card_visa")
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    shelf.stripe.api("POST", f"/v1/payment_intents/{intent}/cancel")
    seen = order_of(shelf, order)
    assert (seen["state"], seen["payment_status"]) == ("cancelled", "cancelled")
    assert stock_of(shelf) == (3, 0, 0)


def test_an_order_is_not_paid_through_two_sessions(shelf: Stage) -> None:
    first = shelf.ask("/api/payments/create-checkout-session", {"items": shelf.items})
    second = shelf.ask(f"/api/orders/{first['orderId']}/retry-session")
    assert second["sessionId"] != first["sessionId"]
    status, session = shelf.stripe.api("GET", f"/v1/checkout/sessions/{first['sessionId']}")
    assert (status, session["status"]) == (200, "expired")
    shelf.stripe.checkout.pay(second["sessionId"])
    assert order_of(shelf, first["orderId"])["payment_status"] == "paid"
    problem = refused(shelf, f"/api/orders/{first['orderId']}/retry-session")
    assert problem.json["code"] == "already_paid"
    by_session = shelf.backend.call("GET", f"/api/orders/by-session/{first['sessionId']}").json
    assert by_session["id"] == first["orderId"]


def test_a_session_that_expires_calls_its_order_cancelled_and_frees_the_goods(
    shelf: Stage,
) -> None:
    opened = shelf.ask("/api/payments/create-checkout-session", {"items": shelf.items})
    assert stock_of(shelf) == (3, 1, 0)
    shelf.stripe.api("POST", f"/v1/checkout/sessions/{opened['sessionId']}/expire")
    assert order_of(shelf, opened["orderId"])["payment_status"] == "cancelled"
    assert stock_of(shelf) == (3, 0, 0)
    again = shelf.ask(f"/api/orders/{opened['orderId']}/retry-session")
    shelf.stripe.checkout.pay(again["sessionId"])
    assert order_of(shelf, opened["orderId"])["payment_status"] == "paid"


def test_one_card_pays_for_several_orders_of_one_customer(shelf: Stage) -> None:
    user = f"user-{shelf.sku}"
    orders = [mobile_order(shelf, user) for _ in range(3)]
    _, card = shelf.stripe.api(
        "POST", "/v1/payment_methods", {"type": "card", "card": {"token": "tok_visa"}}
    )
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda order: pay(shelf, order, card["id"]), orders))
    assert [answer["status"] for answer in answers] == ["success"] * 3, answers
    assert {answer["data"]["amount"] for answer in answers} == {PRICE}
    _, customers = shelf.stripe.api("GET", "/v1/customers", {"email": f"{user}@shoppers.example"})
    assert len(customers["data"]) == 1


def test_the_app_is_told_of_a_decline_and_of_a_challenge(shelf: Stage) -> None:
    order = mobile_order(shelf, f"user-{shelf.sku}")
    declined = pay(shelf, order, "pm_card_chargeCustomerFail")
    assert (declined["status"], declined["errors"][0]["code"]) == ("error", "generic_decline")
    assert stock_of(shelf) == (3, 0, 0)
    asked = pay(shelf, order, "pm_card_authenticationRequired")
    assert asked["status"] == "requires_action"
    assert set(asked["data"]) == {"paymentId", "paymentIntentId", "clientSecret"}
    shelf.stripe.authenticate(asked["data"]["paymentIntentId"], outcome="succeed")
    assert shelf.ask(f"/api/mobile-app/orders/{order}/confirm")["status"] == "success"
    assert pay(shelf, order, "pm_card_visa")["status"] == "success"  # and nothing more is taken
    seen = order_of(shelf, order)
    assert (seen["payment_status"], seen["paid_minor"]) == ("captured", PRICE)


def test_a_refund_asked_for_once_is_made_once_and_the_dashboards_is_seen(shelf: Stage) -> None:
    order = by_cart(shelf, "automatic")["id"]
    path = f"/admin/orders/{order}/refund"
    for _ in range(2):
        reply = shelf.backend.call("POST", path, {"amount": 1000}, headers={"Idempotency-Key": "a"})
        assert reply.json["state"] == "succeeded"
    (intent,) = order_of(shelf, order)["payment_intents"]
    shelf.stripe.api("POST", "/v1/refunds", {"payment_intent": intent, "amount": 500})
    seen = order_of(shelf, order)
    assert seen["refunded_minor"] == 1500
    assert seen["refund_reasons"] == ["requested_by_customer", "dashboard"]
    assert refused(shelf, path, {"amount": PRICE}).status == 409
    shelf.ask(path)
    seen = order_of(shelf, order)
    assert (seen["payment_status"], seen["refunded_minor"]) == ("refunded", PRICE)


def test_a_disputed_order_is_flagged_and_not_refunded(shelf: Stage) -> None:
    cart, intent = begin(shelf)
    try_card(shelf, intent, "pm_card_createDispute")
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    assert order_of(shelf, order)["disputed"] is True
    assert "dispute" in alerts_about(shelf, order)
    assert refused(shelf, f"/admin/orders/{order}/refund").status == 409


def test_called_off_in_time_it_costs_nothing_and_later_it_is_refunded(shelf: Stage) -> None:
    cart, intent = begin(shelf, "manual")
    try_card(shelf, intent, "pm_card_visa")
    held = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    shelf.ask(f"/api/orders/{held}/cancel")
    assert order_of(shelf, held)["payment_status"] == "cancelled"
    taken = by_cart(shelf, "automatic")["id"]
    assert refused(shelf, f"/api/orders/{taken}/cancel").status == 409
    shelf.ask(f"/admin/orders/{taken}/cancel")
    seen = order_of(shelf, taken)
    assert (seen["state"], seen["refunded_minor"]) == ("cancelled", PRICE)
    assert stock_of(shelf) == (3, 0, 0)


def test_a_product_is_bought_by_its_variants(stage: Stage) -> None:
    backend = stage.backend
    for sku, of, price in (("coffee", None, 900), ("coffee-1kg", "coffee", 3000)):
        backend.post(
            "/admin/products",
            {"sku": sku, "title": sku, "prices": {"usd": price}, "stocked_quantity": 2,
             "variant_of": of},
        )  # fmt: skip
    listed = backend.call("GET", "/store/products?after=coffee").json["products"]
    assert listed[0] == {
        "sku": "coffee-1kg", "title": "coffee-1kg", "variant_of": "coffee",
        "prices": {"usd": 3000}, "available": 2,
    }  # fmt: skip
    cart = stage.ask("/store/carts", {"items": [{"sku": "coffee-1kg"}]})
    assert cart["total"] == 3000
    for of in ("coffee-1kg", "nothing"):  # no variants of variants, or of nothing
        body = {"sku": "x", "title": "x", "prices": {"usd": 1}, "variant_of": of}
        assert refused(stage, "/admin/products", body).status == 422


def test_a_bank_debit_is_paid_only_when_the_money_is_there(shelf: Stage) -> None:
    stripe = shelf.stripe
    opened = shelf.ask("/store/carts", {"items": shelf.items, "currency": "eur"})
    cart = opened["id"]
    intent = shelf.ask(f"/store/carts/{cart}/payment-session")["payment_intent_id"]
    # A shop switches bank debits on in its dashboard; here an older version of the API does it.
    older = {"Stripe-Version": "2024-06-20"}
    types = {"payment_method_types": ["card", "sepa_debit"]}
    stripe.api("POST", f"/v1/payment_intents/{intent}", types, headers=older)
    _, account = stripe.api(
        "POST", "/v1/payment_methods",
        {"type": "sepa_debit", "sepa_debit": {"iban": "AT321904300235473204"},
         "billing_details": {"name": "Ada Shopper", "email": "ada@example.com"}},
    )  # fmt: skip
    online = {"ip_address": "192.0.2.1", "user_agent": "a browser"}
    mandate = {"customer_acceptance": {"type": "online", "online": online}}
    stripe.api(
        "POST", f"/v1/payment_intents/{intent}/confirm",
        {"payment_method": account["id"], "mandate_data": mandate,
         "return_url": "https://shop.example"},
    )  # fmt: skip
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    seen = order_of(shelf, order)
    assert (seen["payment_status"], seen["effects"].get("fulfilled")) == ("processing", None)
    stripe.clock.advance("14d")
    seen = order_of(shelf, order)
    assert (seen["payment_status"], seen["effects"]["fulfilled"]) == ("captured", 1)


def test_a_cart_that_is_changed_calls_its_payment_off(shelf: Stage) -> None:
    cart, intent = begin(shelf)
    changed = shelf.ask(
        f"/store/carts/{cart}/items", {"items": [{"sku": shelf.sku, "quantity": 2}]}
    )
    assert changed["total"] == 2 * PRICE
    assert try_card(shelf, intent, "pm_card_visa") == 400
    session = shelf.ask(f"/store/carts/{cart}/payment-session", {})
    assert (session["payment_intent_id"] != intent, session["amount"]) == (True, 2 * PRICE)


def test_a_cart_that_is_being_paid_for_cannot_be_changed(shelf: Stage) -> None:
    cart, intent = begin(shelf, "manual")
    assert try_card(shelf, intent, "pm_card_visa") == 200
    two = {"items": [{"sku": shelf.sku, "quantity": 2}]}
    assert refused(shelf, f"/store/carts/{cart}/items", two).status == 409
    completed = shelf.ask(f"/store/carts/{cart}/complete", {})
    assert completed["order"]["total_minor"] == PRICE


def test_a_new_price_is_for_those_who_come_later(shelf: Stage) -> None:
    cart, intent = begin(shelf)
    shelf.ask(f"/admin/products/{shelf.sku}/prices", {"prices": {"usd": 2 * PRICE}})
    assert try_card(shelf, intent, "pm_card_visa") == 200
    assert shelf.ask(f"/store/carts/{cart}/complete", {})["order"]["total_minor"] == PRICE
    later = shelf.ask("/store/carts", {"items": shelf.items})
    assert later["total"] == 2 * PRICE
