"""A race as people read it: a column for each task, time going down, one step a line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from scenarios.races.postgres.statements import brief
from scenarios.races.steps import Ran, Step

WIDEST = 44


def lanes(ran: Ran) -> Iterator[str]:
    """The lines of the picture; the step that interrupts another task is marked."""
    names = list(dict.fromkeys(step.task for step in ran.steps))
    widths = [
        min(WIDEST, max(len(name), *(len(_words(s)) for s in ran.steps if s.task == name)))
        for name in names
    ]
    yield "     " + "   ".join(_cell(n, w) for n, w in zip(names, widths, strict=True)).rstrip()
    for number, taken in enumerate(ran.taken, start=1):
        cells = [
            _cell(_words(taken.step) if name == taken.step.task else "", width)
            for name, width in zip(names, widths, strict=True)
        ]
        mark = "  <- interrupts" if taken.interrupts else ""
        yield f"{number:3}. " + "   ".join(cells).rstrip() + mark


def _words(step: Step) -> str:
    if step.move == "begins":
        return "begins"
    return brief(step.what) if step.move == "runs" else f"{step.move} {step.what}"


def _cell(text: str, width: int) -> str:
    return textwrap.shorten(text, width, placeholder="…").ljust(width)
