"""One load run, from an open shop to a verdict.

Payments are made, their events are held back, the swarm delivers them; and once the shop says that
it is quiet, the same invariants that judge an incident judge what the run has left behind.
"""

import dataclasses
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from load.applied import Applied, Watch, told
from load.arrivals import Sending, schedule
from load.budgets import Spent, spend
from load.profiles import Profile
from load.swarm import Findings, Letter, Plan
from load.swarm import run as deliver
from load.traffic import Traffic
from scenarios.invariants import INVARIANTS, Judgement, judge, tell
from scenarios.seen import Delivery
from scenarios.stage import Stage
from scenarios.story import Witness

Verdict = Literal["holds", "violated", "inconclusive"]
# What a flood of webhooks puts at stake; if one of these cannot be known, nothing was proved.
AT_STAKE: Final = (
    "charged_once",
    "effects_happen_once",
    "money_taken_is_an_order_paid",
    "one_order_per_payment",
    "stock_is_conserved",
)
LATENCIES: Final = ("ack_ms", "applied_lag_ms", "lateness_ms")
PERCENTS: Final = (50, 90, 95, 99, 99.9)
# Everything that a budget may name.
MEASURES: Final = (
    "violations", "never_accepted", "never_applied", "attempts", "refused", "drained_s", "rate",
    *(f"{name}.{part}" for name in LATENCIES
      for part in (*(f"p{percent:g}" for percent in PERCENTS), "max")),
)  # fmt: skip
LATENESS_MAX_MS: Final = 50.0  # beyond this it was the swarm that was slow, not the shop


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    Args:
        backend: the name of the shop that was loaded, by its profile.
        defect: what was planted in it.
        applied: how long until what was told was an order paid.
        prepared_s: how long making the payments took.
        drained_s: from the last answer until the shop was quiet.
    """

    profile: Profile
    seed: int
    events: int
    findings: Findings
    applied: Applied
    spent: tuple[Spent, ...]
    judgements: tuple[Judgement, ...]
    prepared_s: float
    drained_s: float
    doubts: tuple[str, ...]
    backend: str
    defect: str | None

    @property
    def stories(self) -> list[str]:
        """What went wrong with the money, one sentence for each order."""
        return tell(violation for j in self.judgements for violation in j.violations)

    @property
    def verdict(self) -> Verdict:
        """A violation is one, however slow the swarm was; a pass needs that nothing is in doubt."""
        if self.stories or any(spent.kept is False for spent in self.spent):
            return "violated"
        return "inconclusive" if self.doubts else "holds"


def run(profile: Profile, stage: Stage, *, seed: int, workers: int = 1) -> Outcome:
    """Run the load at an open stage, and judge what it left.

    Raises:
        CannotSetUp: the shop did not give what the run needs.
        SwarmFailed: the load could not be made.
        Inconclusive: the shop was never quiet afterwards.
    """
    simulator, shop, backend = stage.simulator, stage.shop, stage.profile.backend
    simulator.deliveries.pause()
    witness = Witness(simulator, shop, settle_s=backend.settle_s)
    begun = time.monotonic()
    sendings = schedule(
        profile.phases, copies=profile.copies, disorder_s=profile.disorder_s, seed=seed
    )
    wanted = 1 + max((sending.event for sending in sendings), default=-1)
    traffic = Traffic(simulator, shop, listens_to=backend.events, api_version=backend.api_version)
    letters = traffic.make(wanted, products=profile.products)
    prepared_s = time.monotonic() - begun

    sendings = whole(sendings, len(letters), profile.copies)
    plan = Plan(
        url=stage.url + backend.webhook,
        secret=stage.webhook_secret,
        letters=letters,
        sendings=sendings,
        workers=workers,
    )
    with Watch(shop.view, told(letters)) as watch:
        findings = deliver(plan)
        ended = time.monotonic()
        witness.settle()
        drained_s = time.monotonic() - ended
    phases = {sending.event: sending.phase for sending in reversed(sendings)}
    applied = watch.result(findings.due, phases)
    judgements = judged(witness, letters, findings)
    measures = measured(findings, applied, judgements, drained_s)
    spent = spend(profile.budgets, measures)
    doubts = tuple(doubted(spent, judgements, measures))
    return Outcome(
        profile, seed, len(letters), findings, applied, spent, judgements, prepared_s, drained_s,
        doubts, backend.name, stage.defect,
    )  # fmt: skip


def whole(sendings: Sequence[Sending], events: int, copies: int) -> tuple[Sending, ...]:
    """The schedule, with the last payment's events at its end where it was cut short.

    A payment of which Stripe told only the half would look like the shop's mistake.
    """
    last, told = max(sendings), {sending.event for sending in sendings}
    rest = (Sending(last.at, event, last.phase) for event in range(events) if event not in told)
    return (*sendings, *(sending for sending in rest for _ in range(copies)))


def judged(
    witness: Witness, letters: Sequence[Letter], findings: Findings
) -> tuple[Judgement, ...]:
    """What holds; the deliveries looked at are the swarm's, since Stripe's own were held back."""
    seen = witness.look()
    deliveries = tuple(
        Delivery(
            f"load_{event}",
            letter.event,
            letter.type,
            "attempted",
            tuple(status or None for status in findings.attempts.get(event, ())),
        )
        for event, letter in enumerate(letters)
    )
    seen = dataclasses.replace(seen, ledger=dataclasses.replace(seen.ledger, deliveries=deliveries))
    return judge(seen, [name for name, rule in INVARIANTS.items() if not rule.hygiene])


def measured(
    findings: Findings, applied: Applied, judgements: Sequence[Judgement], drained_s: float
) -> Mapping[str, float]:
    """All of `MEASURES` that there is; nothing was slow where nothing was answered."""
    statuses = findings.statuses()
    attempts = sum(statuses.values())
    measures: dict[str, float] = {
        "violations": sum(len(judgement.violations) for judgement in judgements),
        "never_accepted": len(findings.never_accepted()),
        "never_applied": applied.never,
        "attempts": attempts,
        "refused": attempts - sum(n for status, n in statuses.items() if 200 <= status < 300),
        "drained_s": drained_s,
        "rate": attempts / findings.seconds if findings.seconds else 0.0,
    }
    latencies = (findings.ack, applied.lag, findings.lateness)
    for name, latency in zip(LATENCIES, latencies, strict=True):
        if latency.count:
            for percent in PERCENTS:
                measures[f"{name}.p{percent:g}"] = latency.percentile_ms(percent)
            measures[f"{name}.max"] = latency.max_ms
    return measures


def doubted(
    spent: Sequence[Spent], judgements: Sequence[Judgement], measures: Mapping[str, float]
) -> list[str]:
    """Why a run without a violation would still prove nothing."""
    doubts = [f"{s.budget}: nothing was measured" for s in spent if s.kept is None]
    doubts += [
        f"{judgement.invariant} cannot be known: {judgement.reason}"
        for judgement in judgements
        if judgement.outcome == "unknown" and judgement.invariant in AT_STAKE
    ]
    late = measures.get("lateness_ms.p99")
    if late is None:
        doubts.append("nothing was delivered")
    elif late > LATENESS_MAX_MS:
        doubts.append(
            f"the swarm itself was late by {late:.0f} ms (p99): "
            "this machine is too small or too busy for the load; lower --rate or add --workers"
        )
    return doubts
