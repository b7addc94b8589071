"""What a story is shown of the simulator's ledger: all that is its own, and nothing else."""

from __future__ import annotations

from typing import Final

import pytest

from scenarios.invariants import judge
from scenarios.look import Mark, read_ledger
from scenarios.seen import Seen, View
from simulator import Account, Simulator

REMEMBERED: Final = 5_000  # calls
SHOP: Final = {"User-Agent": "a shop"}


@pytest.fixture
def account(simulator_server: Simulator) -> Account:
    return simulator_server.account("sk_test_that_has_much_behind_it")


def ask(account: Account, times: int) -> None:
    for _ in range(times):
        account.api("GET", "/v1/balance", headers=SHOP)


def test_a_story_sees_its_calls_however_many_were_made_before_it(account: Account) -> None:
    ask(account, REMEMBERED + 1)
    begins = Mark.of(account)
    quiet = begins.news(account)
    account.api("POST", "/v1/payment_intents/pi_1/capture", headers=SHOP)
    assert begins.news(account) > quiet
    ledger = read_ledger(account, begins)
    assert [call.path for call in ledger.calls] == ["/v1/payment_intents/pi_1/capture"]
    assert ledger.calls_are_all


def test_of_a_story_with_more_calls_than_are_remembered_the_rest_cannot_be_known(
    account: Account,
) -> None:
    begins = Mark.of(account)
    ask(account, REMEMBERED + 1)
    [judgement] = judge(Seen(read_ledger(account, begins), View(())), ["every_write_has_a_key"])
    assert judgement.outcome == "unknown"
    assert judgement.reason == "the shop made more calls than the simulator remembers"
