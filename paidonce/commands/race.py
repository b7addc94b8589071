"""`paidonce race`: two things at once, in every order, and the order that breaks the shop.

Every call of the shop to Stripe is held, and let go when it is its turn; with `--gate sql` so is
every statement to its PostgreSQL. The orders with the fewest interruptions are tried first; what
breaks the shop is run three times more before it is believed, and written down to be run again with
`paidonce replay`.

exit codes: 0 every order holds, 1 one breaks the shop, 2 wrong usage, 3 the backend cannot be
started, 4 nothing raced, or what was found did not come about again.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paidonce.arena import GATES, arena
from paidonce.exits import Exit

if TYPE_CHECKING:
    from scenarios.races import Explored, Gates
    from scenarios.stage import Stage

WORST_FIRST = (Exit.VIOLATED, Exit.UNREACHABLE, Exit.INCONCLUSIVE, Exit.HOLDS)


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        "paidonce race", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = options.add_argument
    add("race", nargs="*", help="which (all that apply); --list names them")
    add("--list", action="store_true", help="the races, and what each is about")
    add("--profile", metavar="FILE", help="the backend (else paidonce.toml, else the reference)")
    add("--defect", metavar="NAME", help="start the backend with a planted defect")
    add(
        "--gate",
        choices=GATES,
        default="api",
        help="what waits its turn: calls to Stripe, or statements to PostgreSQL as well (api)",
    )
    add("--tasks", type=int, default=2, metavar="N", help="how many things at once (2)")
    add("--interruptions", type=int, default=1, metavar="N", help="at most so many (1)")
    add("--runs", type=int, default=100, metavar="N", help="at most so many orders (100)")
    add("--draw", action="store_true", help="draw orders by --seed, rather than try them all")
    add("--seed", type=int, default=1, metavar="N", help="what --draw begins with (1)")
    add("--save", metavar="FOLDER", default=".", help="where what is found is written down (.)")
    return options


def run(arguments: Sequence[str]) -> int:
    """Run the races, and give the worst exit code."""
    chosen = parser().parse_args(arguments)
    from scenarios import chosen as choice  # noqa: PLC0415 - only a race needs it
    from scenarios.races.payments import RACES  # noqa: PLC0415 - the same
    from scenarios.running import CannotStart  # noqa: PLC0415 - the same
    from scenarios.stage import simulator_for  # noqa: PLC0415 - the same

    if chosen.list:
        for name, scenery in RACES.items():
            print(f"{name:10} {scenery.title}")
        return Exit.HOLDS
    if unknown := [name for name in chosen.race if name not in RACES]:
        known = ", ".join(RACES)
        print(f"paidonce race: there is no race {', '.join(unknown)}; there are {known}.",
              file=sys.stderr)  # fmt: skip
        return Exit.USAGE
    if chosen.tasks < 2 or chosen.interruptions < 0 or chosen.runs < 1:
        print("paidonce race: a race is of two at least, and is run once at least.",
              file=sys.stderr)  # fmt: skip
        return Exit.USAGE
    try:
        read = choice.backend(chosen.profile, chosen.defect)
        Path(chosen.save).mkdir(parents=True, exist_ok=True)
    except choice.CannotBeUsed as error:
        print(f"paidonce race: {error}", file=sys.stderr)
        return Exit.USAGE
    except OSError as error:
        print(f"paidonce race: --save {chosen.save}: {error.strerror}", file=sys.stderr)
        return Exit.USAGE
    planted = f" with the defect {chosen.defect}" if chosen.defect else ""
    print(f"paidonce race  {read.backend.name}{planted}\n")
    try:
        with (
            simulator_for(read, seed=1) as simulator,
            arena(read, simulator, gate=chosen.gate, defect=chosen.defect) as (stage, gates),
        ):
            codes = {_race(name, stage, gates, chosen) for name in chosen.race or RACES}
    except CannotStart as error:
        print(f"paidonce race: {error}", file=sys.stderr)
        return Exit.UNREACHABLE
    codes.discard(None)
    return next((code for code in WORST_FIRST if code in codes), Exit.INCONCLUSIVE)


def _race(name: str, stage: Stage, gates: Gates, chosen: argparse.Namespace) -> Exit | None:
    """One race, told; None where it does not apply."""
    from scenarios.driver import CannotSetUp, Unreachable  # noqa: PLC0415 - only here
    from scenarios.races import Outcome, bounded, drawn, payments  # noqa: PLC0415 - the same
    from scenarios.races.pace import Pace  # noqa: PLC0415 - the same
    from scenarios.races.steps import Chooser  # noqa: PLC0415 - the same
    from scenarios.story import Inconclusive  # noqa: PLC0415 - the same

    scenery = payments.RACES[name]
    if missing := sorted(scenery.needs - stage.shop.abilities):
        print(f"  – {name}: not applicable: {stage.shop.name} cannot {', '.join(missing)}")
        return None

    pace = Pace()

    def once(choose: Chooser) -> Outcome:
        return payments.run(name, stage, choose, tasks=chosen.tasks, gates=gates, pace=pace)

    try:
        if chosen.draw:
            seeds = range(chosen.seed, chosen.seed + chosen.runs)
            explored = drawn(once, seeds, changes=max(1, chosen.interruptions))
        else:
            explored = bounded(once, interruptions=chosen.interruptions, runs_max=chosen.runs)
    except Unreachable as error:
        print(f"  ! {name}: {error}")
        return Exit.UNREACHABLE
    except (CannotSetUp, Inconclusive) as error:
        print(f"  ? {name}: {error}")
        return Exit.INCONCLUSIVE
    return told(name, scenery.title, explored, chosen)


def told(name: str, title: str, explored: Explored, chosen: argparse.Namespace) -> Exit:
    """Say what was found, write it down, and give what it means."""
    from paidonce.verdict.lanes import lanes  # noqa: PLC0415 - only here
    from scenarios.races import saved  # noqa: PLC0415 - the same
    from scenarios.races.explore import CONFIRMATIONS  # noqa: PLC0415 - the same

    bound = "orders that were drawn" if chosen.draw else (
        f"orders with at most {_counted(chosen.interruptions, 'interruption')}"
    )  # fmt: skip
    found = explored.found
    if explored.vacuous:
        print(f"  ? {name}: {title}\n    nothing raced: no two were ever under way at once")
        return Exit.INCONCLUSIVE
    if found is None:
        tried = "all" if explored.whole else "the first"
        print(f"  ✓ {name}: {title}\n    holds in {tried} {explored.runs} {bound}")
        if explored.inexact:
            steps = _counted(explored.inexact, "step")
            print(f"    ({steps} waited for by time: something stood in a lock, or was not seen)")
        _tell_refusals(explored.sqlstates, "meanwhile")
        return Exit.HOLDS
    path = Path(chosen.save) / f"race-{name}.json"
    saved.save(path, name, chosen.tasks, found, gate=chosen.gate)
    mark, certain = ("✗", "") if explored.certain else ("?", "unconfirmed: ")
    interrupted = _counted(found.ran.interruptions, "interruption")
    print(
        f"  {mark} {name}: {title}\n    {certain}the {_nth(explored.order)} order breaks it, with"
        f" {interrupted}; run again, {explored.confirmed} times of {CONFIRMATIONS}\n"
    )
    print(textwrap.indent("\n".join(lanes(found.ran)), "    ") + "\n")
    _tell_refusals(found.ran.sqlstates, "in this order")
    for sentence in found.broken:
        print(textwrap.fill(sentence, 96, initial_indent="    ✗ ", subsequent_indent="      "))
    said = (("--profile", chosen.profile), ("--defect", chosen.defect))
    again = shlex.join(["replay", str(path), *(word for pair in said if pair[1] for word in pair)])
    print(f"\n    written down; again: paidonce {again}\n")
    return Exit.VIOLATED if explored.certain else Exit.INCONCLUSIVE


def _tell_refusals(sqlstates: Mapping[str, int], when: str) -> None:
    """Which errors the database answered: what held there, or gave way."""
    from scenarios.races.postgres.sqlstates import named  # noqa: PLC0415 - only here

    if told := ", ".join(f"{count} × {named(code)}" for code, count in sorted(sqlstates.items())):
        print(f"    (the database refused {when}: {told})")


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _nth(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if number // 10 % 10 == 1 else number % 10, "th")
    return f"{number}{ending}"
