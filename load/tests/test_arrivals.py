import random
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load.arrivals import Phase, arrivals, healed, schedule

PHASES = st.lists(
    st.builds(
        Phase,
        seconds=st.floats(0.1, 5),
        rate=st.floats(0, 50),
        outage=st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@given(PHASES, st.integers(1, 4), st.sampled_from([0.0, 0.5]), st.integers(0, 99))
def test_every_event_is_due_as_often_as_copies_are_wanted(
    phases: tuple[Phase, ...], copies: int, disorder_s: float, seed: int
) -> None:
    sendings = schedule(phases, copies=copies, disorder_s=disorder_s, seed=seed)
    events = [sending.event for sending in sendings]
    assert sorted(events) == sorted([*range(len(set(events)))] * copies)
    assert all(first.at <= second.at for first, second in pairwise(sendings))


@given(PHASES, st.integers(0, 99))
def test_the_same_seed_gives_the_same_schedule(phases: tuple[Phase, ...], seed: int) -> None:
    once = schedule(phases, copies=2, disorder_s=0.3, seed=seed)
    assert once == schedule(phases, copies=2, disorder_s=0.3, seed=seed)


@given(PHASES, st.integers(0, 99))
def test_nothing_gets_through_during_an_outage(phases: tuple[Phase, ...], seed: int) -> None:
    ends = [*accumulate(phase.seconds for phase in phases)]
    for sending in schedule(phases, copies=1, disorder_s=0.2, seed=seed):
        for phase, end in zip(phases, ends, strict=True):
            if phase.outage:
                assert not end - phase.seconds <= sending.at < end


def test_another_seed_gives_another_schedule() -> None:
    phases = (Phase(5, 20),)
    once, again = (schedule(phases, copies=1, disorder_s=0, seed=seed) for seed in (1, 2))
    assert once != again


def test_there_are_about_as_many_as_the_rate_says() -> None:
    times = list(arrivals((Phase(100, 50), Phase(100, 5)), random.Random(3)))
    assert sum(at < 100 for at in times) == pytest.approx(5000, rel=0.05)
    assert sum(at >= 100 for at in times) == pytest.approx(500, rel=0.15)


def test_all_that_an_outage_held_back_is_due_at_once_when_it_ends() -> None:
    phases = (Phase(1, 0), Phase(4, 25, outage=True), Phase(1, 0))
    times = {sending.at for sending in schedule(phases, copies=2, disorder_s=0, seed=1)}
    assert times == {5.0}


def test_what_an_outage_held_back_still_happened_in_it() -> None:
    phases = (Phase(1, 10), Phase(4, 25, outage=True), Phase(1, 10))
    sendings = schedule(phases, copies=1, disorder_s=0, seed=1)
    assert {s.phase for s in sendings if s.at == 5.0} == {1}
    assert {s.phase for s in sendings if s.at < 1} == {0}
    assert {s.phase for s in sendings if s.at > 5.0} == {2}


def test_outages_that_follow_each_other_are_one() -> None:
    phases = (Phase(1, 1, outage=True), Phase(1, 1, outage=True))
    assert healed(0.5, phases) == 2


def test_disorder_lets_events_overtake_one_another() -> None:
    sendings = schedule((Phase(5, 40),), copies=1, disorder_s=1.0, seed=1)
    events = [sending.event for sending in sendings]
    assert events != sorted(events)
