"""How long what is sent may be: so many elements of an array, so many characters of a string.

Source: API reference, where it says "up to" or "at most"; the sentences are quoted refusals.
"""

from collections.abc import Mapping
from typing import Any

from simulator.wire.limits import at_most, no_longer


def check_lengths(given: Mapping[str, Any], longest: Mapping[str, int]) -> None:
    """Refuse too much of something.

    Args:
        longest: elements of the arrays of these names, at most.

    Raises:
        ARRAY_TOO_LONG
    """
    for name, most in longest.items():
        at_most(most)(name, given.get(name) or ())


def check_length(value: str | None, most: int, param: str) -> None:
    """Refuse a string of too many characters.

    Raises:
        STRING_TOO_LONG
    """
    if value is not None:
        no_longer(most)(param, value)
