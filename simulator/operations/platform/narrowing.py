"""What lists are narrowed by: what a filter names must be there, and what it says must be met.

Source: API reference, "Pagination" and the lists' own parameters; Stripe docs, "Test clocks": what
lives by a test clock is in no list but that of its Customer, its Subscription or its clock.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from simulator.other_clocks import TEST_CLOCK
from simulator.resources.customer import Customer, DeletedCustomer
from simulator.store import Kept
from simulator.wire.lists import within
from simulator.work import Work

Keep = Callable[[Any], bool]


def check_named(work: Work, **kinds: type[Kept]) -> None:
    """Refuse a filter that names what there is not; a deleted Customer has its lists still.

    Args:
        kinds: by parameter, what it names.

    Raises:
        REFERENCE_MISSING
    """
    for name, of in kinds.items():
        id = work.params.get(name)
        if id and not (of is Customer and work.find(DeletedCustomer, id)):
            work.refer(of, id, name)


def meets(work: Work, *names: str) -> Keep:
    """Whether a thing's fields, or a hash's members, are what these parameters say."""
    given = work.params
    wanted = {name: given[name] for name in names if given.get(name) is not None}

    def keep(thing: Any) -> bool:
        held = thing.get if isinstance(thing, dict) else partial(_field, thing)
        return all(_meets(held(name), value) for name, value in wanted.items())

    return keep


def _field(thing: Any, name: str) -> Any:
    return getattr(thing, name, None)


def _meets(held: Any, wanted: Any) -> bool:
    """Whether it is equal, or within limits, or a hash that has in it what is wanted."""
    if isinstance(wanted, dict):
        if isinstance(held, dict):
            return all(_meets(held.get(name), value) for name, value in wanted.items())
        return isinstance(held, int) and within(held, wanted)
    return bool(held == wanted)


def by_clock(work: Work, *unless: str) -> Keep:
    """Leave out what lives by a test clock, but for the one that is asked for.

    Args:
        unless: parameters that name what the list is of, so that all of it is shown.
    """
    given, store = work.params, work.account.store
    asked = given.get("test_clock")
    if not asked and (any(map(given.get, unless)) or not store.table(TEST_CLOCK)):
        return lambda _: True

    def keep(thing: Any) -> bool:
        owner = store.get(Customer.KIND, thing.customer) if thing.customer else None
        return (owner.test_clock if owner is not None else None) == asked

    return keep
