"""What came of a climb, for people and for programs; each step whole as `report` tells a run."""

from collections.abc import Iterator

import msgspec

from load import report
from load.climb import Climb, rate_of
from load.run import Outcome


def text(climb: Climb) -> str:
    """The verdict and the highest rate first, then every step."""
    return "\n".join(_lines(climb)) + "\n"


def _lines(climb: Climb) -> Iterator[str]:
    profile = climb.profile
    yield f"{report.SAYS[climb.verdict]}  load {profile.name}: {profile.story}"
    yield ""
    if climb.highest is None:
        yield f"  not even {rate_of(climb.steps[0]):.0f} events a second hold (seed {climb.seed})"
    else:
        least = "at least " if climb.more else ""
        yield f"  holds up to {least}{climb.highest:.0f} events a second (seed {climb.seed})"
    yield ""
    yield "  events/s   accepted p50, p99 ms   applied p50, p99 ms"
    for step in climb.steps:
        ack, lag = step.findings.ack, step.applied.lag
        numbers = (
            f"{latency.percentile_ms(50):10,.1f} {latency.percentile_ms(99):10,.1f}"
            for latency in (ack, lag)
        )
        yield f"  {rate_of(step):8.0f}  {'  '.join(numbers)}   {_why(step)}"
    if climb.never_quiet is not None:
        yield f"  then: {climb.never_quiet}"
    stories = [story for step in climb.steps for story in step.stories]
    if stories:
        yield ""
        yield from report.first(stories)
    for doubt in climb.steps[-1].doubts:
        yield f"  in doubt: {doubt}"


def _why(step: Outcome) -> str:
    """What a step broke, or that it holds."""
    broken = [f"{s.budget} ({s.measured or 0:,.4g})" for s in step.spent if s.kept is False]
    return ", ".join(broken) or ("holds" if step.verdict == "holds" else "in doubt")


def as_json(climb: Climb) -> bytes:
    """Every step whole, in the order in which they were taken."""
    return msgspec.json.encode(
        {
            "backend": climb.steps[0].backend,
            "defect": climb.steps[0].defect,
            "profile": climb.profile,
            "seed": climb.seed,
            "verdict": climb.verdict,
            "highest_rate": climb.highest,
            "at_least": climb.more,
            "never_quiet": climb.never_quiet,
            "steps": [msgspec.Raw(report.as_json(step)) for step in climb.steps],
        }
    )
