"""What the page and other readers take of a ledger that grew long: the newest, and all sums."""

from typing import Any

import pytest

from simulator import Account
from simulator.tests.control.asking import ask


def pay(sim: Account, amount: int, currency: str = "usd") -> Any:
    given = {"amount": amount, "currency": currency, "payment_method": "pm_card_visa"}
    given |= {"confirm": "true", "return_url": "https://example.com"}
    return sim.api("POST", "/v1/payment_intents", given)[1]


def test_the_newest_of_the_ledger_are_shown_beside_the_sums_of_all(sim: Account) -> None:
    intents = [pay(sim, amount) for amount in (100, 200, 300)]
    _, ledger = ask(sim, "GET", "/_sim/ledger?newest=1")
    assert [intent["id"] for intent in ledger["payment_intents"]] == [intents[2]["id"]]
    assert [charge["amount"] for charge in ledger["charges"]] == [300]
    assert len(ledger["movements"]) == 1
    assert ledger["totals"]["usd"]["captured"] == 600
    assert ask(sim, "GET", "/_sim/ledger?newest=0")[1]["charges"] == []


def test_payments_are_told_in_a_line_each_with_what_went_back(sim: Account) -> None:
    pay(sim, 100)
    intent = pay(sim, 1000)
    sim.api("POST", "/v1/refunds", {"payment_intent": intent["id"], "amount": 300})
    sim.api("POST", "/v1/payment_intents", {"amount": 500, "currency": "eur"})
    _, lines = ask(sim, "GET", "/_sim/payments?newest=2")
    assert [
        (line["status"], line["amount_received"], line["amount_refunded"]) for line in lines
    ] == [
        ("succeeded", 1000, 300),
        ("requires_payment_method", 0, 0),
    ]


def test_requests_and_deliveries_have_their_newest_too(sim: Account) -> None:
    sim.clock.freeze()  # No charge settles between two looks, and none of them is told of.
    sim.deliveries.pause()
    sim.endpoints.add("http://127.0.0.1:9/hook")
    for amount in (100, 200):
        pay(sim, amount)
    _, journal = ask(sim, "GET", "/_sim/requests?newest=1")
    assert [request["params"]["amount"] for request in journal["data"]] == ["200"]
    everything = ask(sim, "GET", "/_sim/deliveries")[1]["data"]
    assert len(everything) > 2
    assert ask(sim, "GET", "/_sim/deliveries?newest=2")[1]["data"] == everything[-2:]


@pytest.mark.parametrize("newest", ["-1", "many"])
def test_what_is_no_number_of_things_is_refused(sim: Account, newest: str) -> None:
    status, said = ask(sim, "GET", f"/_sim/payments?newest={newest}")
    assert status == 400
    assert said["error"]["param"] == "newest"
