"""How much a shop can take: the same load again and again, each time harder, until it is too much.

Rule 1: how far it went is the last step that holds: every budget kept, and no order's money wrong.
Rule 2: that some step is too much is the point, and no failure. But money that is wrong is wrong at
any rate, and a shop that cannot take the first step has failed it.
Rule 3: a step in doubt is taken once more, since something else may have kept the machine busy.
Rule 4: where the swarm gave out before the shop did, the shop may take more than is known.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from load.profiles import Profile
from load.run import Outcome, Verdict
from scenarios.story import Inconclusive


@dataclass(frozen=True, slots=True)
class Climb:
    """What came of every step.

    Args:
        never_quiet: why the step after these was given up, where the shop did not get done with it.
    """

    profile: Profile
    seed: int
    steps: tuple[Outcome, ...]
    never_quiet: str | None = None

    @property
    def highest(self) -> float | None:
        """The highest rate that holds, events a second; None if the first step did not."""
        held = [rate_of(step) for step in self.steps if step.verdict == "holds"]
        return max(held, default=None)

    @property
    def more(self) -> bool:
        """The shop may be able to take more: it was not the shop that ended the climb."""
        return self.steps[-1].verdict != "violated" and self.never_quiet is None

    @property
    def verdict(self) -> Verdict:
        if any(step.stories for step in self.steps):
            return "violated"
        return "holds" if self.highest is not None else self.steps[0].verdict


def rate_of(step: Outcome) -> float:
    """The rate that was asked of the shop in this step, events a second."""
    return step.profile.phases[0].rate


def climb(profile: Profile, seed: int, run: Callable[[Profile], Outcome]) -> Climb:
    """Run the load, each time at a higher rate, until a step does not hold or there are no more.

    Raises:
        Inconclusive: the shop did not get done with the very first step.
    """
    steps: list[Outcome] = []
    for _ in range(profile.steps):
        step = replace(profile.scaled(rate=profile.growth ** len(steps)), steps=1)
        try:
            outcome = run(step)
            steps.append(run(step) if outcome.verdict == "inconclusive" else outcome)
        except Inconclusive as error:
            if not steps:
                raise
            return Climb(profile, seed, tuple(steps), str(error))
        if steps[-1].verdict != "holds":
            break
    return Climb(profile, seed, tuple(steps))
