"""Time, counted in bystanders: neither too short on a busy machine nor too long on a quick one."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import cast

import pytest

from scenarios import bystanders
from scenarios.bystanders import SERVED_BEFORE_IT_IS_LATE, Bystanders
from scenarios.driver import Shop
from scenarios.seen import View
from scenarios.shopper import Shopper
from scenarios.story import Witness
from simulator import Account, Simulator


class SilentShop:
    """A shop that has no orders yet."""

    def view(self) -> View:
        return View(())


@pytest.fixture
def account(simulator_server: Simulator) -> Iterator[Account]:
    account = simulator_server.account("sk_test_bystanders")
    yield account
    account.holds.clear()


@pytest.fixture
def others(account: Account) -> Bystanders:
    return Bystanders(account, cast(Shop, SilentShop()), Shopper(account), cast(Witness, None))


def test_what_is_seen_at_once_keeps_nobody_waiting(others: Bystanders) -> None:
    served: list[int] = []
    assert others.let_go_once(lambda _: True, lambda: served.append(1))
    assert served == []


def test_what_is_never_seen_is_given_the_time_of_three_purchases(others: Bystanders) -> None:
    served: list[int] = []
    assert not others.let_go_once(lambda _: False, lambda: served.append(1))
    assert len(served) == SERVED_BEFORE_IT_IS_LATE


def test_a_bystander_who_stands_behind_what_is_held_is_let_go_with_it(
    others: Bystanders, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bystanders, "PATIENCE_S", 0.05)
    account.holds.add(on="POST /v1/customers")
    served = Event()

    def serve() -> None:
        account.api("POST", "/v1/customers")
        served.set()

    assert not others.let_go_once(lambda _: False, serve)
    assert served.is_set()
    assert account.holds.held() == []


def test_waiting_for_a_hold_lets_nothing_go(others: Bystanders, account: Account) -> None:
    account.holds.add(on="POST /v1/customers")
    assert not others.wait_until_held(1, lambda: None)
    assert len(account.holds.list()) == 1
