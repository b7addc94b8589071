"""How long what is sent may be: so many elements of an array, so many characters of a string.

Source: API reference, where it says "up to" or "at most"; the sentences are quoted refusals.
"""

from collections.abc import Mapping
from typing import Any

from simulator import errors


def check_lengths(given: Mapping[str, Any], longest: Mapping[str, int]) -> None:
    """Refuse too much of something.

    Args:
        longest: elements of the arrays of these names, at most.

    Raises:
        ARRAY_TOO_LONG
    """
    for name, most in longest.items():
        if len(given.get(name) or ()) > most:
            raise errors.ARRAY_TOO_LONG(param=name, name=name, most=most)


def check_length(value: str | None, most: int, param: str) -> None:
    """Refuse a string of too many characters.

    Raises:
        STRING_TOO_LONG
    """
    if value is not None and len(value) > most:
        raise errors.STRING_TOO_LONG(param=param, value=f"{value[:4]}...{value[-4:]}", most=most)
