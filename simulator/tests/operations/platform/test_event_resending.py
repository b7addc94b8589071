"""Events that are sent again, as the Stripe CLI asks for it."""

from typing import Any

from simulator import Account
from simulator.tests.calls import Stripe
from simulator.tests.conftest import Receiver

CREATED = "customer.created"


def told(sim: Account, receiver: Receiver, **headers: str) -> str:
    """The id of an event that every endpoint has got."""
    sim.api("POST", "/v1/customers", {}, headers=headers)
    sim.settle()
    event = receiver.got[-1].event["id"]
    receiver.got.clear()
    return str(event)


def resent(sim: Account, event: str, **params: Any) -> tuple[int, Any]:
    answer = sim.api("POST", f"/v1/events/{event}/retry", params)
    sim.settle()
    return answer


def test_the_endpoint_that_is_named_gets_it_again_and_the_answer_is_the_event(
    sim: Account, receiver: Receiver
) -> None:
    named = sim.endpoints.add(receiver.url + "/named")
    sim.endpoints.add(receiver.url + "/other")
    event = told(sim, receiver)
    status, answer = resent(sim, event, webhook_endpoint=named.id)
    assert (status, answer["id"], answer["object"]) == (200, event, "event")
    [again] = receiver.got
    assert (again.path, again.event["id"]) == ("/hook/named", event)
    assert again.verified(named.secret).type == CREATED


def test_it_goes_to_an_endpoint_that_does_not_listen_to_such_events(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url)
    deaf = sim.endpoints.add(receiver.url + "/deaf", events=["charge.failed"])
    event = told(sim, receiver)
    resent(sim, event, webhook_endpoint=deaf.id)
    assert [got.path for got in receiver.got] == ["/hook/deaf"]


def test_where_none_is_named_every_endpoint_that_takes_it_gets_it(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url + "/a")
    sim.endpoints.add(receiver.url + "/b", events=["charge.failed"])
    event = told(sim, receiver)
    assert resent(sim, event, for_stripecli="true")[0] == 200
    assert [got.path for got in receiver.got] == ["/hook/a"]


def test_a_failure_is_not_tried_again(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    event = told(sim, receiver)
    receiver.status = lambda _: 500
    resent(sim, event, webhook_endpoint=endpoint.id)
    sim.clock.advance("1d")
    assert len(receiver.got) == 1


def test_the_platform_names_the_account_whose_event_it_is(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url, connect=True, events=[CREATED])
    id = sim.api("POST", "/v1/accounts", {"type": "standard"})[1]["id"]
    event = told(sim, receiver, **{"Stripe-Account": id})
    assert resent(sim, event, webhook_endpoint=endpoint.id)[0] == 404
    status, _ = resent(sim, event, webhook_endpoint=endpoint.id, account=id)
    assert status == 200
    assert [got.event["account"] for got in receiver.got] == [id]


def test_what_cannot_be_sent_again_is_refused(stripe: Stripe) -> None:
    stripe.post("/v1/customers")
    [event] = stripe.get("/v1/events").data
    path = f"/v1/events/{event.id}/retry"
    refused = stripe.post(path, webhook_endpoint="we_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "webhook_endpoint")
    assert stripe.post(path, account="acct_x").http == 403
    assert stripe.post("/v1/events/evt_x/retry").refusal[2:] == ("resource_missing", "id")
    stripe.advance(days=31)
    assert stripe.post(path).http == 404
