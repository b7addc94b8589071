"""What went over the wire, as a picture: shopper, shop and Stripe side by side, time going down.

An arrow is a request; its words say what was asked, and how it was answered. Deliveries are dashed.
What the story made go wrong is named where it struck, and time that was moved on is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

Row = Mapping[str, Any]

ROW: Final = 36
TOP: Final = 52
WIDTH: Final = 920
LANES: Final[Mapping[str, tuple[str, int]]] = {
    "shopper": ("shopper", 90),
    "shop": ("shop", 350),
    "stripe": ("Stripe", 830),
}
ROWS_MOST: Final = 80
LATER_S: Final = 60
"""Seconds between two steps from which on the picture says how much later it is."""
UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def picture(steps: Sequence[Row]) -> str:
    """An SVG of these steps, `scenarios.seen.Step` as plain data; "" where there are none."""
    if not steps:
        return ""
    shown = steps[:ROWS_MOST]
    lanes = [lane for lane in LANES if lane != "shopper" or any(s["by"] == lane for s in shown)]
    drawn, y, before = [], TOP, shown[0]["at"]
    for step in shown:
        if step["at"] - before >= LATER_S:
            drawn.append(_later(y, step["at"] - before))
            y += ROW
        before = step["at"]
        drawn.append(_arrow(y + ROW, step))
        y += ROW
    if len(steps) > len(shown):
        drawn.append(_note(y + ROW, f"and {len(steps) - len(shown)} more"))
        y += ROW
    left = 0 if "shopper" in lanes else LANES["shop"][1] - 110
    height = y + 24
    return (
        f'<div class="picture"><svg viewBox="{left} 0 {WIDTH - left} {height}" role="img"'
        ' aria-label="requests and deliveries, in the order in which they were answered">'
        '<g font-family="ui-monospace,monospace" font-size="12" fill="var(--ink)">'
        f"{''.join(_lane(name, height) for name in lanes)}{''.join(drawn)}</g></svg></div>"
    )


def _lane(lane: str, height: int) -> str:
    name, x = LANES[lane]
    return (
        f'<path d="M{x} 40V{height - 8}" stroke="var(--line)" stroke-width="2"/>'
        f'<rect x="{x - 44}" y="10" width="88" height="26" rx="13" fill="var(--code)"/>'
        f'<text x="{x}" y="27" text-anchor="middle" font-weight="600"'
        f' font-family="system-ui,sans-serif">{name}</text>'
    )


def _arrow(y: int, step: Row) -> str:
    by = step["by"]
    start, end = LANES[by][1], LANES["shop" if by == "stripe" else "stripe"][1]
    forth = 1 if end > start else -1
    good = isinstance(step["status"], int) and step["status"] < 300
    colour = "var(--bad)" if not good else "var(--event)" if by == "stripe" else "var(--call)"
    dashes = ' stroke-dasharray="5 4"' if by == "stripe" else ""
    stop = end - forth * 7
    if step["status"] is None:  # no answer came: the arrow breaks off
        stop = end - forth * 60
        tip = f'<path d="M{stop - 5} {y - 5}l10 10m0 -10l-10 10" stroke="{colour}" fill="none"/>'
    else:
        tip = f'<path d="M{end} {y}l{-forth * 9} -4.5v9z" fill="{colour}"/>'
    return (
        f'<path d="M{start} {y}H{stop}" stroke="{colour}" stroke-width="1.5" fill="none"{dashes}/>'
        f'{tip}<circle cx="{start}" cy="{y}" r="3.5" fill="{colour}"/>'
        f'<text x="{(start + end) // 2}" y="{y - 8}" text-anchor="middle" stroke="var(--card)"'
        ' stroke-width="5" paint-order="stroke">'
        f"{''.join(_words(step, colour))}</text>"
    )


def _words(step: Row, colour: str) -> Iterator[str]:
    yield f"<title>{escape(step['text'])}</title>"
    yield escape(shortened(step["text"]))
    answer = "no answer" if step["status"] is None else str(step["status"])
    if step["error"] and step["status"] is not None:
        answer += f" {step['error']}"
    yield f'<tspan dx="10" font-weight="600" fill="{colour}">{escape(answer)}</tspan>'
    if step["faults"]:
        named = ", ".join(step["faults"])
        yield f'<tspan dx="10" fill="var(--odd)">⚡ {escape(named)}</tspan>'


def _later(y: int, seconds: int) -> str:
    return _note(y + ROW - 8, f"{spoken(seconds)} later")


def _note(y: int, words: str) -> str:
    middle = (LANES["shop"][1] + LANES["stripe"][1]) // 2
    return (
        f'<text x="{middle}" y="{y}" text-anchor="middle" fill="var(--soft)" font-style="italic"'
        f' font-family="system-ui,sans-serif">{words}</text>'
    )


def spoken(seconds: int) -> str:
    """A span of time in its largest unit: "7 days", "1 hour"."""
    for unit, length in UNITS:
        if seconds >= length:
            count = round(seconds / length)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} s"


def shortened(text: str) -> str:
    """Long ids end after as much as tells them apart."""
    return re.sub(r"\b([a-z]+(?:_test)?_(?=\w*[0-9A-Z])\w{8})\w{6,}", r"\1…", text)
