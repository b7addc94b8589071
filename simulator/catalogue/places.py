"""Places: where in the API's paths an operation's object stands, and what it belongs to.

`/v1/invoices/{invoice}/lines/{line_item_id}` is a line inside an invoice; the kind of either is
known from the operations that retrieve it.
"""

from functools import cache
from typing import NamedTuple

from simulator.catalogue import Operation, operations, resource, unnamed


class Owner(NamedTuple):
    """What the path says that the object belongs to."""

    variable: str
    kind: str | None


class Place(NamedTuple):
    """The path of an operation, taken apart.

    `variable` names the object's own id in the path; None where the path ends in a collection, or
    in the only object of its kind.
    """

    path: str
    variable: str | None
    kind: str | None
    parent: Owner | None

    def url(self, values: dict[str, str]) -> str:
        """The collection's own path, as lists show it."""
        return "/".join(
            values.get(part[1:-1], part) if part.startswith("{") else part
            for part in self.path.split("/")
        )


@cache
def place_of(operation: Operation) -> Place:
    """The place of an operation; for a verb at the end of the path, that of the verb's object."""
    parts = operation.path.split("/")
    if is_move(operation):
        parts.pop()
    variable = parts[-1][1:-1] if parts[-1].startswith("{") else None
    collection = parts[:-1] if variable else parts
    owners = [i for i, part in enumerate(collection) if part.startswith("{")]
    parent = None
    if owners:
        upto = collection[: owners[-1] + 1]
        parent = Owner(upto[-1][1:-1], kind_at("/".join(upto)))
    kind = kind_at("/".join(parts)) if variable else None
    return Place("/".join(collection), variable, kind, parent)


def is_move(operation: Operation) -> bool:
    """Whether a POST ends in a verb: `/v1/invoices/{invoice}/finalize`."""
    parts = operation.path.split("/")
    return (
        operation.method == "POST"
        and operation.answer == "object"
        and not parts[-1].startswith("{")
        and parts[-2].startswith("{")
        and operation.verb not in {"create", "update"}
    )


@cache
def _classes() -> dict[str, str]:
    """The class of object at each path that ends in a variable; variables are left unnamed."""
    return {
        unnamed(found.path): found.returns[0]
        for found in operations()
        if found.path.endswith("}") and found.answer == "object" and found.method == "GET"
    }


def kind_at(path: str) -> str | None:
    """The kind of object that is retrieved at a path template, if the SDK retrieves it."""
    name = _classes().get(unnamed(path))
    return None if name is None else resource(name).object
