"""What an event says of the object as it was before.

Source: API reference, "The Event object": `previous_attributes` holds the old values of the keys
that changed; of a hash only the keys in it that changed, of an array the whole old array.
"""

from typing import Any

import msgspec


def previous_attributes(before: Any, after: Any) -> dict[str, Any]:
    """The old values of what changed between two states of one object."""
    return _differences(msgspec.to_builtins(before), msgspec.to_builtins(after))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            found[key] = _differences(old, new)
        else:
            found[key] = old
    return dict(sorted(found.items()))
