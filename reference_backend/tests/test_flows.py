"""Every way of paying, under everything that can go wrong between the shop and Stripe.

The shopper's card is good, and the shopper is patient: who is told that it is not known yet asks
again, and who is declined tries once more. So whatever was lost, cut, late, doubled, mixed up or
refused on the way, once all is quiet there is one order, paid once, for what it costs; the goods
left the shelf once; nothing was given back.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pytest

from reference_backend.tests.conftest import Backend

PRICE: Final = 100_00
PATIENCE_S: Final = 30.0
_numbers = itertools.count(1)


class Stage:
    """The backend in front of an account of the simulator."""

    def __init__(self, backend: Backend, stripe: Any) -> None:
        self.backend, self.stripe = backend, stripe
        self.sku = ""

    def new_product(self, quantity: int = 3) -> None:
        self.sku = f"sku-{next(_numbers)}"
        self.backend.post(
            "/admin/products",
            {"sku": self.sku, "title": "Tea", "prices": {"usd": PRICE, "eur": PRICE},
             "stocked_quantity": quantity},
        )  # fmt: skip

    @property
    def items(self) -> list[dict[str, object]]:
        return [{"sku": self.sku, "quantity": 1}]

    def ask(self, path: str, body: object = None) -> Any:
        """What a patient client does: asks again while it is told that it is not known yet."""
        until = time.monotonic() + PATIENCE_S
        while True:
            reply = self.backend.call("POST", path, {} if body is None else body)
            if reply.status != 503 or time.monotonic() > until:
                assert reply.status < 300, (path, reply)
                return reply.json

    def confirm(self, intent_id: str) -> None:
        """The shopper's browser; the shopper presses Pay again when nothing seems to happen."""
        for _ in range(6):
            try:
                status, _ = self.stripe.api(
                    "POST", f"/v1/payment_intents/{intent_id}/confirm",
                    {"payment_method": "pm_card_visa", "return_url": "https://shop.example"},
                )  # fmt: skip
            except (OSError, ValueError):
                continue
            if status in {200, 400}:  # 400: it went through the first time
                return

    def quiet(self) -> dict[str, Any]:
        """Heal everything, let everything due happen, and say what the shop then believes."""
        self.stripe.faults.clear()
        self.stripe.deliveries.resume()
        view: dict[str, Any] = {}
        for _ in range(3):
            self.stripe.clock.advance("1d")
            self.stripe.settle(timeout=PATIENCE_S)
            self.backend.post("/admin/jobs/reconcile")
            view = self.wait_for_workers()
        return view

    def wait_for_workers(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE_S
        while True:
            view: dict[str, Any] = self.backend.view()
            if view["quiet"] or time.monotonic() > until:
                assert view["quiet"], "the shop did not become quiet"
                return view


@pytest.fixture(scope="module")
def stage_of_flows(simulator_server: Any, postgres: str) -> Iterator[Stage]:
    stripe = simulator_server.account("sk_test_flows_of_the_reference_backend")
    with Backend(
        STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key,
        GRACE_SECONDS="86400", SWEEP_SECONDS="86400", RECONCILE_SECONDS="86400",
        STRIPE_TIMEOUT_SECONDS="3", DATABASE_URL="",
    ) as backend:  # fmt: skip
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        yield Stage(backend, stripe)


def by_cart(stage: Stage, capture_method: str) -> dict[str, Any]:
    cart = stage.ask("/store/carts", {"items": stage.items})
    session = stage.ask(
        f"/store/carts/{cart['id']}/payment-session", {"capture_method": capture_method}
    )
    stage.confirm(session["payment_intent_id"])
    order: dict[str, Any] = stage.ask(f"/store/carts/{cart['id']}/complete")["order"]
    if capture_method == "manual":
        stage.ask(f"/admin/orders/{order['id']}/end-grace")
        stage.ask("/admin/jobs/capture-sweep")
    return order


def cart_captured_at_once(stage: Stage) -> None:
    by_cart(stage, "automatic")


def cart_captured_late(stage: Stage) -> None:
    by_cart(stage, "manual")


def cart_abandoned_after_paying(stage: Stage) -> None:
    cart = stage.ask("/store/carts", {"items": stage.items})
    session = stage.ask(f"/store/carts/{cart['id']}/payment-session")
    stage.confirm(session["payment_intent_id"])


def from_the_app(stage: Stage) -> None:
    order = stage.ask(
        "/api/mobile-app/orders", {"user_id": f"user-{next(_numbers)}", "items": stage.items}
    )
    path = f"/api/mobile-app/orders/{order['id']}/pay"
    for _ in range(3):  # declined, the shopper presses Pay again
        reply = stage.backend.call("POST", path, {"paymentMethodId": "pm_card_visa"})
        if reply.status == 402:
            continue
        answer = stage.ask(path, {"paymentMethodId": "pm_card_visa"})
        assert answer["status"] == "success", answer
        return


def on_the_hosted_page(stage: Stage) -> None:
    opened = stage.ask("/api/payments/create-checkout-session", {"items": stage.items})
    try:
        stage.stripe.checkout.pay(opened["sessionId"])
    except Exception as refusal:  # the simulator's own kind; this room does not know its names
        if "declined" not in str(refusal):
            raise
        stage.stripe.checkout.pay(opened["sessionId"])  # the shopper presses Pay again


def straight_from_the_webhook(stage: Stage) -> None:
    payment = stage.ask("/api/direct/payment-intents", {"items": stage.items})
    stage.confirm(payment["paymentIntentId"])


FLOWS: Final[Mapping[str, Callable[[Stage], None]]] = {
    flow.__name__: flow
    for flow in (
        cart_captured_at_once,
        cart_captured_late,
        cart_abandoned_after_paying,
        from_the_app,
        on_the_hosted_page,
        straight_from_the_webhook,
    )
}
REQUEST_FAULTS: Final = (
    "connection_reset", "idempotency_key_in_use", "lock_timeout", "lost_answer", "lost_request",
    "malformed_answer", "rate_limit", "server_error_after", "server_error_before", "slow_after",
    "slow_before", "truncated_answer",
)  # fmt: skip
DELIVERY_FAULTS: Final = (
    "answer_ignored", "bad_signature", "cut_after_answer", "cut_before_answer", "duplicate",
    "empty_body", "late", "lost", "old_version", "reorder", "slow_sender", "truncated_body",
    "wrong_mode",
)  # fmt: skip
CHARGE_FAULTS: Final = ("decline",)
READER_FAULTS: Final = ("reader_timeout_after", "reader_timeout_before")
"""No shop here has a reader."""


def expect_one_paid_order(stage: Stage, view: dict[str, Any]) -> None:
    """One order for this product, paid once, for what it costs; and nothing given back."""
    orders = [
        order
        for order in view["orders"]
        if order["lines"] and order["lines"][0]["sku"] == stage.sku
    ]
    paid = [order for order in orders if order["payment_status"] in {"captured", "paid"}]
    assert len(paid) == 1, orders
    (order,) = paid
    assert (order["paid_minor"], order["refunded_minor"]) == (PRICE, 0), order
    assert order["effects"] == {"created": 1, "paid": 1, "stock_decremented": 1, "fulfilled": 1}
    (stock,) = [stock for stock in view["stock"] if stock["sku"] == stage.sku]
    assert (stock["stocked_quantity"], stock["sold_quantity"]) == (2, 1), stock
    ledger = stage.stripe.ledger()
    ours = set(order["payment_intents"])
    charges = [c for c in ledger.charges if c["payment_intent"] in ours and c["captured"]]
    assert [c["amount_captured"] for c in charges] == [PRICE], charges
    assert sum(c["amount_refunded"] for c in charges) == 0
    others = [o for o in orders if o is not order]
    assert all(o["payment_status"] in {"pending", "cancelled", "failed"} for o in others), others
    assert stock["reserved_quantity"] <= sum(o["payment_status"] == "pending" for o in others)


@pytest.mark.parametrize("flow", list(FLOWS))
def test_a_good_card_pays_for_one_order(stage_of_flows: Stage, flow: str) -> None:
    stage_of_flows.new_product()
    FLOWS[flow](stage_of_flows)
    expect_one_paid_order(stage_of_flows, stage_of_flows.quiet())


@pytest.mark.parametrize("fault", REQUEST_FAULTS)
@pytest.mark.parametrize("flow", list(FLOWS))
def test_whatever_goes_wrong_with_a_request_it_is_paid_once(
    stage_of_flows: Stage, flow: str, fault: str
) -> None:
    stage = stage_of_flows
    stage.new_product()
    # Twice is within the retries of one call; six times leaves the call in doubt.
    times = 6 if fault.startswith(("lost", "server_error")) else 2
    stage.stripe.faults.add(fault, on="POST /v1/*", times=times)
    FLOWS[flow](stage)
    expect_one_paid_order(stage, stage.quiet())


@pytest.mark.parametrize("fault", DELIVERY_FAULTS)
@pytest.mark.parametrize("flow", list(FLOWS))
def test_whatever_goes_wrong_with_a_delivery_it_is_paid_once(
    stage_of_flows: Stage, flow: str, fault: str
) -> None:
    stage = stage_of_flows
    stage.new_product()
    stage.stripe.faults.add(fault, on="*", times=3)
    FLOWS[flow](stage)
    expect_one_paid_order(stage, stage.quiet())


@pytest.mark.parametrize("fault", CHARGE_FAULTS)
@pytest.mark.parametrize("flow", list(FLOWS))
def test_whatever_the_issuer_says_first_it_is_paid_once(
    stage_of_flows: Stage, flow: str, fault: str
) -> None:
    stage = stage_of_flows
    stage.new_product()
    plan = stage.stripe.faults.add(fault, on="*", times=1)
    FLOWS[flow](stage)
    assert [each.struck for each in stage.stripe.faults.list() if each.id == plan.id] == [1]
    expect_one_paid_order(stage, stage.quiet())


def test_every_fault_of_the_simulator_was_tried(stage_of_flows: Stage) -> None:
    there = {kind.type for kind in stage_of_flows.stripe.faults.types()}
    assert there == {*REQUEST_FAULTS, *DELIVERY_FAULTS, *CHARGE_FAULTS, *READER_FAULTS}
