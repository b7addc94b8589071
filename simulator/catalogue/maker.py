"""Making things: what an object of a generic resource reads like after it was created or updated.

Rule 1: what types tell of a field is `catalogue.echo`'s; what they do not tell is in
`catalogue.defaults`.
Rule 2: a parameter whose field names another object must name one that there is.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import UNSET

from simulator import errors
from simulator.catalogue import Kind, Reference, String, resource
from simulator.catalogue.defaults import DEFAULTS
from simulator.catalogue.echo import Echo
from simulator.catalogue.prefixes import prefix_of
from simulator.catalogue.things import Thing, thing_class
from simulator.wire.nouns import noun_of
from simulator.wire.scalars import last_name
from simulator.work import Work

UNCHECKED: Final = frozenset(
    {"account", "application", "bank_account", "card", "file", "source", "tax_code"}
)
"""Kinds whose ids may come from elsewhere: other accounts, uploads, test tokens, Stripe's lists."""
NAMED: Final = frozenset(
    {
        "charge",
        "coupon",
        "customer",
        "invoice",
        "payment_intent",
        "price",
        "product",
        "subscription",
    }
)
"""Fields that name an object of this kind even where the SDK calls them mere strings."""


class Maker(Echo):
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
        known = {
            field: default(self._work) if callable(default) else default
            for field, default in DEFAULTS.get(kind, {}).items()
        }
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

    def echoed(self, kind: Kind, value: Any, path: str, depth: int = 0) -> Any:
        """As `Echo` does; a string that names an object must name one that there is."""
        if isinstance(kind, String) and isinstance(value, str):
            name = last_name(path)
            if name in NAMED and self._work.find_any(name, value) is None:
                raise errors.REFERENCE_MISSING(param=path, noun=noun_of(name), id=value)
        return super().echoed(kind, value, path, depth)

    def part(self, name: str, given: Mapping[str, Any], path: str) -> Any:
        """A thing that is made along with the one that lists it, and can be asked for."""
        return msgspec.to_builtins(self._work.keep(self.make(name, given, path=path)))

    def referred(self, kind: Reference, id: str, path: str) -> Any:
        """An id that a field names, or, where the field never shows an id, what it names."""
        kinds = [resource(name).object or name for name in kind.classes]
        found = next((one for each in kinds if (one := self._work.find_any(each, id))), None)
        if found is None and not UNCHECKED.intersection(kinds):
            raise errors.REFERENCE_MISSING(param=path, noun=noun_of(kinds[0]), id=id)
        if found is None or kind.expandable:
            return id
        return msgspec.to_builtins(found)

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
