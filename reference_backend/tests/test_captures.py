"""A capture that Stripe refuses: the order is marked, the admin is told, and can try again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from reference_backend.tests.conftest import Backend, execute
from reference_backend.tests.test_flows import Stage
from reference_backend.tests.test_stories import alerts_about, begin, order_of, try_card


@pytest.fixture
def shelf(simulator_server: Any, database_url: str) -> Iterator[Stage]:
    stripe = simulator_server.account("sk_test_captures_of_the_reference_backend")
    with Backend(
        DATABASE_URL=database_url, STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key,
        GRACE_SECONDS="86400", SWEEP_SECONDS="86400", RECONCILE_SECONDS="86400",
    ) as backend:  # fmt: skip
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        stage = Stage(backend, stripe)
        stage.new_product(quantity=3)
        yield stage


def test_a_capture_that_is_refused_is_told_and_can_be_tried_again(
    shelf: Stage, database_url: str
) -> None:
    cart, intent = begin(shelf, "manual")
    try_card(shelf, intent, "pm_card_visa")
    order = shelf.ask(f"/store/carts/{cart}/complete")["order"]["id"]
    # More than is held, of a card whose issuer lets no more be held.
    raises = "POST /v1/payment_intents/*/increment_authorization"
    shelf.stripe.faults.add("decline", on=raises)
    asyncio.run(execute(database_url, "UPDATE orders SET total_minor = total_minor + 1"))
    shelf.ask(f"/admin/orders/{order}/end-grace")
    seen = order_of(shelf, order)
    assert seen["payment_status"] == "awaiting"
    assert seen["failure_reason"].startswith(f"Capture failed for order {order}: ")
    assert alerts_about(shelf, order) == ["capture_failed"]
    asyncio.run(execute(database_url, "UPDATE orders SET total_minor = total_minor - 1"))
    shelf.ask(f"/admin/orders/{order}/capture")
    seen = order_of(shelf, order)
    assert (seen["payment_status"], seen["failure_reason"]) == ("captured", None)
