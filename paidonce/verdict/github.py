"""The verdict for GitHub Actions: annotations on the run, and a summary in Markdown.

GitHub shows ten annotations of a kind for a step, so nine are told alone and the rest as one.
Source: GitHub docs, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, TextIO

from paidonce.verdict.model import Told, Verdict
from paidonce.verdict.terminal import MARKS, WORDS

ALONE_MOST: Final = 9
SUMMARY_MOST: Final = 1_000_000  # bytes; GitHub takes 1 MiB


def tell(verdict: Verdict, out: TextIO | None = None) -> None:
    """Write annotations to the log, and the summary where GitHub asks for it."""
    out = out or sys.stdout
    bad = [t for t in verdict.incidents if t.outcome in {"violated", "unreachable", "inconclusive"}]
    if verdict.trouble:
        out.write(f"::error title=paidonce::{escaped(verdict.trouble)}\n")
    # What the baseline knows fails nothing, and comes after what does.
    bad.sort(key=verdict.excused)
    for told in bad[:ALONE_MOST]:
        out.write(_annotation(told, verdict) + "\n")
    if len(bad) > ALONE_MOST:
        codes = ", ".join(told.code for told in bad[ALONE_MOST:])
        out.write(f"::error title=paidonce::and {len(bad) - ALONE_MOST} more: {escaped(codes)}\n")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(markdown(verdict).encode()[:SUMMARY_MOST].decode("utf-8", "ignore"))


def markdown(verdict: Verdict) -> str:
    """The summary."""
    planted = f" with the defect `{verdict.defect}`" if verdict.defect else ""
    lines = [
        f"## paidonce gate: {verdict.backend}{planted}",
        "",
        "| | incident | what was seen |",
        "|---|---|---|",
    ]
    if verdict.trouble:
        lines[2:2] = [_cell(verdict.trouble), ""]
    for told in verdict.incidents:
        reasons = "<br>".join(_cell(reason) for reason in told.reasons) or WORDS[told.outcome]
        lines.append(f"| {MARKS[told.outcome][0]} | {told.code} {_cell(told.title)} | {reasons} |")
    counts = (f"{verdict.count(o)} {word}" for o, word in WORDS.items() if verdict.count(o))
    lines.extend(["", f"{' · '.join(counts)}, in {verdict.seconds:.1f} s", ""])
    return "\n".join(lines)


def escaped(text: str, *, of_property: bool = False) -> str:
    """Text as a workflow command can carry it."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if of_property else text


def _annotation(told: Told, verdict: Verdict) -> str:
    title = escaped(f"{told.code} {told.title}", of_property=True)
    kind = "warning" if told.outcome == "inconclusive" else "error"
    known = "known to the baseline: " if verdict.excused(told) else ""
    where = f"file={_profile(verdict)}," if _profile(verdict) else ""
    words = escaped(known + (chr(10).join(told.reasons) or told.outcome))
    return f"::{'notice' if known else kind} {where}title={title}::{words}"


def _profile(verdict: Verdict) -> str:
    """The backend's profile, where it lies in the repository: what an annotation can point at."""
    path = Path(verdict.profile)
    if not path.is_absolute():
        return escaped(verdict.profile, of_property=True)
    if not path.is_relative_to(Path.cwd()):
        return ""
    return escaped(str(path.relative_to(Path.cwd())), of_property=True)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
