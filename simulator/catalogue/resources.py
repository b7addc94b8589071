"""Resource classes of the SDK, read field by field.

Rule 1: a resource inside a resource is a reference by name, never read along: resources refer
to each other in circles.
Rule 2: `deleted` is no field. A deleted object is a stub of three fields, and a resource only
says whether it can become one.
"""

from __future__ import annotations

import ast

from simulator.catalogue import source
from simulator.catalogue.absent import is_left_out
from simulator.catalogue.annotations import read
from simulator.catalogue.kinds import Field, Kind, Listing, Nested, Reference, Resource


def read_resource(name: str) -> Resource:
    """One resource with all its fields, nested hashes included, in the SDK's order.

    Raises:
        LookupError: the SDK has no such class.
    """
    module, class_name = source.resource_module(name)
    node = module.classes[class_name]
    fields = _Scope(module, node, None, name).fields_of(node)
    return Resource(
        name=name,
        object=_object_name(node),
        fields=tuple(field for field in fields if field.name != "deleted"),
        deletable=any(field.name == "deleted" for field in fields),
    )


class _Scope:
    """A class body, inside which the names of its nested classes mean those classes."""

    def __init__(
        self, module: source.Module, node: ast.ClassDef, outer: _Scope | None, resource: str
    ) -> None:
        self._module = module
        self._resource = resource
        self._outer = outer
        self._classes = {
            child.name: child for child in node.body if isinstance(child, ast.ClassDef)
        }

    def fields_of(self, node: ast.ClassDef) -> tuple[Field, ...]:
        wire_names = _remapped(node)
        fields: list[Field] = []
        for statement, following in zip(node.body, [*node.body[1:], None], strict=True):
            if not isinstance(statement, ast.AnnAssign) or not isinstance(
                statement.target, ast.Name
            ):
                continue
            name = statement.target.id
            if name == "OBJECT_NAME" or name.startswith("_"):
                continue
            understood = read(statement.annotation, self)
            bare = understood.optional and (
                not _is_text(following) or is_left_out(self._resource, node.name, name)
            )
            fields.append(
                Field(wire_names.get(name, name), understood.kind, understood.optional, bare)
            )
        return tuple(fields)

    def kind_of(self, name: str) -> Kind:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope._classes:
                node = scope._classes[name]
                return Nested(_Scope(self._module, node, scope, self._resource).fields_of(node))
            scope = scope._outer
        return Reference((self._module.qualified(name),), expandable=False)

    def listing_of(self, item: Kind) -> Kind:
        if not isinstance(item, (Reference, Nested)):
            raise TypeError(f"a list object of {item}")
        return Listing(item)


def _is_text(node: ast.stmt | None) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _remapped(node: ast.ClassDef) -> dict[str, str]:
    """Fields that Python cannot spell: `in_` is `in` on the wire."""
    for statement in node.body:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and statement.targets[0].id == "_field_remappings"
        ):
            spelled: dict[str, str] = ast.literal_eval(statement.value)
            return spelled
    return {}


def _object_name(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.target.id == "OBJECT_NAME"
            and isinstance(statement.value, ast.Constant)
        ):
            return str(statement.value.value)
    return None


def read_object_classes() -> dict[str, str]:
    """Which class stands for which `object` name on the wire."""
    path = source.package() / "_object_classes.py"
    for statement in ast.parse(path.read_text("utf-8")).body:
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.target.id == "OBJECT_CLASSES"
            and statement.value is not None
        ):
            table: dict[str, tuple[str, str]] = ast.literal_eval(statement.value)
            return {
                name: source.qualified(module, class_name)
                for name, (module, class_name) in table.items()
            }
    raise LookupError(f"{path} does not list the classes of objects")
