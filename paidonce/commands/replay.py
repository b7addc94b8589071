"""`paidonce replay`: recorded events, a snapshot or a saved schedule, against a backend here.

exit codes: 0 what must hold holds, 1 it does not, 2 wrong usage or file, 3 the backend cannot be
started, 4 it cannot be known.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paidonce.arena import arena
from paidonce.exits import Exit

if TYPE_CHECKING:
    from scenarios.races import Gates
    from scenarios.races.saved import Saved
    from scenarios.stage import Stage


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "paidonce replay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("file", help="events as `stripe events list` gives them, a snapshot, or a saved schedule")
    add("--profile", metavar="FILE", help="the backend (else paidonce.toml, else the reference)")
    add("--defect", metavar="NAME", help="start the backend with a planted defect")
    add("--order", choices=("recorded", "reversed"), default="recorded")
    add("--times", type=int, default=1, metavar="N", help="deliver everything so many times")
    chosen = parser.parse_args(arguments)
    from scenarios import profile, replay  # noqa: PLC0415 - only a replay needs them
    from scenarios.races import saved  # noqa: PLC0415 - the same
    from scenarios.running import CannotStart  # noqa: PLC0415 - the same
    from simulator import Simulator  # noqa: PLC0415 - the same

    path = Path(chosen.file)
    race: saved.Saved | None = None
    try:
        try:
            race = saved.load(path)
        except (OSError, ValueError):
            replay.read(path)
        here = Path("paidonce.toml")
        usual = here if here.is_file() else profile.REFERENCE
        read = profile.load(Path(chosen.profile) if chosen.profile else usual)
    except (replay.NothingToReplay, profile.ProfileError) as error:
        print(f"paidonce replay: {error}", file=sys.stderr)
        return Exit.USAGE
    try:
        gate = "api" if race is None else race.gate
        with (
            Simulator(seed=1) as simulator,
            arena(read, simulator, gate=gate, defect=chosen.defect) as (stage, gates),
        ):
            if race is not None:
                return _race(stage, gates, race)
            return _events(stage, path, chosen)
    except CannotStart as error:
        print(f"paidonce replay: {error}", file=sys.stderr)
        return Exit.UNREACHABLE


def _events(stage: Stage, path: Path, chosen: argparse.Namespace) -> int:
    from scenarios import replay  # noqa: PLC0415 - only here
    from scenarios.story import Witness  # noqa: PLC0415 - the same

    events, snapshot = replay.read(path)
    witness = Witness(stage.simulator, stage.shop, settle_s=stage.profile.backend.settle_s)
    address = stage.url + stage.profile.backend.webhook
    if snapshot is not None:
        replay.restore(stage.simulator, address, stage.shop, snapshot)
    else:
        for gap in replay.take_over(stage.simulator, address, stage.shop, events):
            print(f"  ? not taken over: {gap}")
    for _ in range(chosen.times):
        for told in replay.deliver(stage.shop, events, chosen.order):
            mark = "✓" if told.answer.done else "✗"
            said = told.answer.http_status or told.answer.reason
            print(f"  {mark} {told.event}  {told.type}  {said}")
    code = _verdict(witness)
    for order in stage.shop.view().orders:
        print(f"  {order.name}: {order.said}, total {order.total} {order.currency}")
    return code


def _race(stage: Stage, gates: Gates, race: Saved) -> int:
    """A race that was written down: REPRODUCED, FAILED otherwise, FIXED, or DIVERGED."""
    from paidonce.verdict.lanes import lanes  # noqa: PLC0415 - only here
    from scenarios.races import payments  # noqa: PLC0415 - the same
    from scenarios.races.strategies import Following  # noqa: PLC0415 - the same

    if race.race not in payments.RACES:
        known = ", ".join(payments.RACES)
        print(f"paidonce replay: there is no race {race.race!r}; there are {known}",
              file=sys.stderr)  # fmt: skip
        return Exit.USAGE
    following = Following(race.steps)
    pace = payments.rehearsed(race.race, stage, gates, tasks=race.tasks)
    outcome = payments.run(race.race, stage, following, tasks=race.tasks, gates=gates, pace=pace)
    print("\n".join(lanes(outcome.ran)) + "\n")
    if outcome.broken:
        same = not race.invariants or {*race.invariants} & {*outcome.invariants}
        print("REPRODUCED" if same else "FAILED, in another way than was written down")
        for sentence in outcome.broken:
            print(f"  ✗ {sentence}")
        return Exit.VIOLATED
    if unknown := following.unknown(outcome.ran.steps):
        print("DIVERGED: what must hold holds, but the shop does what it did not do then:")
        for step in dict.fromkeys(unknown):
            print(f"  ? {step}")
        return Exit.INCONCLUSIVE
    missed = f", and {following.missed} of its steps were not taken" if following.missed else ""
    print(f"FIXED: what must hold holds{missed}")
    return Exit.HOLDS


def _verdict(witness: object) -> int:
    from scenarios.story import Inconclusive, InvariantsBroken, Witness  # noqa: PLC0415 - only here

    assert isinstance(witness, Witness)
    try:
        witness.must_hold()
    except InvariantsBroken as broken:
        for sentence in broken.sentences:
            print(f"  ✗ {sentence}")
        return Exit.VIOLATED
    except Inconclusive as unknown:
        print(f"  ? {unknown}")
        return Exit.INCONCLUSIVE
    print("  ✓ what must hold holds")
    return Exit.HOLDS
