"""From the SDK's type annotations to kinds.

Rule 1: every spelling the SDK uses is understood here, and one that is not is an error: a new
SDK that says things in a new way must not pass for one that says less.
Rule 2: `Literal[…]|str` is an enum: the SDK leaves room for words of later API versions, but
Stripe refuses what is not on the list.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from simulator.catalogue.kinds import (
    Anything,
    Boolean,
    Decimal,
    Either,
    Enum,
    Integer,
    Kind,
    ListOf,
    MapOf,
    Number,
    Reference,
    String,
)

_SCALARS: dict[str, Kind] = {
    "str": String(),
    "int": Integer(),
    "float": Number(),
    "Decimal": Decimal(),
    "bool": Boolean(),
    "Any": Anything(),
    "object": Anything(),
}


class Names(Protocol):
    """What a bare name or `ListObject[X]` in an annotation stands for, where it is read."""

    def kind_of(self, name: str) -> Kind:
        """The kind behind a class name.

        Raises:
            LookupError: the name is not one of the SDK's classes.
        """

    def listing_of(self, item: Kind) -> Kind:
        """The kind of a list object of such items."""


class Read(NamedTuple):
    """An annotation, understood: what it holds, and what its wrapping says of it."""

    kind: Kind
    required: bool
    unsettable: bool
    optional: bool


def read(annotation: ast.expr, names: Names) -> Read:
    """Understand one annotation.

    Raises:
        ValueError: it is spelled in a way that this reader does not know.
    """
    node = _unquoted(annotation)
    required = optional = True
    if (inner := _argument(node, "NotRequired")) is not None:
        node, required = _unquoted(inner), False
    if (inner := _argument(node, "Optional")) is not None:
        node = _unquoted(inner)
    else:
        optional = False
    kind, unsettable = _settable(node, names)
    return Read(kind, required, unsettable, optional)


def _settable(node: ast.expr, names: Names) -> tuple[Kind, bool]:
    """The kind without the empty string, and whether the empty string was part of it."""
    members = list(_members(node))
    kinds = [kind for member in members for kind in _kinds(member, names)]
    unsettable = any("" in _literals(member) for member in members)
    return _joined(kinds), unsettable


def _members(node: ast.expr) -> Iterator[ast.expr]:
    """The alternatives of `A|B`, `Union[A, B]` and `"A|B"`, from left to right."""
    node = _unquoted(node)
    if isinstance(node, ast.BinOp):
        yield from _members(node.left)
        yield from _members(node.right)
    elif isinstance(node, ast.Subscript) and _name(node.value) == "Union":
        for element in _elements(node.slice):
            yield from _members(element)
    else:
        yield node


def _kinds(node: ast.expr, names: Names) -> Iterator[Kind]:
    if isinstance(node, ast.Subscript):
        head = _name(node.value)
        if head == "Literal":
            if any(isinstance(value, bool) for value in _literals(node)):
                yield Boolean()
            elif words := tuple(str(word) for word in _literals(node) if word != ""):
                yield Enum(words)
            return
        if head == "List":
            yield ListOf(_settable(node.slice, names)[0])
            return
        if head in {"Dict", "UntypedStripeObject"}:
            yield MapOf(*_settable(_elements(node.slice)[-1], names))
            return
        if head == "ListObject":
            yield names.listing_of(_settable(node.slice, names)[0])
            return
        if head == "ExpandableField":
            yield _expandable(_settable(node.slice, names)[0])
            return
    if isinstance(node, ast.Name):
        yield _SCALARS[node.id] if node.id in _SCALARS else names.kind_of(node.id)
        return
    if isinstance(node, ast.Attribute):
        yield names.kind_of(node.attr)
        return
    raise ValueError(f"the SDK says {ast.unparse(node)}, which the catalogue cannot read")


def _expandable(kind: Kind) -> Kind:
    """An id until it is expanded; what has no class of its own (a Radar rule) is just either."""
    if isinstance(kind, Reference):
        return Reference(kind.classes, expandable=True)
    return Either((String(), kind))


def _joined(kinds: list[Kind]) -> Kind:
    """One kind for several alternatives: equal ones fall together, an enum swallows `str`."""
    distinct = list(dict.fromkeys(kinds))
    if any(isinstance(kind, Enum) for kind in distinct):
        distinct = [kind for kind in distinct if not isinstance(kind, String)]
    if distinct and all(isinstance(kind, Reference) for kind in distinct):
        references = [kind for kind in distinct if isinstance(kind, Reference)]
        classes = [name for reference in references for name in reference.classes]
        return Reference(tuple(classes), any(reference.expandable for reference in references))
    if len(distinct) == 1:
        return distinct[0]
    return Either(tuple(distinct)) if distinct else String()


def _literals(node: ast.expr) -> list[object]:
    if isinstance(node, ast.Subscript) and _name(node.value) == "Literal":
        return [item.value for item in _elements(node.slice) if isinstance(item, ast.Constant)]
    return []


def _argument(node: ast.expr, head: str) -> ast.expr | None:
    if isinstance(node, ast.Subscript) and _name(node.value) == head:
        return node.slice
    return None


def _elements(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _unquoted(node: ast.expr) -> ast.expr:
    """An annotation in quotes, parsed."""
    while isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value.strip(), mode="eval").body
    return node
