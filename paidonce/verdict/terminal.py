"""The verdict for a terminal: short, coloured, calm."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping
from typing import Final, TextIO

from paidonce.verdict.model import Outcome, Told, Verdict

# A mark and a colour (of the terminal's own palette) for each outcome.
MARKS: Final[Mapping[Outcome, tuple[str, str]]] = {
    "holds": ("✓", "32"),
    "violated": ("✗", "31;1"),
    "unreachable": ("!", "31"),
    "inconclusive": ("?", "33"),
    "not_applicable": ("–", "2"),
}
WORDS: Final[Mapping[Outcome, str]] = {
    "holds": "hold",
    "violated": "violated",
    "unreachable": "could not be reached",
    "inconclusive": "cannot be known",
    "not_applicable": "not applicable",
}
REASONS_MOST: Final = 4


class Terminal:
    """Writes the verdict line by line, each incident as soon as it is known."""

    def __init__(self, out: TextIO | None = None, *, colour: bool | None = None) -> None:
        self.out = out or sys.stdout
        wanted = self.out.isatty() and "NO_COLOR" not in os.environ
        self.colour = wanted or "FORCE_COLOR" in os.environ if colour is None else colour
        self.live = self.out.isatty()
        self.width = min(100, shutil.get_terminal_size((96, 24)).columns)

    def head(self, verdict: Verdict, *, profile: str = "") -> None:
        planted = f" with the defect {verdict.defect}" if verdict.defect else ""
        self._line(f"{self._in('paidonce gate', '1')}  {verdict.backend}{planted}")
        rest = f"seed {verdict.seed}" + (f", profile {profile}" if profile else "")
        self._line(self._in(rest, "2"))
        self._line()

    def progress(self, text: str) -> None:
        """What is being done now, on a line that the next one overwrites."""
        if self.live:
            self.out.write(f"\r\x1b[K{self._in('  … ' + text[: self.width - 6], '2')}")
            self.out.flush()

    def incident(self, told: Told, verdict: Verdict) -> None:
        """One block: the incident, and why, where it does not hold.

        What is not applicable is told in the end, all at once.
        """
        if told.outcome == "not_applicable":
            return
        mark, colour = MARKS[told.outcome]
        seconds = f"{told.seconds:.1f} s" if told.seconds >= 0.05 else ""
        title = textwrap.shorten(told.title, self.width - 24, placeholder="…")
        room = max(1, self.width - 10 - len(title) - len(seconds))
        self._line(
            f"  {self._in(mark, colour)} {told.code:5}"
            f" {self._in(title, '1' if told.outcome == 'violated' else '0')}"
            f"{' ' * room}{self._in(seconds, '2')}"
        )
        if told.outcome == "holds":
            return
        for reason in told.reasons[:REASONS_MOST]:
            self._wrapped(reason, "0")
        if len(told.reasons) > REASONS_MOST:
            self._wrapped(f"and {len(told.reasons) - REASONS_MOST} more", "2")
        for line in next((t.output for t in told.tellings if t.output), ())[-12:]:
            self._line(self._in(f"          | {line}", "2"))
        if told.alike > 0:
            times = "another telling" if told.alike == 1 else f"{told.alike} other tellings"
            self._wrapped(f"and so in {times}", "2")
        if told.outcome == "violated":
            note = "known to the baseline; " if verdict.excused(told) else ""
            self._wrapped(f"{note}alone: {verdict.alone(told)}", "2")

    def trouble(self, text: str) -> None:
        """Why the gate cannot be held."""
        first, *rest = text.splitlines() or [""]
        self._line(f"  {self._in('!', '31;1')} {self._in(first, '1')}")
        for line in rest:
            self._line(f"  {line}")
        self._line()

    def tail(self, verdict: Verdict) -> None:
        """What did not apply, and the sum of it all."""
        by_reason: dict[str, list[str]] = {}
        for told in verdict.incidents:
            if told.outcome == "not_applicable":
                by_reason.setdefault(told.reasons[0], []).append(told.code)
        for reason, codes in by_reason.items():
            self._wrapped(f"{reason}: {' '.join(codes)}", "2")
        if verdict.mended:
            mended = " ".join(verdict.mended)
            self._wrapped(f"the baseline says violated, and it holds now: {mended}", "32")
        parts = [
            self._in(f"{verdict.count(outcome)} {word}", MARKS[outcome][1])
            for outcome, word in WORDS.items()
            if verdict.count(outcome) or outcome == "holds"
        ]
        self._line()
        self._line(f"  {' · '.join(parts)}   {self._in(f'{verdict.seconds:.1f} s', '2')}")

    def _wrapped(self, text: str, colour: str) -> None:
        for line in _paragraph(text, self.width - 10):
            self._line(f"          {self._in(line, colour)}")

    def _line(self, text: str = "") -> None:
        wipe = "\r\x1b[K" if self.live else ""
        self.out.write(f"{wipe}{text}\n")
        self.out.flush()

    def _in(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour and colour != "0" else text


def _paragraph(text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(text, max(30, width), break_on_hyphens=False) or [""]
