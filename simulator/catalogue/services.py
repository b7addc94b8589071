"""Service classes of the SDK, read as operations.

Every method of a service that makes one request is an operation; the async twin of a method
says the same again, and is passed over.
"""

from __future__ import annotations

import ast
from typing import Literal, cast

from simulator.catalogue import source
from simulator.catalogue.kinds import Answer, Operation

_METHODS: dict[str, Literal["GET", "POST", "DELETE"]] = {
    "get": "GET",
    "post": "POST",
    "delete": "DELETE",
}
_ANSWERS: dict[str, Answer] = {"ListObject": "list", "SearchResultObject": "search_result"}


def read_operations() -> tuple[Operation, ...]:
    """Every operation of API v1, in a stable order."""
    return tuple(
        operation
        for module in source.service_modules()
        for node in module.classes.values()
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and (operation := _operation(module, method)) is not None
    )


def _operation(module: source.Module, method: ast.FunctionDef) -> Operation | None:
    call = _request(method)
    if call is None:
        return None
    path = _path(call.args[1])
    if not path.startswith("/v1/"):
        return None
    returns, answer = _answer(module, method.returns)
    streamed = isinstance(call.func, ast.Attribute) and call.func.attr == "_request_stream"
    return Operation(
        method=_METHODS[str(cast(ast.Constant, call.args[0]).value)],
        path=path,
        verb=method.name,
        params=_params(module, method),
        returns=returns,
        answer="stream" if streamed else answer,
        base=_base(call),
    )


def _request(method: ast.FunctionDef) -> ast.Call | None:
    for node in ast.walk(method):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"_request", "_request_stream"}
        ):
            return node
    return None


def _path(node: ast.expr) -> str:
    """`"/v1/x"`, or `"/v1/x/{id}".format(id=…)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError(f"the SDK requests {ast.unparse(node)}, which is no path")


def _base(call: ast.Call) -> str:
    for keyword in call.keywords:
        if keyword.arg == "base_address" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return "api"


def _params(module: source.Module, method: ast.FunctionDef) -> str | None:
    for argument in (*method.args.posonlyargs, *method.args.args):
        if argument.arg == "params" and argument.annotation is not None:
            return next((module.qualified(name) for name in _classes(argument.annotation)), None)
    return None


def _answer(module: source.Module, node: ast.expr | None) -> tuple[tuple[str, ...], Answer]:
    names = [] if node is None else _classes(node)
    wrapped: Answer = next((_ANSWERS[name] for name in names if name in _ANSWERS), "object")
    returns = tuple(
        module.qualified(name) for name in names if name not in _ANSWERS and name != "Any"
    )
    return returns, wrapped


def _classes(node: ast.expr) -> list[str]:
    """The class names in an annotation, outermost first, without the words of typing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value.strip(), mode="eval").body
    names: list[str] = []
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            names += _classes(child)
        elif isinstance(child, ast.Name) and child.id not in {"Optional", "Union"}:
            names.append(child.id)
    return names
