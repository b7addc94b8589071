"""A snapshot holds all that is in an account, and brings it back."""

from typing import Any

import msgspec
import pytest

from simulator import Account, Simulator, SimulatorError
from simulator.tests.conftest import Receiver

PAY = {
    "amount": 1000,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "confirm": True,
    "return_url": "https://example.com",
}


def live(sim: Account) -> str:
    """Something of everything."""
    customer = sim.api("POST", "/v1/customers", {"email": "a@example.com"})[1]["id"]
    sim.api("POST", "/v1/payment_methods/pm_card_visa/attach", {"customer": customer})
    intent = sim.api("POST", "/v1/payment_intents", PAY)[1]["id"]
    sim.api("POST", "/v1/refunds", {"payment_intent": intent, "amount": 300})
    sim.api("POST", "/v1/payment_intents", {**PAY, "payment_method": "pm_card_chargeDeclined"})
    sim.api("POST", "/v1/payment_intents", {**PAY, "capture_method": "manual"})
    sim.api("POST", "/v1/products", {"name": "Mug"})
    sim.api("POST", "/v1/tax_rates", {"display_name": "VAT", "percentage": 20, "inclusive": False})
    return str(intent)


def without_wall(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot without what only the wall decides."""
    return {**snapshot, "settings": None}


def test_a_restored_account_is_as_it_was(sim: Account, running: Simulator) -> None:
    sim.clock.freeze()
    live(sim)
    snapshot = sim.snapshot()
    other = running.account(f"{sim.secret_key}-restored")
    other.restore(snapshot)
    assert without_wall(other.snapshot()) == without_wall(snapshot)
    assert other.ledger() == sim.ledger()
    assert other.clock.now() == sim.clock.now()


def test_a_restored_account_gives_its_first_answers_again(sim: Account, running: Simulator) -> None:
    key = {"Idempotency-Key": "order-7"}
    first = sim.api("POST", "/v1/payment_intents", PAY, headers=key)
    other = running.account(f"{sim.secret_key}-restored")
    other.restore(sim.snapshot())
    again = other.api("POST", "/v1/payment_intents", PAY, headers=key)
    assert msgspec.json.encode(again) == msgspec.json.encode(first)


def test_two_restored_accounts_go_on_alike(sim: Account, running: Simulator) -> None:
    sim.clock.freeze()
    live(sim)
    snapshot = sim.snapshot()
    answers = []
    for number in range(2):
        other = running.account(f"{sim.secret_key}-{number}")
        other.restore(snapshot)
        answers.append(other.api("POST", "/v1/payment_intents", PAY))
        answers.append(other.api("POST", "/v1/refunds", {"payment_intent": answers[-1][1]["id"]}))
    assert answers[:2] == answers[2:]


def test_what_falls_due_falls_due_after_a_restore(
    sim: Account, running: Simulator, receiver: Receiver
) -> None:
    receiver.status = lambda _: 500
    sim.endpoints.add(receiver.url, events=["payment_intent.canceled"])
    sim.api("POST", "/v1/payment_intents", {**PAY, "capture_method": "manual"})
    other = running.account(f"{sim.secret_key}-restored")
    other.restore(sim.snapshot())
    receiver.status = lambda _: 200
    other.clock.advance("8d")
    assert receiver.types == ["payment_intent.canceled"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda s: {**s, "format": "paidonce.snapshot.0"}, "is of format 'paidonce.snapshot.0'"),
        (lambda s: {**s, "api_version": "2020-08-27"}, "API version '2020-08-27'"),
        (lambda s: {"format": s["format"]}, "this is no snapshot"),
        (lambda s: {**s, "objects": {"no_such": [{"id": "x"}]}}, "'no_such'"),
        (lambda s: {**s, "objects": {"customer": [{"id": 7}]}}, "cannot be read"),
        (lambda s: {**s, "events": [1]}, "cannot be read"),
    ],
)
def test_what_cannot_be_restored_changes_nothing(sim: Account, spoil: Any, says: str) -> None:
    sim.clock.freeze()  # Nothing falls due meanwhile, however slow the machine is.
    live(sim)
    before = sim.snapshot()["objects"]
    with pytest.raises(SimulatorError, match=says):
        sim.restore(spoil(sim.snapshot()))
    assert sim.snapshot()["objects"] == before


def test_a_reset_account_is_as_new(sim: Account) -> None:
    id = sim.view.id
    live(sim)
    sim.faults.add("decline")
    sim.clock.advance("1d")
    sim.reset()
    assert sim.account(sim.secret_key).view.id == id
    assert sim.ledger().payment_intents == []
    assert sim.faults.list() == []
    assert sim.snapshot()["objects"] == {}
