"""Stripe's own Python SDK runs a till: a reader, a payment, a refund, and a saved card."""

from __future__ import annotations

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from simulator import Account
from simulator.tests.conftest import Receiver


@pytest.fixture
def client(sim: Account) -> StripeClient:
    return StripeClient(sim.secret_key, base_addresses={"api": sim.url}, max_network_retries=2)


def test_a_day_at_the_till(client: StripeClient, sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url, events=["terminal.reader.action_succeeded"])
    terminal, helpers = client.v1.terminal, client.v1.test_helpers.terminal
    location = terminal.locations.create(
        {"display_name": "HQ", "address": {"country": "US", "line1": "1272 Valencia Street"}}
    )
    assert terminal.connection_tokens.create({"location": location.id}).secret
    reader = terminal.readers.create(
        {"registration_code": "simulated-s700", "location": location.id, "label": "Till"}
    )
    customer = client.v1.customers.create({"email": "jo@example.com"})
    intent = client.v1.payment_intents.create(
        {
            "amount": 2500,
            "currency": "usd",
            "customer": customer.id,
            "allowed_payment_method_types": ["card_present"],
            "capture_method": "manual",
            "setup_future_usage": "off_session",
        }
    )
    told = terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    assert told.action is not None
    assert told.action.status == "in_progress"
    done = helpers.readers.present_payment_method(
        reader.id, {"card_present": {"number": "5555555555554444"}}
    )
    assert done.action is not None
    assert done.action.status == "succeeded"
    paid = client.v1.payment_intents.capture(intent.id)
    expand: Any = ["latest_charge"]
    charge = client.v1.payment_intents.retrieve(intent.id, {"expand": expand}).latest_charge
    assert isinstance(charge, stripe.Charge)
    assert charge.payment_method_details is not None
    card = charge.payment_method_details.card_present
    assert card is not None
    assert (paid.status, card.brand, card.reader) == ("succeeded", "mastercard", reader.id)
    saved = client.v1.customers.payment_methods.list(customer.id)
    assert [method.id for method in saved.data] == [card.generated_card]
    refund = client.v1.refunds.create({"charge": charge.id})
    assert refund.status == "succeeded"
    sim.settle()
    assert receiver.types == ["terminal.reader.action_succeeded"]


def test_a_refusal_reads_as_the_sdk_reads_it(client: StripeClient) -> None:
    reader = client.v1.terminal.readers.create({"registration_code": "puppies-plug-could"})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.terminal.readers.cancel_action(reader.id)
    assert refused.value.code == "terminal_reader_offline"
