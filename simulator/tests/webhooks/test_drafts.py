"""A renewal's invoice waits for the shop to have heard of it.

Source: Stripe docs, "Subscription invoices".
"""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Account
from simulator.tests.conftest import Receiver


@pytest.fixture
def subscription(sim: Account) -> str:
    """A Subscription that is renewed every week."""
    product = made(sim, "products", name="Standard plan")
    weekly = {"interval": "week"}
    price = made(sim, "prices", product=product, currency="usd", unit_amount=2500, recurring=weekly)
    customer = made(sim, "customers", source="tok_visa")
    return made(sim, "subscriptions", customer=customer, items=[{"price": price}])


def made(sim: Account, kind: str, **params: Any) -> str:
    status, body = sim.api("POST", f"/v1/{kind}", params)
    assert status == 200, body
    return str(body["id"])


def newest(sim: Account, subscription: str) -> Any:
    """The invoice of the period that has begun last."""
    return sim.api("GET", "/v1/invoices", {"subscription": subscription})[1]["data"][0]


def test_it_is_not_final_before_all_endpoints_have_answered(
    sim: Account, receiver: Receiver, subscription: str
) -> None:
    sim.endpoints.add(receiver.url, events=["invoice.created"])
    receiver.status = lambda _: 500
    sim.clock.advance("8d")
    draft = newest(sim, subscription)
    assert draft["status"] == "draft"
    [event] = sim.events.list(type="invoice.created")[1:]
    receiver.status = lambda _: 200
    sim.events.resend(event["id"])
    sim.settle()
    sim.clock.advance("1h")
    assert newest(sim, subscription)["status"] == "paid"


def test_after_three_days_it_waits_no_longer(
    sim: Account, receiver: Receiver, subscription: str
) -> None:
    sim.endpoints.add(receiver.url, events=["invoice.created"])
    receiver.status = lambda _: 500
    sim.clock.advance("9d")
    assert newest(sim, subscription)["status"] == "draft"
    sim.clock.advance("2d")
    invoice = newest(sim, subscription)
    assert invoice["status"] == "paid"
    assert invoice["status_transitions"]["finalized_at"] - invoice["created"] >= 72 * 3600


def test_who_answers_or_is_not_told_delays_nothing(
    sim: Account, receiver: Receiver, subscription: str
) -> None:
    sim.endpoints.add(receiver.url, events=["invoice.created"])
    sim.endpoints.add(receiver.url + "/dead", events=["customer.subscription.updated"])
    receiver.status = lambda got: 500 if got.path.endswith("dead") else 200
    sim.clock.advance("7d")
    sim.clock.advance("2h")
    invoice = newest(sim, subscription)
    assert invoice["status"] == "paid"
    assert invoice["status_transitions"]["finalized_at"] - invoice["created"] <= 3660
