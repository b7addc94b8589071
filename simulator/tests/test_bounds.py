"""What is remembered is bounded, and says how much had to make room."""

import asyncio

from simulator.activity import Activity
from simulator.holds import HELD_MAX, Held, HoldPoint, HoldPoints
from simulator.journal import Entry, Journal
from simulator.rings import Ring
from simulator.webhooks.outbox import READY_MAX, Outbox
from simulator.world import World


def test_the_oldest_records_make_room_and_are_counted() -> None:
    ring: Ring[int] = Ring(3)
    for number in range(5):
        ring.add(str(number), number)
    assert (list(ring), ring.dropped) == ([2, 3, 4], 2)
    assert (ring.get("0"), ring.get("4")) == (None, 4)


def test_a_record_that_changes_keeps_its_place() -> None:
    ring: Ring[int] = Ring(3)
    for id, number in (("a", 1), ("b", 2), ("a", 3)):
        ring.add(id, number)
    assert (list(ring), ring.dropped) == ([3, 2], 0)


def test_the_journal_says_what_it_dropped() -> None:
    journal = Journal(most=2)
    for order in (1, 2, 4, 5, 7):  # In between are attempts to deliver.
        entry = Entry()
        entry.order = order
        journal.add(entry)
    assert (len(journal), journal.dropped, journal.forgotten) == (2, 3, 4)
    assert [entry.order for entry in journal.after(5)] == [7]
    assert [entry.order for entry in journal.after(0)] == [5, 7]


def test_too_many_waiting_deliveries_are_dropped_and_counted() -> None:
    outbox: Outbox = World().account("sk_test_bounds").outbox
    for number in range(READY_MAX + 2):
        outbox.make_ready(str(number))
    assert (len(outbox.ready), outbox.overflowed) == (READY_MAX, 2)


def test_too_many_held_things_pass_and_are_counted() -> None:
    async def story() -> HoldPoints:
        holds = HoldPoints(Activity())
        point = holds.add(HoldPoint(id="hold_1", on="*", at="arrival", times=None))
        held = [
            asyncio.ensure_future(
                holds.hold(point, Held(id=str(n), hold="hold_1", at="arrival", since=0, what=""))
            )
            for n in range(HELD_MAX + 1)
        ]
        await asyncio.wait(held, return_when=asyncio.FIRST_COMPLETED)
        assert len(list(holds.held())) == HELD_MAX
        holds.clear()
        await asyncio.gather(*held)
        return holds

    assert asyncio.run(story()).overflowed == 1
