"""What Stripe's sender does, seen from the receiver."""

import itertools

import pytest
import stripe

from simulator import Account, SimulatorError
from simulator.tests.conftest import Receiver


def customer(sim: Account, **params: object) -> str:
    status, body = sim.api("POST", "/v1/customers", {"email": "a@example.com", **params})
    assert status == 200, body
    return str(body["id"])


def test_an_event_arrives_signed_for_stripes_own_sdk(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    id = customer(sim)
    sim.settle()
    event = receiver.got[0].verified(endpoint.secret)
    assert (event.type, event.data.object["id"]) == ("customer.created", id)


def test_headers_and_body_look_as_stripe_sends_them(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    customer(sim)
    sim.settle()
    got = receiver.got[0]
    assert got.headers["User-Agent"] == "Stripe/1.0 (+https://stripe.com/docs/webhooks)"
    assert got.headers["Content-Type"] == "application/json; charset=utf-8"
    assert got.body.startswith(b'{\n  "id": "evt_')
    assert list(got.event) == [
        "id", "object", "api_version", "created", "data", "livemode", "pending_webhooks",
        "request", "type",
    ]  # fmt: skip
    assert list(got.event["data"]) == ["object"]


def test_an_endpoint_gets_only_the_events_that_it_asked_for(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url, events=["customer.updated"])
    id = customer(sim)
    sim.api("POST", f"/v1/customers/{id}", {"name": "Jenny"})
    sim.settle()
    assert receiver.types == ["customer.updated"]
    assert receiver.got[0].event["data"]["previous_attributes"] == {"name": None}


def test_a_disabled_endpoint_gets_nothing(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    sim.api("POST", f"/v1/webhook_endpoints/{endpoint.id}", {"disabled": True})
    customer(sim)
    sim.settle()
    assert receiver.got == []


def test_an_event_comes_in_the_endpoints_own_version(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url, api_version="2020-08-27")
    sim.api("POST", "/v1/payment_intents", {"amount": 1000, "currency": "usd"})
    sim.settle()
    event = receiver.got[0].event
    assert event["api_version"] == "2020-08-27"
    assert "charges" in event["data"]["object"]


@pytest.mark.parametrize("status", [301, 302, 400, 404, 500, 503])
def test_all_but_2xx_has_failed_and_is_tried_again(
    sim: Account, receiver: Receiver, status: int
) -> None:
    sim.endpoints.add(receiver.url)
    receiver.status = lambda _: status
    customer(sim)
    sim.settle()
    [delivery] = sim.deliveries.list()
    assert (delivery.state, delivery.attempts[0].status) == ("pending", status)
    assert [got.path for got in receiver.got] == ["/hook"], "a redirect is not followed"
    receiver.status = lambda _: 204
    sim.clock.advance_to_next()
    [delivery] = sim.deliveries.list()
    assert [attempt.status for attempt in delivery.attempts] == [status, 204]
    assert delivery.state == "delivered"


def test_each_attempt_is_signed_afresh(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    receiver.status = lambda _: 500
    customer(sim)
    sim.clock.advance("1d")
    assert len(receiver.got) == 4
    assert {got.verified(endpoint.secret).type for got in receiver.got} == {"customer.created"}


def test_the_sandbox_schedule_gives_up_after_three_retries(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url)
    receiver.status = lambda _: 500
    sim.clock.freeze()
    customer(sim)
    sim.clock.advance("7d")
    [delivery] = sim.deliveries.list()
    offsets = [attempt.at - delivery.created for attempt in delivery.attempts]
    assert delivery.state == "failed"
    assert [later - earlier for earlier, later in itertools.pairwise(offsets)] == [
        5 * 60,
        30 * 60,
        2 * 60 * 60,
    ]


def test_the_live_schedule_lasts_three_days_and_backs_off(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.deliveries.configure(schedule="live")
    receiver.status = lambda _: 500
    customer(sim)
    sim.clock.advance("30d")
    [delivery] = sim.deliveries.list()
    offsets = [attempt.at - delivery.attempts[0].at for attempt in delivery.attempts]
    waits = [later - earlier for earlier, later in itertools.pairwise(offsets)]
    assert waits == sorted(waits)
    assert 2 * 86_400 < offsets[-1] <= 3 * 86_400


def test_pending_webhooks_counts_down_endpoint_by_endpoint(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url)
    sim.endpoints.add(receiver.url + "/second")
    sim.deliveries.pause()
    customer(sim)
    seen = [sim.events.list()[0]["pending_webhooks"]]
    for delivery in sim.deliveries.list():
        sim.deliveries.attempt(delivery)
        seen.append(sim.events.list()[0]["pending_webhooks"])
    assert seen == [2, 1, 0]
    assert receiver.got[0].event["pending_webhooks"] == 2


def test_what_is_paused_waits_until_it_is_attempted_or_resumed(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url)
    sim.deliveries.pause()
    first, second = customer(sim), customer(sim)
    sim.settle()
    assert receiver.got == []
    [_, other] = sim.deliveries.list()
    assert sim.deliveries.attempt(other).status == 200
    assert [got.event["data"]["object"]["id"] for got in receiver.got] == [second]
    sim.deliveries.resume()
    sim.settle()
    assert [got.event["data"]["object"]["id"] for got in receiver.got] == [second, first]


def test_duplicates_come_at_the_same_moment_and_the_waiting_delivery_is_one_of_them(
    sim: Account, receiver: Receiver
) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    sim.deliveries.pause()
    customer(sim)
    [delivery] = sim.deliveries.list()
    sim.deliveries.duplicate(delivery.event, 5)
    assert len(receiver.got) == 5
    assert {got.verified(endpoint.secret).id for got in receiver.got} == {delivery.event}
    assert len(sim.deliveries.list(event=delivery.event)) == 5
    sim.deliveries.resume()
    sim.settle()
    assert len(receiver.got) == 5


def test_nobody_listening_is_a_failure_that_says_so(sim: Account) -> None:
    sim.endpoints.add("http://127.0.0.1:9/nobody")
    customer(sim)
    sim.settle()
    [attempt] = sim.deliveries.list()[0].attempts
    assert attempt.status is None
    assert attempt.error is not None
    assert "Unable to connect" in attempt.error


def test_retries_of_a_deleted_endpoint_are_dropped(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    receiver.status = lambda _: 500
    customer(sim)
    sim.settle()
    sim.endpoints.remove(endpoint.id)
    sim.clock.advance("1d")
    [delivery] = sim.deliveries.list()
    assert (delivery.state, len(delivery.attempts)) == ("dropped", 1)


def test_a_rolled_secret_signs_beside_the_new_one_until_it_has_run_out(
    sim: Account, receiver: Receiver
) -> None:
    old = sim.endpoints.add(receiver.url)
    new = sim.endpoints.roll(old.id, keep_for_s=3600)
    customer(sim)
    sim.settle()
    assert receiver.got[0].headers["Stripe-Signature"].count("v1=") == 2
    for secret in (old.secret, new.secret):
        assert receiver.got[0].verified(secret).type == "customer.created"
    sim.clock.advance("2h")
    customer(sim)
    sim.settle()
    assert receiver.got[1].verified(new.secret).type == "customer.created"
    with pytest.raises(stripe.SignatureVerificationError):
        receiver.got[1].verified(old.secret)


def test_a_resent_event_is_the_same_event(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    customer(sim)
    sim.settle()
    sim.events.resend(receiver.got[0].event["id"])
    sim.settle()
    first, second = receiver.got
    assert first.event["id"] == second.event["id"]
    assert [delivery.cause for delivery in sim.deliveries.list()] == ["event", "resend"]


def pending(sim: Account, event: str) -> int:
    return int(sim.api("GET", f"/v1/events/{event}")[1]["pending_webhooks"])


def test_an_endpoint_that_gets_an_event_again_is_counted_once(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url + "/dead")
    alive = sim.endpoints.add(receiver.url + "/alive")
    receiver.status = lambda got: 500 if got.path.endswith("dead") else 200
    customer(sim)
    sim.settle()
    event = receiver.got[0].event["id"]
    sim.events.resend(event, endpoint=alive.id)
    sim.settle()
    sim.deliveries.duplicate(event, 3, endpoint=alive.id)
    assert pending(sim, event) == 1
    assert sim.api("GET", "/v1/events", {"delivery_success": "true"})[1]["data"] == []
    receiver.status = lambda _: 200
    sim.clock.advance_to_next()
    assert pending(sim, event) == 0


def test_an_event_is_not_sent_again_to_an_endpoint_that_there_is_not(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url)
    customer(sim)
    sim.settle()
    event = receiver.got[0].event["id"]
    with pytest.raises(SimulatorError, match="no endpoint 'we_nowhere' in this account"):
        sim.events.resend(event, endpoint="we_nowhere")
    with pytest.raises(SimulatorError, match="no endpoint 'we_nowhere' in this account"):
        sim.deliveries.duplicate(event, endpoint="we_nowhere")
    assert len(sim.deliveries.list()) == 1


def test_a_resent_event_that_arrives_first_is_not_counted_again_by_the_retry(
    sim: Account, receiver: Receiver
) -> None:
    late = sim.endpoints.add(receiver.url + "/late")
    sim.endpoints.add(receiver.url + "/dead")
    receiver.status = lambda _: 500
    customer(sim)
    sim.settle()
    event = receiver.got[0].event["id"]
    receiver.status = lambda got: 500 if got.path.endswith("dead") else 200
    sim.events.resend(event, endpoint=late.id)
    sim.clock.advance("10m")
    assert [got.path for got in receiver.got].count("/hook/late") == 3
    assert pending(sim, event) == 1


def test_what_is_delivered_counts_its_own_endpoint(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    customer(sim)
    sim.settle()
    event = receiver.got[0].event["id"]
    assert pending(sim, event) == 0
    sim.events.resend(event)
    sim.settle()
    assert [got.event["pending_webhooks"] for got in receiver.got] == [1, 1]


def test_an_invoice_shows_since_when_its_endpoints_know_of_it(
    sim: Account, receiver: Receiver
) -> None:
    billed = {"customer": customer(sim)}
    told = sim.api("POST", "/v1/invoices", billed)[1]
    assert told["webhooks_delivered_at"] == told["created"], "nobody listens"
    sim.endpoints.add(receiver.url, ["invoice.created"])
    waits = sim.api("POST", "/v1/invoices", billed)[1]
    assert waits["webhooks_delivered_at"] is None
    sim.settle()
    known = sim.api("GET", f"/v1/invoices/{waits['id']}")[1]
    assert known["webhooks_delivered_at"] >= known["created"]
