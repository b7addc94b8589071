"""Events that no operation caused: of any type, correctly signed, with something in them."""

import pytest
import stripe

from simulator import Account, SimulatorError
from simulator.catalogue import event_types
from simulator.tests.conftest import Receiver


def test_every_type_of_the_sdk_can_be_sent_with_an_object_of_its_kind(
    sim: Account, receiver: Receiver
) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    for type in event_types():
        sim.events.send(type)
    sim.settle()
    assert sorted(receiver.types) == sorted(event_types())
    assert len(receiver.got) > 200
    assert [got.event["type"] for got in receiver.got if not got.event["data"]["object"]] == []
    for got in receiver.got:
        signed = got.headers["Stripe-Signature"]
        assert stripe.WebhookSignature.verify_header(
            got.body.decode(), signed, endpoint.secret, 300
        )


def test_an_object_that_is_filled_in_agrees_with_its_events_type(sim: Account) -> None:
    intent = sim.events.send("payment_intent.succeeded")["data"]["object"]
    assert (intent["object"], intent["status"]) == ("payment_intent", "succeeded")
    assert intent["amount_received"] == intent["amount"] > 0
    session = sim.events.send("checkout.session.expired")["data"]["object"]
    assert (session["object"], session["status"]) == ("checkout.session", "expired")


def test_events_are_listed_as_an_endpoint_of_another_version_gets_them(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url, api_version="2020-08-27")
    card = {"payment_method": "pm_card_visa", "confirm": "true", "amount": 100, "currency": "usd"}
    sim.api("POST", "/v1/payment_intents", card, headers={"Stripe-Version": "2020-08-27"})
    sim.settle()
    listed = {event["id"]: event for event in sim.events.list(api_version="2020-08-27")}
    assert len(receiver.got) == len(listed) > 0
    for got in receiver.got:
        assert listed[got.event["id"]]["data"] == got.event["data"]
        assert listed[got.event["id"]]["api_version"] == "2020-08-27"
    with pytest.raises(SimulatorError, match="Invalid Stripe API version: 2011-99"):
        sim.events.list(api_version="2011-99")


def test_an_object_of_the_account_can_be_sent_by_its_id(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url, events=["customer.updated"])
    id = sim.api("POST", "/v1/customers", {"name": "Jenny"})[1]["id"]
    sim.events.send("customer.updated", id, previous_attributes={"name": "Jen"})
    sim.settle()
    data = receiver.got[0].event["data"]
    assert (data["object"]["id"], data["previous_attributes"]) == (id, {"name": "Jen"})


def test_any_body_can_be_sent_as_it_is_given(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.events.send("charge.succeeded", {"id": "ch_mine", "object": "charge", "odd": None})
    sim.settle()
    assert receiver.got[0].event["data"]["object"] == {
        "id": "ch_mine",
        "object": "charge",
        "odd": None,
    }


def test_an_event_that_was_sent_is_listed_as_any_other(sim: Account) -> None:
    event = sim.events.send("customer.created")
    assert sim.api("GET", f"/v1/events/{event['id']}")[1]["type"] == "customer.created"


@pytest.mark.parametrize(
    ("type", "object", "says"),
    [("order.paid", None, "no type of event 'order.paid'"), ("charge.failed", "ch_x", "'ch_x'")],
)
def test_what_cannot_be_sent_is_refused(
    sim: Account, type: str, object: str | None, says: str
) -> None:
    with pytest.raises(SimulatorError, match=says):
        sim.events.send(type, object)
