"""A run's outcome for people, on a terminal; and for programs, as JSON."""

from collections.abc import Iterator
from typing import Final

import msgspec

from load.run import Outcome
from load.swarm.plan import NO_ANSWER

SHOWN: Final = 10  # stories; a flood of them says no more


def text(outcome: Outcome) -> str:
    """The outcome as a person reads it: the verdict first, then why."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    profile, findings = outcome.profile, outcome.findings
    says = {"holds": "PASSED", "violated": "FAILED", "inconclusive": "INCONCLUSIVE"}
    yield f"{says[outcome.verdict]}  load {profile.name}: {profile.story}"
    yield ""
    attempts = sum(findings.statuses().values())
    yield (
        f"  {outcome.events} events, delivered {attempts} times in {findings.seconds:.1f} s; "
        f"all done {outcome.drained_s:.1f} s later (seed {outcome.seed})"
    )
    if findings.ack.count:
        spread = "  ".join(
            f"p{percent:g} {findings.ack.percentile_ms(percent):.1f}"
            for percent in (50, 90, 99, 99.9)
        )
        yield f"  accepted after, ms:  {spread}  max {findings.ack.max_ms:.1f}"
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
        yield from (f"  {story}" for story in stories[:SHOWN])
        if len(stories) > SHOWN:
            yield f"  … and {len(stories) - SHOWN} more"
    for doubt in outcome.doubts:
        yield f"  in doubt: {doubt}"


def as_json(outcome: Outcome) -> bytes:
    """The outcome whole, the histogram included, so that runs can be compared later."""
    return msgspec.json.encode(
        {
            "profile": outcome.profile,
            "seed": outcome.seed,
            "verdict": outcome.verdict,
            "events": outcome.events,
            "statuses": {str(k): v for k, v in outcome.findings.statuses().items()},
            "ack": outcome.findings.ack,
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
