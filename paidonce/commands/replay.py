"""`paidonce replay`: recorded events, a snapshot or a saved schedule, against a backend here.

exit codes: 0 what must hold holds, 1 it does not, 2 wrong usage or file, 3 the backend cannot be
started, 4 it cannot be known.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paidonce.arena import GATES, arena
from paidonce.exits import Exit

if TYPE_CHECKING:
    from scenarios.races import Gates
    from scenarios.races.saved import Saved
    from scenarios.stage import Stage

TRIES: Final = 3


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "paidonce replay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("file", help="events as `stripe events list` gives them, a snapshot, or a saved schedule")
    add("--profile", metavar="FILE", help="the backend (else paidonce.toml, else the reference)")
    add("--defect", metavar="NAME", help="start the backend with a planted defect")
    add("--order", choices=("recorded", "reversed"), default="recorded")
    add("--times", type=_count, default=1, metavar="N", help="deliver everything so many times")
    chosen = parser.parse_args(arguments)
    from scenarios import chosen as choice  # noqa: PLC0415 - only a replay needs them
    from scenarios import replay  # noqa: PLC0415 - the same
    from scenarios.driver import CannotSetUp, Unreachable  # noqa: PLC0415 - the same
    from scenarios.races import saved  # noqa: PLC0415 - the same
    from scenarios.running import CannotStart  # noqa: PLC0415 - the same
    from scenarios.stage import simulator_for  # noqa: PLC0415 - the same
    from scenarios.story import Inconclusive  # noqa: PLC0415 - the same

    path = Path(chosen.file)
    try:
        race = saved.load(path)
        if race is None:
            replay.read(path)
        else:
            _must_be_known(race)
        read = choice.backend(chosen.profile, chosen.defect)
    except (replay.NothingToReplay, saved.BrokenSchedule, choice.CannotBeUsed) as error:
        print(f"paidonce replay: {error}", file=sys.stderr)
        return Exit.USAGE
    try:
        gate = "api" if race is None else race.gate
        with (
            simulator_for(read, seed=1) as simulator,
            arena(read, simulator, gate=gate, defect=chosen.defect) as (stage, gates),
        ):
            if race is not None:
                return _race(stage, gates, race)
            return _events(stage, path, chosen)
    except (CannotStart, Unreachable) as error:
        print(f"paidonce replay: {error}", file=sys.stderr)
        return Exit.UNREACHABLE
    except (CannotSetUp, Inconclusive) as error:
        print(f"  ? {error}")
        return Exit.INCONCLUSIVE


def _count(text: str) -> int:
    """At least one: what was never delivered says nothing of the shop."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


def _must_be_known(race: Saved) -> None:
    from scenarios.races import payments, saved  # noqa: PLC0415 - only here

    for what, name, known in (("race", race.race, payments.RACES), ("gate", race.gate, GATES)):
        if name not in known:
            raise saved.BrokenSchedule(f"there is no {what} {name!r}; there are {', '.join(known)}")
    if race.tasks < 2:
        raise saved.BrokenSchedule("a race is of two at least")


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

    pace = payments.rehearsed(race.race, stage, gates, tasks=race.tasks)
    tries = 0
    while True:  # a busy machine may once give other turns than were asked for
        tries += 1
        following = Following(race.steps, race.interrupting)
        outcome = payments.run(
            race.race, stage, following, tasks=race.tasks, gates=gates, pace=pace
        )
        if outcome.broken or tries == TRIES:
            break
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
    print(f"FIXED: what must hold holds, {TRIES} times of {TRIES}{missed}")
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
