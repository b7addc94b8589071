"""Objects that live by a test clock's time rather than the account's.

What falls due for them waits in the account's agenda as everything does, but at moments that the
account's own clock never reaches: `ELSEWHERE` is added to them.
"""

from collections.abc import Iterable
from typing import Any, Final

from simulator.agenda import ELSEWHERE, Due
from simulator.world import Account

TEST_CLOCK: Final = "test_helpers.test_clock"
OWNED: Final = (
    "payment_intent",
    "charge",
    "setup_intent",
    "subscription",
    "subscription_schedule",
    "invoice",
    "checkout.session",
)
"""Kinds that name their Customer."""


def clock_of(account: Account, id: str) -> str | None:
    """The test clock by which the object of this id lives; None: the account's own clock."""
    store = account.store
    customer = id if store.get("customer", id) is not None else None
    for kind in OWNED:
        thing = store.get(kind, id) if customer is None else None
        customer = customer or getattr(thing, "customer", None)
    owner = store.get("customer", customer) if isinstance(customer, str) else None
    return None if owner is None else owner.test_clock


def is_by_test_clock(account: Account, thing: Any) -> bool:
    """Whether it lives by a test clock that there still is, itself or with its Customer."""
    if not account.store.table(TEST_CLOCK):
        return False
    customer = str(getattr(thing, "customer", None) or getattr(thing, "id", ""))
    clock = getattr(thing, "test_clock", None) or clock_of(account, customer)
    return account.store.get(TEST_CLOCK, clock or "") is not None


def now_for(account: Account, ids: Iterable[str]) -> int | None:
    """The time by which a request on these objects is done, if it is a test clock's."""
    for id in ids:
        clock = account.store.get(TEST_CLOCK, clock_of(account, id) or id)
        if clock is not None:
            return int(clock.frozen_time)
    return None


def moment_of(account: Account, due_at: int, subject: str) -> int:
    """The moment under which something that falls due is noted."""
    return due_at if clock_of(account, subject) is None else due_at + ELSEWHERE


def next_of(account: Account, clock: str, by: int) -> Due | None:
    """What falls due first by a test clock; None: nothing does until that moment."""
    return next(
        (
            entry
            for entry in account.agenda
            if ELSEWHERE <= entry.due_at <= by + ELSEWHERE
            and clock_of(account, entry.subject) == clock
        ),
        None,
    )
