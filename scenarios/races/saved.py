"""A race written down: a small JSON file, to be kept beside the tests and run again.

It says what was done, not when: `actions` name the task, the move and the call without its ids, so
that the file outlives new ids, and a shop that makes other calls is seen to have diverged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from scenarios.races.explore import Outcome
from scenarios.races.steps import Move, Step

KIND: Final = "paidonce schedule"
FORMAT: Final = f"{KIND} 2"


class BrokenSchedule(ValueError):  # noqa: N818 - it says what is wrong with the file
    """A race that was written down, and cannot be run as it is."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A race as it was written down."""

    race: str
    tasks: int
    steps: tuple[Step, ...]
    interrupting: tuple[int, ...] = ()  # the places of those that interrupted something
    invariants: tuple[str, ...] = ()  # what was broken then
    gate: str = "api"  # what waited: calls to Stripe, or statements (`sql`) as well


def save(path: Path, race: str, tasks: int, outcome: Outcome, *, gate: str = "api") -> None:
    """Write a race down."""
    content = {
        "format": FORMAT,
        "race": race,
        "tasks": tasks,
        "gate": gate,
        "expected": "violates" if outcome.broken else "holds",
        "invariants": list(outcome.invariants),
        "actions": [
            {"task": taken.step.task, "move": taken.step.move}
            | ({"what": taken.step.what} if taken.step.what else {})
            | ({"interrupts": True} if taken.interrupts else {})
            for taken in outcome.ran.taken
        ],
        "told": list(outcome.broken),
    }
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")


def load(path: Path) -> Saved | None:
    """Read a race that was written down; None: the file holds something else.

    Raises:
        BrokenSchedule: it holds a race, which cannot be run as it is.
    """
    try:
        content: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not str(content.get("format")).startswith(KIND):
        return None
    if content["format"] != FORMAT:
        raise BrokenSchedule(
            f"{path} is of the format {content['format']!r}; this reads {FORMAT!r}"
        )
    try:
        actions = content["actions"]
        return Saved(
            race=str(content["race"]),
            tasks=int(content["tasks"]),
            steps=tuple(map(_step, actions)),
            interrupting=tuple(n for n, each in enumerate(actions) if each.get("interrupts")),
            invariants=tuple(str(name) for name in content.get("invariants", ())),
            gate=str(content.get("gate", "api")),
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BrokenSchedule(f"{path} is a saved race, and broken: {error!r}") from error


def _step(action: dict[str, Any]) -> Step:
    for move in get_args(Move):
        if move == action["move"]:
            return Step(str(action["task"]), move, str(action.get("what", "")))
    raise ValueError(f"there is no move {action['move']!r}")
