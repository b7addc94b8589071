"""Playing the payer where no PaymentIntent asks: for SetupIntents, Sources, on the hosted page."""

from __future__ import annotations

import pytest

from simulator import Account, SimulatorError
from simulator.tests.calls import CARDS_NAMED

BACK = "https://shop.example/back"
VERSION = {"Stripe-Version": CARDS_NAMED}


@pytest.mark.parametrize(
    ("outcome", "status"), [("succeed", "succeeded"), ("fail", "requires_payment_method")]
)
def test_a_payer_decides_how_a_setup_goes_on(sim: Account, outcome: str, status: str) -> None:
    given = {
        "payment_method": "pm_card_authenticationRequired",
        "payment_method_types": ["card"],
        "confirm": True,
        "return_url": BACK,
    }
    _, intent = sim.api("POST", "/v1/setup_intents", given, headers=VERSION)
    assert intent["status"] == "requires_action"
    after = sim.authenticate(intent["id"], outcome)  # type: ignore[arg-type]  # a word of the table
    assert after["status"] == status


@pytest.mark.parametrize(("outcome", "status"), [("succeed", "chargeable"), ("fail", "failed")])
def test_a_payer_authorizes_a_source_and_it_can_be_charged(
    sim: Account, outcome: str, status: str
) -> None:
    given = {
        "type": "bancontact",
        "amount": 1000,
        "currency": "eur",
        "redirect": {"return_url": BACK},
    }
    _, source = sim.api("POST", "/v1/sources", given)
    after = sim.authenticate(source["id"], outcome)  # type: ignore[arg-type]  # a word of the table
    assert after["status"] == status
    charge = {"amount": 1000, "currency": "eur", "source": source["id"]}
    http, paid = sim.api("POST", "/v1/charges", charge)
    assert http == (200 if status == "chargeable" else 400)
    if http == 200:
        assert (paid["status"], paid["payment_method_details"]["type"]) == (
            "succeeded",
            "bancontact",
        )
        again, _ = sim.api("POST", "/v1/charges", charge)
        assert again == 400, "it pays once"


def paid_charge(sim: Account, amount: int = 5000) -> str:
    given = {
        "amount": amount, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
    }  # fmt: skip
    _, intent = sim.api("POST", "/v1/payment_intents", given)
    return str(intent["latest_charge"])


def test_a_cardholder_disputes_a_part_and_that_part_is_withdrawn(sim: Account) -> None:
    charge = paid_charge(sim)
    opened = sim.dispute(charge, amount=2000, reason="product_not_received")
    assert (opened["amount"], opened["reason"]) == (2000, "product_not_received")
    assert opened["balance_transactions"][0]["amount"] == -2000
    _, after = sim.api("GET", f"/v1/charges/{charge}")
    assert after["disputed"] is True
    types = [event["type"] for event in sim.events.list()]
    assert types[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


@pytest.mark.parametrize("amount", [0, 5001])
def test_no_more_can_be_disputed_than_was_taken(sim: Account, amount: int) -> None:
    charge = paid_charge(sim)
    with pytest.raises(SimulatorError, match="cannot be disputed"):
        sim.dispute(charge, amount=amount)


def test_a_charge_is_disputed_once(sim: Account) -> None:
    charge = paid_charge(sim)
    sim.dispute(charge)
    with pytest.raises(SimulatorError, match="disputed already"):
        sim.dispute(charge)


def test_a_shopper_types_more_than_a_card_into_the_page(sim: Account) -> None:
    price = {"currency": "usd", "unit_amount": 2500, "product_data": {"name": "Mug"}}
    given = {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "name_collection": {"business": {"enabled": True}},
        "success_url": BACK,
    }
    _, session = sim.api("POST", "/v1/checkout/sessions", given)
    with pytest.raises(SimulatorError):
        sim.checkout.pay(session["id"], shopper={"shoe_size": 44})
    after = sim.checkout.pay(
        session["id"], email="jo@example.org", shopper={"business_name": "Mugs Ltd"}
    )
    details = after["customer_details"]
    assert (details["email"], details["business_name"]) == ("jo@example.org", "Mugs Ltd")
