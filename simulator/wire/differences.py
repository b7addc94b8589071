"""What an event says of the object as it was before.

Source: API reference, "The Event object": `previous_attributes` holds the old values of the keys
that changed; of a hash only the keys in it that changed, of an array the whole old array.
"""

from typing import Any

import msgspec


def previous_attributes(before: Any, after: Any) -> dict[str, Any]:
    """The old values of what changed between two states of one object."""
    if isinstance(before, msgspec.Struct) and type(before) is type(after):
        # Most fields are the very same; only those that are not are worth a closer look.
        changed = {
            field: (getattr(before, field), getattr(after, field))
            for field in before.__struct_fields__
            if getattr(before, field) is not getattr(after, field)
        }
    else:
        old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
        changed = {key: (old.get(key), new.get(key)) for key in old.keys() | new.keys()}
    found = {}
    for key in sorted(changed):
        was, now = changed[key]
        if was is msgspec.UNSET:
            was = None
        if was != now:
            found[key] = _old_value(msgspec.to_builtins(was), _plain(now))
    return found


def as_before(after: dict[str, Any], previous: dict[str, Any]) -> dict[str, Any]:
    """The object as it was, out of what it is and what was told of it; a document of its own."""
    found = {key: msgspec.to_builtins(value) for key, value in after.items()}
    for key, was in previous.items():
        now = found.get(key)
        nested = isinstance(was, dict) and isinstance(now, dict)
        found[key] = as_before(now or {}, was) if nested else msgspec.to_builtins(was)
    return found


def _plain(value: Any) -> Any:
    return None if value is msgspec.UNSET else msgspec.to_builtins(value)


def _old_value(old: Any, new: Any) -> Any:
    """The old value; of a hash, only what changed in it."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return old
    return {
        key: _old_value(old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    }
