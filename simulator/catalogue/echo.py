"""From parameters to fields: what a resource shows of what was sent, and of what was not.

Rule 1: a field that nobody set has what Stripe would answer for it as far as its type tells: null
where it may be null, absent where it may be absent, else the emptiest value of its kind.
Rule 2: a parameter is echoed into the field of its name, where it fits the field's kind.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET

from simulator.catalogue import (
    Anything,
    Boolean,
    Decimal,
    Either,
    Enum,
    Field,
    Integer,
    Kind,
    Listing,
    ListOf,
    MapOf,
    Nested,
    Number,
    Reference,
)

FIRST_STATES: Final = (
    "draft",
    "open",
    "pending",
    "active",
    "enabled",
    "requires_payment_method",
    "requires_input",
)
"""What a new object's status is, if its resource knows the word; else the resource's first."""
DEPTH_MAX: Final = 12
"""How deep hashes are filled in."""
EMPTY: Final[Mapping[type[Kind], Any]] = {
    Boolean: False,
    Integer: 0,
    Number: 0,
    Decimal: "0",
    Reference: None,
}


def echoed(kind: Kind, value: Any) -> Any:
    """A parameter's value as a field of this kind shows it; UNSET: it has no place there."""
    return Echo().echoed(kind, value, "")


class Echo:
    """Fills fields by their types. What another object is needed for is left to the Maker."""

    def filled(
        self,
        fields: tuple[Field, ...],
        given: Mapping[str, Any],
        known: Mapping[str, Any],
        path: str,
        depth: int = 0,
    ) -> dict[str, Any]:
        """Values for all fields: what was given, what is known of the resource, what types tell."""
        found: dict[str, Any] = {}
        for field in fields:
            name = field.name
            value: Any = UNSET
            if given.get(name) is not None:
                at = f"{path}[{name}]" if path else name
                value = self.echoed(field.kind, given[name], at, depth)
            if value is UNSET:
                value = self._untouched(field, fields, known, given.get("type"), depth)
            if value is not UNSET:
                found[name] = value
        return found

    def _untouched(
        self,
        field: Field,
        fields: tuple[Field, ...],
        known: Mapping[str, Any],
        type_given: object,
        depth: int,
    ) -> Any:
        if field.name in known:
            return known[field.name]
        if not field.optional:
            return self.emptiest(field.kind, depth)
        absent = field.bare or is_of_another_type(field, fields, type_given)
        return UNSET if absent else None

    def echoed(  # noqa: PLR0911 - one case a kind
        self, kind: Kind, value: Any, path: str, depth: int = 0
    ) -> Any:
        """A parameter's value as its field shows it; UNSET: it has no place there."""
        if depth > DEPTH_MAX:
            return UNSET
        match kind, value:
            case Nested(fields=fields), dict():
                return in_order(self.filled(fields, value, {}, path, depth + 1))
            case MapOf(of=of), dict():
                members = {
                    name: self.echoed(of, member, f"{path}[{name}]", depth + 1)
                    for name, member in value.items()
                }
                return {name: one for name, one in members.items() if one not in (UNSET, "")}
            case ListOf(of=of), list():
                return self._echoed_members(of, value, path, depth)
            case Listing(of=Reference(classes=[name])), list():
                made = [
                    self.part(name, one, f"{path}[{at}]")
                    for at, one in enumerate(value)
                    if isinstance(one, dict)
                ]
                return {"object": "list", "data": made, "has_more": False, "url": ""}
            case Either(of=kinds), _:
                shown = (self.echoed(each, value, path, depth) for each in kinds)
                return next((each for each in shown if each is not UNSET), UNSET)
            case Reference(), str():
                return self.referred(kind, value, path)
            case Anything(), _:
                return value
            case (Nested() | MapOf() | ListOf() | Reference() | Listing(), _):
                return UNSET
            case _, dict() | list():
                return UNSET
            case _:
                return value

    def _echoed_members(self, of: Kind, value: list[Any], path: str, depth: int) -> list[Any]:
        members = (
            self.echoed(of, member, f"{path}[{at}]", depth + 1) for at, member in enumerate(value)
        )
        return [member for member in members if member is not UNSET]

    def part(
        self,
        name: str,  # noqa: ARG002 - the Maker's business
        given: Mapping[str, Any],
        path: str,  # noqa: ARG002 - the Maker's business
    ) -> Any:
        """An object of this class inside a list inside the object."""
        return dict(given)

    def referred(
        self,
        kind: Reference,  # noqa: ARG002 - the Maker's business
        id: str,
        path: str,  # noqa: ARG002 - the Maker's business
    ) -> Any:
        """What stands in a field that names another object."""
        return id

    def emptiest(self, kind: Kind, depth: int = 0) -> Any:
        """What a field that must have a value has when nothing else is known."""
        match kind:
            case Boolean() | Integer() | Number() | Decimal() | Reference():
                return EMPTY[type(kind)]
            case Enum(values=values):
                return next((word for word in FIRST_STATES if word in values), values[0])
            case ListOf():
                return []
            case MapOf() | Anything():
                return {}
            case Nested(fields=fields) if depth < DEPTH_MAX:
                return in_order(self.filled(fields, {}, {}, "", depth + 1))
            case Listing():
                return {"object": "list", "data": [], "has_more": False, "url": ""}
            case _:
                return ""


def is_of_another_type(field: Field, fields: tuple[Field, ...], type_given: object) -> bool:
    """Whether a hash describes one type of several, and not this object's (`card`, `ideal`)."""
    if not isinstance(field.kind, Nested) or field.name == type_given:
        return False
    return any(
        other.name == "type" and isinstance(other.kind, Enum) and field.name in other.kind.values
        for other in fields
    )


def in_order(document: dict[str, Any]) -> dict[str, Any]:
    """A hash with its keys as Stripe orders them."""
    head = {name: document[name] for name in ("id", "object") if name in document}
    return head | {name: document[name] for name in sorted(document) if name not in head}
