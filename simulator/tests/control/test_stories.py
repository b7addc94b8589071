"""The whole story of one payment, in order."""

from simulator import Account
from simulator.tests.conftest import Receiver

PAY = {
    "amount": 1000,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "capture_method": "automatic",
    "confirm": True,
    "return_url": "https://example.com",
    "metadata": {"order_id": "order 17"},
}


def test_requests_events_and_attempts_stand_in_the_order_in_which_they_happened(
    sim: Account, receiver: Receiver
) -> None:
    endpoint = sim.endpoints.add(receiver.url, events=["charge.refunded"])
    intent = sim.api("POST", "/v1/payment_intents", PAY)[1]["id"]
    sim.api("POST", "/v1/payment_intents", PAY | {"metadata": {}})
    receiver.status = lambda _: 500
    sim.api("POST", "/v1/refunds", {"payment_intent": intent})
    sim.settle()
    receiver.status = lambda _: 200
    sim.clock.advance("1h")
    told = [moment["what"] for moment in sim.timeline(intent)]
    assert sorted(told[:3]) == [
        "charge.succeeded",
        "payment_intent.created",
        "payment_intent.succeeded",
    ]
    assert told[3] == "POST /v1/payment_intents -> 200"
    refunds = told[4:]
    assert refunds.index("charge.refunded") < refunds.index(
        f"charge.refunded sent to {endpoint.id}: (500) ERR"
    )
    assert refunds.count("POST /v1/refunds -> 200") == 1
    assert f"charge.refunded sent to {endpoint.id}: (200)" in refunds
    assert len([what for what in told if what.startswith("POST /v1/payment_intents")]) == 1


def test_a_metadata_value_names_its_payment(sim: Account) -> None:
    intent = sim.api("POST", "/v1/payment_intents", PAY)[1]["id"]
    assert sim.timeline("order 17") == sim.timeline(intent) != []


def test_a_customers_story_has_its_payments_in_it(sim: Account) -> None:
    customer = sim.api("POST", "/v1/customers", {})[1]["id"]
    sim.api("POST", "/v1/payment_intents", {"amount": 500, "currency": "usd", "customer": customer})
    told = [moment["what"] for moment in sim.timeline(customer)]
    assert {"customer.created", "payment_intent.created"} <= set(told)


def test_a_refused_request_is_part_of_the_story(sim: Account) -> None:
    intent = sim.api("POST", "/v1/payment_intents", PAY)[1]["id"]
    sim.api("POST", f"/v1/payment_intents/{intent}/capture")
    last = sim.timeline(intent)[-1]
    assert last["what"] == (
        f"POST /v1/payment_intents/{intent}/capture -> 400 payment_intent_unexpected_state"
    )


def test_what_is_not_known_has_no_story(sim: Account) -> None:
    assert sim.timeline("pi_nobody") == []
