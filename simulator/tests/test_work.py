"""One operation: it sees what it did itself, and nobody else does until it is over."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from simulator.resources.event import Event
from simulator.resources.mandate import Mandate
from simulator.resources.refund import Refund
from simulator.work import Work
from simulator.world import Account, World


@pytest.fixture
def account() -> Account:
    """An account with one object of a kind that is indexed."""
    account = World("work").account("sk_test_work")
    keep(account, mandate("mandate_1", "pm_1"))
    return account


def mandate(id: str, method: str) -> Mandate:
    return Mandate(
        id=id,
        customer_acceptance={},
        livemode=False,
        payment_method=method,
        payment_method_details={},
        type="multi_use",
    )


def keep(account: Account, *things: Mandate) -> None:
    work = Work(account)
    for thing in things:
        work.keep(thing)
    work.commit()


def of(work: Work, method: str) -> list[str]:
    return [found.id for found in work.where(Mandate, "payment_method", method)]


def test_what_is_dropped_is_found_no_more_and_is_gone_only_when_all_is_done(
    account: Account,
) -> None:
    work = Work(account)
    work.drop(work.load(Mandate, "mandate_1"))
    assert work.find(Mandate, "mandate_1") is None
    assert of(work, "pm_1") == []
    assert of(Work(account), "pm_1") == ["mandate_1"]
    work.commit()
    assert of(Work(account), "pm_1") == []
    assert not account.store.table(Mandate.KIND)


def test_what_is_dropped_and_kept_again_stays(account: Account) -> None:
    work = Work(account)
    found = work.load(Mandate, "mandate_1")
    work.drop(found)
    work.keep(replace(found, payment_method="pm_2"))
    assert of(work, "pm_2") == ["mandate_1"]
    work.commit()
    assert (of(Work(account), "pm_1"), of(Work(account), "pm_2")) == ([], ["mandate_1"])


def test_what_was_made_and_dropped_at_once_never_was(account: Account) -> None:
    work = Work(account)
    work.drop(work.keep(mandate("mandate_2", "pm_1")))
    assert of(work, "pm_1") == ["mandate_1"]
    work.commit()
    assert [*account.store.table(Mandate.KIND)] == ["mandate_1"]
    assert of(Work(account), "pm_1") == ["mandate_1"]


def test_a_lookup_sees_what_was_changed_and_made_meanwhile_the_oldest_first(
    account: Account,
) -> None:
    keep(account, mandate("mandate_2", "pm_1"), mandate("mandate_3", "pm_2"))
    work = Work(account)
    work.keep(mandate("mandate_4", "pm_1"))
    work.keep(mandate("mandate_1", "pm_9"))
    work.keep(mandate("mandate_3", "pm_1"))
    assert of(work, "pm_1") == ["mandate_2", "mandate_4", "mandate_3"]
    assert of(work, "pm_9") == ["mandate_1"]
    assert work.find(Mandate, "mandate_3") == mandate("mandate_3", "pm_1")


def test_what_is_made_while_a_lookup_is_gone_through_is_no_part_of_it(account: Account) -> None:
    work = Work(account)
    for found in work.where(Mandate, "payment_method", "pm_1"):
        work.keep(replace(found, id=f"{found.id}_again"))
    assert of(work, "pm_1") == ["mandate_1", "mandate_1_again"]


def test_looking_for_what_there_is_none_of_leaves_nothing_behind(account: Account) -> None:
    work = Work(account)
    assert [*work.where(Refund, "charge", "ch_1")] == []
    assert work.find(Refund, "re_1") is None
    work.commit()
    assert [*account.store.kinds()] == [Mandate.KIND]


def test_who_listens_is_told_of_all_events_at_once_when_all_of_them_are_kept(
    account: Account,
) -> None:
    heard: list[list[str]] = []

    def listen(of: Account, events: Sequence[Event]) -> None:
        assert all(event.id in of.events for event in events)
        heard.append([event.type for event in events])

    account.world.on_events.append(listen)
    work = Work(account)
    found = work.keep(mandate("mandate_2", "pm_1"))
    work.post("mandate.updated", found)
    work.post("payment_method.attached", found, at=0)
    work.commit()
    Work(account).commit()
    assert heard == [["payment_method.attached", "mandate.updated"]]
