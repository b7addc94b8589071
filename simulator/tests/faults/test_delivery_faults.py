"""Each fault of a delivery, seen from the receiver."""

import pytest
import stripe

from simulator import Account, SimulatorError
from simulator.tests.conftest import Receiver


def customer(sim: Account, **params: object) -> str:
    status, body = sim.api("POST", "/v1/customers", params)
    assert status == 200, body
    return str(body["id"])


def test_a_duplicate_is_the_same_event_at_the_same_moment(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add("duplicate", on="customer.created", copies=3)
    customer(sim)
    sim.settle()
    assert len({got.event["id"] for got in receiver.got}) == 1
    assert len(receiver.got) == 3
    [delivery] = sim.deliveries.list()
    assert [attempt.faults for attempt in delivery.attempts] == [("duplicate",)] * 3


def test_duplicates_can_be_spaced_out(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add("duplicate", copies=3, every_s=600)
    customer(sim)
    sim.settle()
    assert len(receiver.got) == 1
    sim.clock.advance(600)
    assert len(receiver.got) == 2
    sim.clock.advance("1d")
    assert len(receiver.got) == 3


def test_a_late_event_comes_after_those_that_followed_it(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add("late", on="customer.created", by_s=3600)
    id = customer(sim)
    sim.api("POST", f"/v1/customers/{id}", {"name": "Jenny"})
    sim.settle()
    assert receiver.types == ["customer.updated"]
    sim.clock.advance("1h")
    assert receiver.types == ["customer.updated", "customer.created"]


def test_a_lost_event_is_retried_unless_it_is_lost_for_good(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add("lost", on="customer.*")
    customer(sim)
    sim.settle()
    assert receiver.got == []
    sim.clock.advance("1h")
    assert len(receiver.got) == 1
    sim.faults.add("lost", on="customer.*", retried=False)
    customer(sim)
    sim.clock.advance("7d")
    assert len(receiver.got) == 1
    assert sim.deliveries.list()[-1].state == "failed"


@pytest.mark.parametrize(
    "how", ["wrong_secret", "altered_body", "missing", "stale", "wrong_scheme", "malformed"]
)
def test_a_bad_signature_is_refused_by_stripes_own_sdk(
    sim: Account, receiver: Receiver, how: str
) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    sim.faults.add("bad_signature", how=how)
    customer(sim)
    sim.settle()
    [got] = receiver.got
    with pytest.raises(stripe.SignatureVerificationError):
        got.verified(endpoint.secret)


def test_a_truncated_body_does_not_verify_unless_it_was_signed_as_it_is(
    sim: Account, receiver: Receiver
) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    sim.faults.add("truncated_body", percent=30)
    customer(sim)
    sim.settle()
    with pytest.raises(stripe.SignatureVerificationError):
        receiver.got[0].verified(endpoint.secret)
    sim.faults.add("truncated_body", percent=30, signed="sent")
    customer(sim)
    sim.settle()
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        receiver.got[1].verified(endpoint.secret)


def test_an_empty_body_is_empty(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add("empty_body")
    customer(sim)
    sim.settle()
    assert receiver.got[0].body == b""


@pytest.mark.parametrize("fault", ["cut_before_answer", "cut_after_answer", "answer_ignored"])
def test_what_the_receiver_did_without_stripe_knowing_comes_again(
    sim: Account, receiver: Receiver, fault: str
) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add(fault)
    customer(sim)
    sim.settle()
    [delivery] = sim.deliveries.list()
    assert delivery.state == "pending"
    sim.clock.advance("1h")
    assert len({got.event["id"] for got in receiver.wait(2)}) == 1
    assert len(receiver.got) == 2


def test_a_slow_sender_still_arrives(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    sim.faults.add("slow_sender", over_ms=20)
    customer(sim)
    sim.settle()
    assert receiver.got[0].verified(endpoint.secret).type == "customer.created"
    assert sim.deliveries.list()[0].attempts[0].duration_ms >= 10


def test_an_old_versions_body_is_well_signed(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    sim.faults.add("old_version", version="2020-08-27")
    sim.api("POST", "/v1/payment_intents", {"amount": 1000, "currency": "usd"})
    sim.settle()
    event = receiver.got[0].verified(endpoint.secret)
    assert event.api_version == "2020-08-27"
    assert "charges" in receiver.got[0].event["data"]["object"]


def test_a_mixed_up_mode_is_well_signed(sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    sim.faults.add("wrong_mode")
    customer(sim)
    sim.settle()
    assert receiver.got[0].verified(endpoint.secret).livemode is True
    assert receiver.got[0].event["data"]["object"]["livemode"] is True


@pytest.mark.parametrize(
    ("order", "expected"), [(None, [2, 1, 0]), ([1, 2, 0], [1, 2, 0]), ([0, 1, 2], [0, 1, 2])]
)
def test_events_overtake_each_other_in_the_order_given(
    sim: Account, receiver: Receiver, order: list[int] | None, expected: list[int]
) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add("reorder", times=None, count=3, order=order, within="account")
    ids = [customer(sim, name=str(number)) for number in range(3)]
    sim.settle()
    arrived = [ids.index(got.event["data"]["object"]["id"]) for got in receiver.got]
    assert arrived == expected


def test_what_waits_in_vain_for_others_goes_as_it_came(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.faults.add("reorder", times=None, count=3, within="account", limit_ms=30)
    ids = [customer(sim), customer(sim)]
    sim.settle()
    assert [got.event["data"]["object"]["id"] for got in receiver.got] == ids


def test_an_impossible_permutation_is_refused(sim: Account) -> None:
    with pytest.raises(SimulatorError, match="order must hold each of 0 to 2 once"):
        sim.faults.add("reorder", count=3, order=[0, 0, 2])
