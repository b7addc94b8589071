"""Test clocks: create, retrieve, list, advance, delete.

Source: API reference, "Test Clocks". What falls due for the customers of a clock falls due by that
clock alone, in order, when it is advanced; `ready` follows once all is done.
"""

from typing import Any

import msgspec

from simulator.agenda import ELSEWHERE, due
from simulator.operations.billing.subscription_periods import months_later, period_end
from simulator.operations.customers import customers
from simulator.operations.customers.customers import customers_of
from simulator.other_clocks import next_of
from simulator.resources.customer import Customer
from simulator.resources.price import Recurring
from simulator.resources.subscription import ENDED, Subscription
from simulator.resources.test_clock import DELETED_AFTER, TestClock, advancing, arrived
from simulator.wire.lists import Page, page
from simulator.wire.moments import within
from simulator.work import Work, perform

PARAM = "test_clock"


def create(work: Work) -> TestClock:
    """POST /v1/test_helpers/test_clocks"""
    given = work.params
    within(given["frozen_time"], work.now, "frozen_time")
    clock = TestClock(
        id=work.new_id("clock"),
        created=work.now,
        deletes_after=work.now + DELETED_AFTER,
        frozen_time=given["frozen_time"],
        livemode=work.account.livemode,
        name=given.get("name") or None,
    )
    if given.get("customer"):
        customer = work.refer(Customer, given["customer"], "customer")
        work.keep(msgspec.structs.replace(customer, test_clock=clock.id))
    work.post("test_helpers.test_clock.created", clock)
    return work.keep(clock)


def retrieve(work: Work) -> TestClock:
    """GET /v1/test_helpers/test_clocks/{test_clock}"""
    return work.load(TestClock, work.path["test_clock"], PARAM)


def list_all(work: Work) -> Page:
    """GET /v1/test_helpers/test_clocks"""
    table = work.account.store.table(TestClock.KIND)
    return page(table.values(), work.params, "/v1/test_helpers/test_clocks", TestClock.KIND)


def advance(work: Work) -> TestClock:
    """POST /v1/test_helpers/test_clocks/{test_clock}/advance; it is answered at once."""
    clock = retrieve(work)
    clock = advancing(clock, work.params["frozen_time"], most=_furthest(work, clock))
    work.post("test_helpers.test_clock.advancing", clock)
    work.schedule(work.account.clock.now(), "test_clock_advances", clock.id)
    return work.keep(clock)


def _furthest(work: Work, clock: TestClock) -> int:
    """How far a clock can be advanced at once, Unix seconds: two of the shortest intervals.

    Source: API reference, "Advance a test clock".
    """
    intervals = [
        Recurring(
            interval=item["price"]["recurring"]["interval"],
            interval_count=item["price"]["recurring"]["interval_count"],
        )
        for customer in customers_of(work, clock.id)
        for subscription in work.where(Subscription, "customer", customer.id)
        if subscription.status not in ENDED
        for item in subscription.items["data"]
    ]
    now = clock.frozen_time
    return min(
        (period_end(now, two) for two in map(_twice, intervals)),
        default=months_later(now, 2 * 12),
    )


def _twice(interval: Recurring) -> Recurring:
    return msgspec.structs.replace(interval, interval_count=2 * interval.interval_count)


@due("test_clock_advances")
def advance_clock(work: Work, id: str) -> None:
    """Do what falls due on the way, one thing after the other, and be ready."""
    clock = work.find(TestClock, id)
    if clock is None or clock.status != "advancing":
        return
    to = clock.status_details["advancing"]["target_frozen_time"]
    account = work.account
    while (entry := next_of(account, id, to)) is not None:
        account.agenda.take(entry)
        moment = entry.due_at - ELSEWHERE
        account.store.put(TestClock.KIND, msgspec.structs.replace(clock, frozen_time=moment))
        perform(account, entry, now=moment)
    after = arrived(clock, to)
    work.post("test_helpers.test_clock.ready", after)
    work.keep(after)


def delete(work: Work) -> dict[str, Any]:
    """DELETE /v1/test_helpers/test_clocks/{test_clock}; its customers go with it."""
    clock = retrieve(work)
    for customer in customers_of(work, clock.id):
        customers.forget(work, customer)
    work.drop(clock)
    work.post("test_helpers.test_clock.deleted", clock)
    return {"id": clock.id, "object": clock.object, "deleted": True}
