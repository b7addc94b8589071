"""A race is arranged: one side is seen to stand at Stripe before the story goes on."""

from __future__ import annotations

import pytest

from scenarios.at_once import BURSTS, Meanwhile, at_once, bursts
from simulator import Simulator


def test_all_deeds_are_done_and_answered_in_their_order() -> None:
    assert at_once(lambda: 1, lambda: 2, lambda: 3) == [1, 2, 3]


def test_a_deed_that_is_held_at_stripe_comes_to_stand(simulator_server: Simulator) -> None:
    account = simulator_server.account("sk_test_comes_to_stand")
    account.holds.add(on="POST /v1/customers")
    with Meanwhile(lambda: account.api("POST", "/v1/customers")) as making:
        assert making.comes_to_stand(account)
        assert not making.answer.done()
        account.holds.clear()
    assert making.answer.result()[0] == 200


def test_a_deed_that_asks_stripe_nothing_does_not_stand(simulator_server: Simulator) -> None:
    account = simulator_server.account("sk_test_does_not_stand")
    with Meanwhile(lambda: "answered") as deed:
        assert not deed.comes_to_stand(account)


def test_a_burst_is_repeated_until_something_does_not_hold() -> None:
    told = []

    @bursts
    def telling(*, fatal: int) -> None:
        told.append(fatal)
        assert len(told) < fatal

    telling(fatal=BURSTS + 1)
    assert len(told) == BURSTS
    told.clear()
    with pytest.raises(AssertionError):
        telling(fatal=2)
    assert len(told) == 2
