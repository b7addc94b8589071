"""Values put into a profile's requests, and values picked out of the answers.

`"{sku}"` alone gives the value itself, a number or a list as it is; inside other text it gives the
value written out. A doubled brace is a brace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_PLACE: Final = re.compile(r"\{\{|\}\}|\{([A-Za-z_][\w.]*)\}")
_ALONE: Final = re.compile(r"\{([A-Za-z_][\w.]*)\}\Z")


class MissingValue(LookupError):  # noqa: N818 - it names what is missing, and whoever asked tells it
    """A template asks for a value that nobody gave."""


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with its places filled; dicts lose the keys whose value is None.

    Raises:
        MissingValue: a place names a value that is not there.
    """
    if isinstance(template, str):
        return _fill_text(template, values)
    if isinstance(template, Mapping):
        filled = {str(fill(key, values)): fill(value, values) for key, value in template.items()}
        return {key: value for key, value in filled.items() if value is not None}
    if isinstance(template, list):
        return [fill(value, values) for value in template]
    return template


def _fill_text(template: str, values: Mapping[str, Any]) -> Any:
    if alone := _ALONE.match(template):
        return _value(alone[1], values)

    def place(found: re.Match[str]) -> str:
        return found[0][0] if found[1] is None else str(_value(found[1], values))

    return _PLACE.sub(place, template)


def _value(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        raise MissingValue(name)
    return values[name]


def places(template: Any) -> Iterator[str]:
    """The names of all values that a template asks for."""
    if isinstance(template, str):
        yield from (found[1] for found in _PLACE.finditer(template) if found[1] is not None)
    elif isinstance(template, Mapping):
        for key, value in template.items():
            yield from places(key)
            yield from places(value)
    elif isinstance(template, list):
        for value in template:
            yield from places(value)


def pick(body: Any, expressions: Mapping[str, str]) -> dict[str, Any]:
    """What the JMESPath expressions find in an answer; what they do not find is None."""
    return {name: _found(body, expression) for name, expression in expressions.items()}


def _found(body: Any, expression: str) -> Any:
    # Most expressions are a plain field, and most of a gate's time goes into them.
    if expression.isidentifier() and isinstance(body, Mapping):
        return body.get(expression)
    import jmespath  # noqa: PLC0415 - only a gate needs it

    return jmespath.search(expression, body)
