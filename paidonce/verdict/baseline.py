"""A baseline: a verdict of before, whose violations are known and do not fail a gate again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from paidonce.verdict.model import Verdict


class NoBaseline(ValueError):  # noqa: N818 - it says what is missing
    """The file is no verdict."""


def apply(verdict: Verdict, path: Path) -> Verdict:
    """The verdict, knowing which incidents were violated before.

    Raises:
        NoBaseline: the file is not a verdict that `paidonce gate --json` wrote.
    """
    try:
        rows = json.loads(path.read_text("utf-8"))["incidents"]
        known = tuple(row["code"] for row in rows if row["outcome"] == "violated")
    except (ValueError, KeyError, TypeError) as error:
        raise NoBaseline(
            f"{path} is no verdict; write one with `paidonce gate --json {path.name}`"
        ) from error
    return replace(verdict, known=known)
