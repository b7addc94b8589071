"""The fixtures, as anybody's tests use them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import cast
from unittest.mock import Mock

import pytest

from paidonce.session import incident_of
from scenarios.driver import Line, Shop
from scenarios.incidents import captured_already
from scenarios.shopper import Shopper
from scenarios.story import Witness
from simulator import Account, Simulator


def test_a_simulator_alone_is_an_account_of_its_own(
    simulator: Account, simulator_server: Simulator
) -> None:
    assert simulator.secret_key != simulator_server.secret_key
    status, _ = simulator.api("POST", "/v1/customers", {"email": "ada@example.com"})
    assert status == 200
    _, others = simulator_server.api("GET", "/v1/customers")
    assert others["data"] == []


def test_a_simulator_beside_a_shop_is_the_account_that_the_shop_banks_with(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    product = shop.new_product(price=42_00)
    cart = shop.open_cart(Line(product.sku))
    payment = shop.start_payment(cart)
    status, intent = simulator.api("GET", f"/v1/payment_intents/{payment.intent}")
    assert (status, intent["amount"]) == (200, 42_00)
    shopper.must_pay(payment)
    shop.complete_cart(cart)
    invariants.promise(payment.intent, "paid", "the card was good")
    seen = invariants.must_hold()
    assert [order.total for order in seen.view.orders] == [42_00]


def test_a_witness_sees_only_what_its_own_test_made(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    seen = invariants.must_hold()
    assert seen.view.orders == ()
    assert seen.ledger.intents == ()


def test_faults_and_holds_of_one_test_are_gone_in_the_next_first(
    simulator: Account, shop: Shop
) -> None:
    simulator.faults.add("lost_answer", on="POST /v1/refunds", times=None)
    simulator.holds.add(on="POST /v1/refunds")
    simulator.deliveries.pause()


def test_faults_and_holds_of_one_test_are_gone_in_the_next_second(
    simulator: Account, shop: Shop
) -> None:
    assert simulator.faults.list() == []
    assert simulator.holds.list() == []


def test_a_test_without_a_header_tells_an_incident_at_the_gate_alone() -> None:
    here = ModuleType("test_late_news", "The news came late.\n\nVery late.")

    class Item:
        module: ModuleType | None = here
        path = Path("test_late_news.py")
        config = Mock()

    item = cast(pytest.Item, Item())
    Item.config.getoption.return_value = False
    assert incident_of(item) is None
    Item.config.getoption.return_value = True
    incident = incident_of(item)
    assert incident is not None
    assert (incident.code, incident.title) == ("late_news", "The news came late.")
    Item.module = captured_already
    assert incident_of(item) is captured_already.INCIDENT
    Item.module = None
    assert incident_of(item) is None
