"""When deliveries are due: decided before the run, from a seed, whatever the shop does.

The model is open. Stripe does not wait for one shop to answer before another shopper pays, so a
slow shop must not slow the load down: that would hide the very stall that is looked for.

Rule 1: everything here is pure; the same seed gives the same schedule.
Rule 2: times are seconds from the start of the run.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time with one rate.

    Args:
        seconds: how long it lasts.
        rate: events due each second, on average.
        outage: nothing gets through; all of it becomes due at once when the phase ends.
        name: what the report calls it; a load of one phase needs none.
    """

    seconds: float
    rate: float
    outage: bool = False
    name: str = ""


class Sending(NamedTuple):
    """One delivery to be made."""

    at: float  # seconds
    event: int  # its place in the list of events
    phase: int = 0  # in which phase it happened; after an outage it is due in a later one


def arrivals(phases: Sequence[Phase], chance: random.Random) -> Iterator[float]:
    """When each event happens, in order: independent of one another, as shoppers are.

    Gaps are exponential (a Poisson process); an evenly spaced load is kinder than any real one.
    """
    begins = 0.0
    for phase in phases:
        at = begins
        while (
            phase.rate > 0 and (at := at + chance.expovariate(phase.rate)) < begins + phase.seconds
        ):
            yield at
        begins += phase.seconds


def healed(at: float, phases: Sequence[Phase]) -> float:
    """When something that is due now gets through: now, or when the outage is over."""
    begins = 0.0
    for phase in phases:
        ends = begins + phase.seconds
        if phase.outage and begins <= at < ends:
            return healed(ends, phases)
        begins = ends
    return at


def phase_of(at: float, phases: Sequence[Phase]) -> int:
    """The place of the phase that this moment lies in; what comes later belongs to the last."""
    ends = itertools.accumulate(phase.seconds for phase in phases)
    return next((place for place, end in enumerate(ends) if at < end), len(phases) - 1)


def schedule(
    phases: Sequence[Phase], *, copies: int, disorder_s: float, seed: int
) -> tuple[Sending, ...]:
    """Every delivery of a run, in the order in which they are due.

    Args:
        copies: how often each event is delivered, all at the same moment.
        disorder_s: by how much a delivery may be late, so that events overtake one another.
    """
    happen, overtake = random.Random(f"{seed}/arrivals"), random.Random(f"{seed}/disorder")
    sendings = [
        Sending(healed(at + late, phases), event, phase_of(at, phases))
        for event, at in enumerate(arrivals(phases, happen))
        for late in (overtake.uniform(0, disorder_s) if disorder_s else 0.0,)
        for _ in range(copies)
    ]
    return tuple(sorted(sendings))
