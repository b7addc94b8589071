"""A parameter as its field shows it: all members are there, and what was left open is null.

Source: the SDK's description of the resource; a hash that it describes with no word of its own is
left out rather than null (`catalogue.Field.bare`).
"""

from functools import cache
from typing import Any

from simulator.catalogue import Field, Kind, ListOf, Nested, resource


@cache
def kind_of(of: str, field: str) -> Kind:
    """What a field of a resource holds.

    Raises:
        LookupError: the SDK has no such resource, or it no such field.
    """
    for found in resource(of).fields:
        if found.name == field:
            return found.kind
    raise LookupError(f"{of} has no field {field}")


def shown(of: str, field: str, given: Any) -> Any:
    """What was sent under the name of a resource's field, as that field shows it."""
    return _shown(kind_of(of, field), given)


def _shown(kind: Kind, given: Any) -> Any:
    match kind, given:
        case Nested(fields=fields), dict():
            members = [_member(field, given) for field in sorted(fields, key=_name)]
            return {name: value for here in members for name, value in here.items()}
        case ListOf(of=of), list():
            return [_shown(of, member) for member in given]
        case _:
            return None if given == "" else given


def _name(field: Field) -> str:
    return field.name


def _member(field: Field, given: dict[str, Any]) -> dict[str, Any]:
    value = given.get(field.name)
    if value is None and field.bare:
        return {}
    return {field.name: None if value is None else _shown(field.kind, value)}
