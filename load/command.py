"""`paidonce load`, also `python -m load`: one named load at one backend, and a verdict."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from load import climb_report, report
from load.budgets import Budget, NotABudget, parse
from load.climb import Climb, climb
from load.profiles import PROFILES, Profile
from load.run import MEASURES, Outcome, run
from load.swarm import SwarmFailed
from scenarios import chosen as choice
from scenarios.driver import CannotSetUp, Unreachable
from scenarios.running import CannotStart
from scenarios.stage import Stage, simulator_for
from scenarios.story import Inconclusive
from simulator import SimulatorError

HOLDS, VIOLATED, WRONG_USAGE, NO_BACKEND, INCONCLUSIVE = range(5)
CODES: Final = """\
0 all holds, 1 a violation or a broken budget, 2 wrong usage or configuration, 3 the backend
cannot be started or reached, 4 inconclusive."""
EXIT: Final = {"holds": HOLDS, "violated": VIOLATED, "inconclusive": INCONCLUSIVE}


def arguments() -> argparse.ArgumentParser:
    """What can be asked for."""
    names = "\n".join(f"  {profile.name:12} {profile.story}" for profile in PROFILES.values())
    parser = argparse.ArgumentParser(
        prog="paidonce load",
        description="Deliver many signed webhooks at once, then check that every order is paid "
        "exactly once.",
        epilog=f"loads:\n{names}\n\nexit codes: {CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("load", nargs="?", default="smoke", choices=PROFILES, metavar="LOAD")
    parser.add_argument("--profile", metavar="FILE",
                        help="the backend (else paidonce.toml, else the reference)")  # fmt: skip
    parser.add_argument("--defect", metavar="NAME", help="plant this defect in the backend")
    parser.add_argument("--rate", type=_positive, default=1.0, metavar="FACTOR",
                        help="so many times the load's own rate")  # fmt: skip
    parser.add_argument(
        "--seconds",
        type=_positive,
        metavar="N",
        help="how long, in all; or each step of breakpoint",
    )
    parser.add_argument("--copies", type=_count, metavar="N", help="deliver every event N times")
    parser.add_argument("--budget", type=_budget, action="append", default=[], metavar="EXPR",
                        help="like 'ack_ms.p99 < 500'; instead of another")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="of arrivals, order and the simulator")
    parser.add_argument("--workers", type=_count, default=1, metavar="N", help="locust processes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcome there too")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run what was asked for, print the outcome, and give the exit code."""
    asked = arguments().parse_args(argv)
    if find_spec("locust") is None:
        return _say("a load is made by locust: pip install 'paidonce[load]'", WRONG_USAGE)
    try:
        outcome = _run(asked)
    except choice.CannotBeUsed as error:
        return _say(f"paidonce load: {error}", WRONG_USAGE)
    except (CannotStart, Unreachable) as error:
        return _say(str(error), NO_BACKEND)
    except (CannotSetUp, SwarmFailed, Inconclusive, SimulatorError) as error:
        return _say(f"INCONCLUSIVE  {error}", INCONCLUSIVE)
    except KeyboardInterrupt:
        return _say("interrupted", 130)
    if isinstance(outcome, Climb):
        said, whole = climb_report.text(outcome), climb_report.as_json(outcome)
    else:
        said, whole = report.text(outcome), report.as_json(outcome)
    sys.stdout.write(said)
    if asked.json is not None:
        try:
            asked.json.parent.mkdir(parents=True, exist_ok=True)
            asked.json.write_bytes(whole)
        except OSError as error:
            return _say(f"paidonce load: --json {asked.json}: {error.strerror}", WRONG_USAGE)
    return EXIT[outcome.verdict]


def _run(asked: argparse.Namespace) -> Outcome | Climb:
    profile = chosen(asked)
    backend = choice.backend(asked.profile, asked.defect)
    planted = f" with the defect {asked.defect}" if asked.defect else ""
    sys.stdout.write(f"paidonce load  {backend.backend.name}{planted}\n\n")
    sys.stdout.flush()
    with (
        simulator_for(backend, seed=asked.seed) as simulator,
        Stage(backend, simulator, defect=asked.defect) as stage,
    ):

        def once(profile: Profile) -> Outcome:
            return run(profile, stage, seed=asked.seed, workers=asked.workers)

        return climb(profile, asked.seed, once) if profile.steps > 1 else once(profile)


def chosen(asked: argparse.Namespace) -> Profile:
    """The load that was asked for, with what was asked to be different."""
    profile = PROFILES[asked.load].scaled(rate=asked.rate, seconds=asked.seconds)
    named = {budget.measure for budget in asked.budget}
    kept = (budget for budget in profile.budgets if budget.measure not in named)
    copies = asked.copies or profile.copies
    return replace(profile, copies=copies, budgets=(*kept, *asked.budget))


def _say(words: str, code: int) -> int:
    sys.stderr.write(f"{words}\n")
    return code


def _positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not more than 0")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return value


def _budget(text: str) -> Budget:
    try:
        budget = parse(text)
    except NotABudget as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if budget.measure not in MEASURES:
        raise argparse.ArgumentTypeError(
            f"{budget.measure} is not measured; there are {', '.join(MEASURES)}"
        )
    return budget
