"""Making things: what an object of a generic resource reads like after it was created or updated.

Rule 1: a field that nobody set has what Stripe would answer for it as far as its type tells: null
where it may be null, absent where it may be absent, else the emptiest value of its kind. What types
do not tell is in `catalogue.defaults`.
Rule 2: a parameter is echoed into the field of its name, where it fits the field's kind.
Rule 3: a parameter whose field names another object must name one that there is.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import UNSET

from simulator import errors
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
    resource,
)
from simulator.catalogue.defaults import DEFAULTS
from simulator.catalogue.prefixes import prefix_of
from simulator.catalogue.things import Thing, thing_class
from simulator.wire.nouns import noun_of
from simulator.work import Work

FIRST_STATES: Final = ("draft", "open", "pending", "active", "enabled", "requires_payment_method")
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
UNCHECKED: Final = frozenset({"account", "bank_account", "card", "file", "source", "application"})
"""Kinds whose ids may come from elsewhere: other accounts, uploads, test tokens."""


class Maker:
    """Makes the things of one operation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def make(self, name: str, given: Mapping[str, Any], *, path: str = "") -> Thing:
        """A new thing, with an id of its own unless the client chose one.

        Args:
            name: the resource's class.
            given: typed parameters.
            path: where in the request these parameters stand, for refusals.

        Raises:
            REFERENCE_MISSING: a parameter names an object that there is not.
            RESOURCE_EXISTS: the client chose an id that is taken.
        """
        described = resource(name)
        kind = described.object or name
        known = dict(DEFAULTS.get(kind, {}))
        known |= {"created": self._work.now, "livemode": self._work.account.livemode}
        known["object"] = kind
        known.setdefault("metadata", {})
        values = self.filled(described.fields, given, known, path)
        if any(field.name == "id" for field in described.fields):
            values["id"] = self._new_id(kind, given)
        return msgspec.convert(values, thing_class(name))

    def change(self, thing: Thing, given: Mapping[str, Any]) -> Thing:
        """The thing with these parameters in it; metadata and hashes are merged.

        Raises:
            REFERENCE_MISSING: a parameter names an object that there is not.
        """
        fields = {field.name: field for field in resource(thing.RESOURCE).fields}
        changes: dict[str, Any] = {}
        for name, value in given.items():
            if (field := fields.get(name)) is None:
                continue
            before = getattr(thing, name, UNSET)
            if name == "metadata":
                changes[name] = merged(before, value)
            elif value is None:
                changes[name] = None if field.optional else self.emptiest(field.kind)
            elif (shown := self.echoed(field.kind, value, name)) is not UNSET:
                if isinstance(value, dict) and isinstance(before, dict):
                    shown = before | {key: shown[key] for key in value if key in shown}
                changes[name] = shown
        return msgspec.structs.replace(thing, **changes)

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
                    msgspec.to_builtins(self._part(name, one, f"{path}[{at}]"))
                    for at, one in enumerate(value)
                    if isinstance(one, dict)
                ]
                return {"object": "list", "data": made, "has_more": False, "url": ""}
            case Either(of=kinds), _:
                shown = (self.echoed(each, value, path, depth) for each in kinds)
                return next((each for each in shown if each is not UNSET), UNSET)
            case Reference(), str():
                return self._referred(kind, value, path)
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

    def _part(self, name: str, given: Mapping[str, Any], path: str) -> Thing:
        """A thing that is made along with the one that lists it, and can be asked for."""
        return self._work.keep(self.make(name, given, path=path))

    def _referred(self, kind: Reference, id: str, path: str) -> Any:
        """An id that a field names, or, where the field never shows an id, what it names."""
        kinds = [resource(name).object or name for name in kind.classes]
        found = next((one for each in kinds if (one := self._work.find_any(each, id))), None)
        if found is None and not UNCHECKED.intersection(kinds):
            raise errors.REFERENCE_MISSING(param=path, noun=noun_of(kinds[0]), id=id)
        if found is None or kind.expandable:
            return id
        return msgspec.to_builtins(found)

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

    def _new_id(self, kind: str, given: Mapping[str, Any]) -> str:
        if chosen := given.get("id"):
            if self._work.find_any(kind, chosen) is not None:
                raise errors.RESOURCE_EXISTS(noun=noun_of(kind).capitalize())
            return str(chosen)
        if prefix := prefix_of(kind):
            return self._work.new_id(prefix)
        return self._work.account.ids.any(8)


def merged(before: Any, given: Mapping[str, str] | None) -> dict[str, str]:
    """Metadata after an update: an empty value deletes its key, an empty whole all of them."""
    if given is None:
        return {}
    old = before if isinstance(before, dict) else {}
    return {name: value for name, value in {**old, **given}.items() if value != ""}


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
