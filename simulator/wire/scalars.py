"""Scalars: one string on the wire, read as what the parameter takes.

Every reader here either gives the value or raises `Refusal`, and knows nothing of where it is.

Source: recorded refusals; Stripe docs, "Errors", "Metadata".
"""

import json
import math
import re
from collections.abc import Callable
from typing import Any, Final

from simulator import errors
from simulator.errors import ErrorSpec, StripeError
from simulator.wire import currencies
from simulator.wire.word_orders import in_order


class Refusal(Exception):  # noqa: N818 - no error of ours: it never leaves wire.parameters
    """A value that cannot be read: the row that says so, and the row's words."""

    def __init__(self, row: ErrorSpec, **words: object) -> None:
        super().__init__()
        self._row = row
        self._words = words

    def at(self, path: str) -> StripeError:
        """The refusal of what was sent under this path.

        A row that names the parameter names all of its path.
        """
        words = dict(self._words)
        if self._row in (errors.INVALID_ENUM, errors.PARAMETER_EMPTY):
            words["name"] = path
        return StripeError(self._row, words, param=path)


def last_name(path: str) -> str:
    """`items[0][price]` gives `price`, and `payment_method_types[0]` itself."""
    name = re.search(r"([^\[\]]+)\]?((?:\[\d+\])*)$", path)
    return path if name is None else name[1] + name[2]


_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_BOOLEANS: Final = {"true": True, "false": False, "True": True, "False": False}
STRING_MAX: Final = 5000
"""Characters of any string without a limit of its own. Source: Stripe's own description."""
ARGUMENT_MAX: Final = 20_000
"""Characters of what is argued against a dispute. Source: API reference, "Update a dispute"."""


def shown(value: Any) -> str:
    """What was sent, inside a sentence."""
    return value if type(value) is str else json.dumps(value, separators=(",", ":"))


def string_up_to(most: int) -> Callable[[Any], str]:
    """A reader of text of at most so many characters."""

    def read(value: Any) -> str:
        if type(value) is not str:
            raise Refusal(errors.INVALID_STRING, value=shown(value))
        if value == "":
            raise Refusal(errors.PARAMETER_EMPTY)
        if len(value) > most:
            raise Refusal(errors.STRING_TOO_LONG, value=f"{value[:4]}...{value[-4:]}", most=most)
        return value

    return read


string: Final = string_up_to(STRING_MAX)


def text(value: Any) -> str:
    """Text that may be empty."""
    return "" if value == "" else string(value)


def integer(value: Any) -> int:
    """A whole number of at most 18 digits."""
    if type(value) is not str or _INTEGER.fullmatch(value) is None:
        raise refused(value, errors.INVALID_INTEGER)
    return int(value)


def number(value: Any) -> float:
    """A number with or without a fraction."""
    found = float(decimal(value))
    return int(found) if math.trunc(found) == found else found


def decimal(value: Any) -> str:
    """A number with or without a fraction, kept as it was written."""
    if type(value) is not str or _DECIMAL.fullmatch(value) is None:
        raise refused(value, errors.INVALID_DECIMAL)
    return value


def boolean(value: Any) -> bool:
    """`true` or `false`; stripe-python before 8 sends them with a capital."""
    found = _BOOLEANS.get(value) if type(value) is str else None
    if found is None:
        raise refused(value, errors.INVALID_BOOLEAN)
    return found


def currency(value: Any) -> str:
    """A currency, in whatever letters; kept in small ones."""
    found = string(value).lower()
    if found not in currencies.KNOWN:
        raise Refusal(
            errors.INVALID_CURRENCY, value=value, supported=", ".join(currencies.SUPPORTED)
        )
    return found


def email(value: Any) -> str:
    """An e-mail address."""
    if _EMAIL.fullmatch(string(value)) is None:
        raise Refusal(errors.INVALID_EMAIL, value=value)
    return str(value)


def one_of(words: tuple[str, ...]) -> Callable[[Any], str]:
    """A reader of one of these words."""
    known = frozenset(words)
    listed = in_order(words)

    def read(value: Any) -> str:
        if type(value) is not str or value not in known:
            raise refused(value, errors.INVALID_ENUM, choices=choices(listed))
        return value

    return read


def choices(words: tuple[str, ...]) -> str:
    """`a`, `a or b`, `a, b, or c`."""
    if len(words) < 3:
        return " or ".join(words)
    return f"{', '.join(words[:-1])}, or {words[-1]}"


def refused(value: Any, row: ErrorSpec, **words: object) -> Refusal:
    """The refusal of a value by this row, unless it is empty, which has a row of its own."""
    if value == "":
        return Refusal(errors.PARAMETER_EMPTY)
    return Refusal(row, value=shown(value), **words)


def unsettable(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A reader that takes the empty string, too, as None."""

    def read_or_unset(value: Any) -> Any:
        return None if value == "" else read(value)

    return read_or_unset


def anything(value: Any) -> Any:
    """What the SDK does not describe."""
    return value


METADATA_VALUE_MAX: Final = 500
"""Characters."""


def metadata_value(value: Any) -> str:
    """A value of metadata; the empty string deletes its key."""
    if type(value) is not str:
        raise Refusal(errors.INVALID_STRING, value=shown(value))
    if len(value) > METADATA_VALUE_MAX:
        raise Refusal(errors.METADATA_VALUE_TOO_LONG, length=len(value), value=value)
    return value
