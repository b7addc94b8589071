"""Parameter classes of the SDK, read as shapes."""

from __future__ import annotations

import ast

from simulator.catalogue import source
from simulator.catalogue.annotations import read
from simulator.catalogue.kinds import Hash, Kind, Parameter, Shape


def read_shape(name: str) -> Shape:
    """The parameters of one class, nested ones included, in the SDK's order.

    Raises:
        LookupError: the SDK has no such class.
    """
    module, class_name = source.params_module(name)
    return Shape(name, _Params(module).parameters_of(class_name))


class _Params:
    """The classes of one module: a hash inside a hash is another class of the same module."""

    def __init__(self, module: source.Module) -> None:
        self._module = module

    def parameters_of(self, class_name: str) -> tuple[Parameter, ...]:
        node = self._module.classes[class_name]
        declared = [*self._functional(node), *_annotated(node)]
        return tuple(self._parameter(name, annotation) for name, annotation in declared)

    def kind_of(self, name: str) -> Kind:
        return Hash(self.parameters_of(name))

    def listing_of(self, item: Kind) -> Kind:
        raise ValueError(f"a list object of {item} cannot be sent")

    def _parameter(self, name: str, annotation: ast.expr) -> Parameter:
        understood = read(annotation, self)
        return Parameter(name, understood.kind, understood.required, understood.unsettable)

    def _functional(self, node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
        """Names that Python cannot spell (`in`, `is`): a base made by calling TypedDict."""
        found: list[tuple[str, ast.expr]] = []
        for base in node.bases:
            call = self._module.assigned.get(base.id) if isinstance(base, ast.Name) else None
            if isinstance(call, ast.Call) and isinstance(call.args[-1], ast.Dict):
                for key, value in zip(call.args[-1].keys, call.args[-1].values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        found.append((key.value, value))
        return found


def _annotated(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    return [
        (statement.target.id, statement.annotation)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    ]
