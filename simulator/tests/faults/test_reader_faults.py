"""What goes wrong between Stripe and a reader, and at the issuer of the card that it has read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe
from stripe import StripeClient

from simulator import Account

PROCESS = "POST /v1/terminal/readers/*/process_payment_intent"


@pytest.fixture
def client(sim: Account) -> StripeClient:
    return StripeClient(sim.secret_key, base_addresses={"api": sim.url})


def an_intent(client: StripeClient) -> str:
    intent = client.v1.payment_intents.create(
        {"amount": 2500, "currency": "usd", "allowed_payment_method_types": ["card_present"]}
    )
    return intent.id


@pytest.mark.parametrize(("when", "told"), [("before", False), ("after", True)])
def test_a_timeout_does_not_say_whether_the_reader_was_told(
    client: StripeClient, sim: Account, when: str, told: bool
) -> None:
    reader = client.v1.terminal.readers.create({"registration_code": "simulated-wpe"})
    sim.faults.add(f"reader_timeout_{when}", on=PROCESS, times=1)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.terminal.readers.process_payment_intent(
            reader.id, {"payment_intent": an_intent(client)}
        )
    assert refused.value.code == "terminal_reader_timeout"
    action = client.v1.terminal.readers.retrieve(reader.id).action
    assert (action is not None) is told


def test_a_decline_that_was_arranged_strikes_at_the_reader_as_well(
    client: StripeClient, sim: Account
) -> None:
    reader = client.v1.terminal.readers.create({"registration_code": "simulated-wpe"})
    sim.faults.add("decline", code="lost_card", times=1)
    intent = an_intent(client)
    client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent})
    done = client.v1.test_helpers.terminal.readers.present_payment_method(reader.id)
    assert done.action is not None
    assert (done.action.status, done.action.failure_code) == ("failed", "card_declined")
    error = client.v1.payment_intents.retrieve(intent).last_payment_error
    assert error is not None
    assert error.decline_code == "lost_card"


def test_of_two_requests_at_once_the_second_finds_the_reader_busy(
    client: StripeClient, sim: Account
) -> None:
    reader = client.v1.terminal.readers.create({"registration_code": "simulated-wpe"})
    given = {"payment_intent": an_intent(client)}
    path = f"/v1/terminal/readers/{reader.id}/process_payment_intent"
    sim.holds.add(on=PROCESS, at="work")
    with ThreadPoolExecutor() as pool:
        first = pool.submit(sim.api, "POST", path, given)
        sim.holds.wait()
        status, body = sim.api("POST", path, {"payment_intent": an_intent(client)})
        assert (status, body["error"]["code"]) == (400, "terminal_reader_busy")
        sim.holds.release()
        assert first.result()[1]["action"]["status"] == "in_progress"
