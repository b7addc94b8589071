"""A run's outcome for people, on a terminal; and for programs, as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from load.applied import Applied
from load.latency import Latency
from load.run import Outcome, Verdict
from load.swarm.plan import NO_ANSWER

SAYS: Final[Mapping[Verdict, str]] = {
    "holds": "PASSED",
    "violated": "FAILED",
    "inconclusive": "INCONCLUSIVE",
}
SHOWN: Final = 10  # stories; a flood of them says no more


def text(outcome: Outcome) -> str:
    """The outcome as a person reads it: the verdict first, then why."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    profile, findings = outcome.profile, outcome.findings
    yield f"{SAYS[outcome.verdict]}  load {profile.name}: {profile.story}"
    yield ""
    attempts = sum(findings.statuses().values())
    yield (
        f"  {outcome.events} events, delivered {attempts} times in {findings.seconds:.1f} s; "
        f"all done {outcome.drained_s:.1f} s later (seed {outcome.seed})"
    )
    if findings.ack.count:
        yield f"  accepted after, ms:  {_spread(findings.ack, 50, 90, 99, 99.9)}"
    yield from _applied(outcome.applied)
    yield from _by_phase(outcome)
    yield "  answers:  " + ", ".join(
        f"{count} × {'none' if status == NO_ANSWER else status}"
        for status, count in sorted(findings.statuses().items())
    )
    yield ""
    for spent in outcome.spent:
        mark = {True: "kept  ", False: "BROKEN", None: "?     "}[spent.kept]
        found = "not measured" if spent.measured is None else f"{spent.measured:,.4g}"
        yield f"  {mark} {spent.budget}  ({found})"
    held = sum(judgement.outcome == "holds" for judgement in outcome.judgements)
    yield f"  {held} of {len(outcome.judgements)} invariants hold"
    stories = outcome.stories
    if stories:
        yield ""
        yield from first(stories)
    for doubt in outcome.doubts:
        yield f"  in doubt: {doubt}"


def first(stories: Sequence[str]) -> Iterator[str]:
    """The first stories, and how many more there are."""
    yield from (f"  {story}" for story in stories[:SHOWN])
    if len(stories) > SHOWN:
        yield f"  … and {len(stories) - SHOWN} more"


def _applied(applied: Applied) -> Iterator[str]:
    if applied.lag.count:
        yield f"  applied after, ms:   {_spread(applied.lag, 50, 90, 99)}"
        never = f"; {applied.never} never seen paid" if applied.never else ""
        yield (
            f"    {applied.lag.count} payments, in {applied.looks} looks at the shop, "
            f"at most {applied.apart_s * 1000:.0f} ms apart{never}"
        )


def _by_phase(outcome: Outcome) -> Iterator[str]:
    """What happened in each phase, whenever it was delivered; one phase alone is the whole."""
    phases = [(place, phase.name) for place, phase in enumerate(outcome.profile.phases)]
    for place, name in phases if len(phases) > 1 else ():
        for did, found in (
            ("accepted", outcome.findings.ack_by_phase),
            ("applied", outcome.applied.by_phase),
        ):
            if place in found:
                yield f"    {name:8} {did:8}  {_spread(found[place], 50, 99)}"


def _spread(latency: Latency, *percents: float) -> str:
    """A latency in a few numbers, milliseconds."""
    spread = (f"p{percent:g} {latency.percentile_ms(percent):.1f}" for percent in percents)
    return "  ".join((*spread, f"max {latency.max_ms:.1f}"))


def as_json(outcome: Outcome) -> bytes:
    """The outcome whole, the histogram included, so that runs can be compared later."""
    return msgspec.json.encode(
        {
            "backend": outcome.backend,
            "defect": outcome.defect,
            "profile": outcome.profile,
            "seed": outcome.seed,
            "verdict": outcome.verdict,
            "events": outcome.events,
            "statuses": {str(k): v for k, v in outcome.findings.statuses().items()},
            "ack": outcome.findings.ack,
            "ack_by_phase": {str(k): v for k, v in outcome.findings.ack_by_phase.items()},
            "applied": outcome.applied,
            "lateness": outcome.findings.lateness,
            "seconds": outcome.findings.seconds,
            "prepared_s": outcome.prepared_s,
            "drained_s": outcome.drained_s,
            "budgets": [
                {"budget": str(s.budget), "measured": s.measured, "kept": s.kept}
                for s in outcome.spent
            ],
            "invariants": {j.invariant: j.outcome for j in outcome.judgements},
            "stories": outcome.stories,
            "doubts": outcome.doubts,
        }
    )
