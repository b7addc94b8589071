"""Verdicts for tests."""

from __future__ import annotations

from paidonce.verdict.model import Outcome, Telling, Told, Verdict

REASON = "order 17: charged 100.00 usd, no order exists; refunded without anyone asking"


def told(code: str, *outcomes: Outcome, reasons: tuple[str, ...] = (REASON,)) -> Told:
    tellings = tuple(
        Telling(f"test_telling_{n}", outcome, () if outcome == "holds" else reasons, 0.5)
        for n, outcome in enumerate(outcomes)
    )
    return Told(code, "a_story", f"Title of {code}", "It went wrong.", ("charged_once",), ("a#1",),
                tellings)  # fmt: skip


def verdict(*incidents: Told, trouble: str = "", known: tuple[str, ...] = ()) -> Verdict:
    return Verdict("a shop", 1, None, "paidonce.toml", incidents, 1.5, trouble, known)
