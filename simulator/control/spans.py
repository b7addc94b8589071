"""Spans of time as people write them: `7d`, `1h30m`, `90s`, `90`."""

import re
from typing import Final

UNITS: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN = re.compile(r"(?:\d+[wdhms]\s*)+")
_PART = re.compile(r"(\d+)([wdhms])")


def seconds_of(span: int | str) -> int:
    """A span in seconds.

    Raises:
        ValueError: it is none, or a negative one.
    """
    if isinstance(span, int):
        if span < 0:
            raise ValueError("time only moves forward")
        return span
    text = span.strip().lower()
    if text.isdecimal():
        return int(text)
    if not _SPAN.fullmatch(text):
        raise ValueError(f"{span!r} is not a span of time; write it like '7d', '1h30m' or '90s'")
    return sum(int(number) * UNITS[unit] for number, unit in _PART.findall(text))
