"""The control API's own OpenAPI document, made of the calls themselves."""

import re
import typing
from typing import Any, Final

import msgspec
from aiohttp import web

from simulator.control.calls import CALLS, Ask, ControlCall, control_call

REFS: Final = "#/components/schemas/{name}"


class Refusal(msgspec.Struct):
    """What every refusal looks like."""

    error: dict[str, str]


@control_call("GET /_sim/openapi.json")
async def read(ask: Ask) -> dict[str, Any]:
    """This document."""
    return document()


def document() -> dict[str, Any]:
    """The document: every call, what it takes, and what it gives."""
    calls = list(CALLS.values())
    types = [kind for call in calls for kind in (call.takes, _answer(call)) if kind is not None]
    schemas, components = msgspec.json.schema_components([*types, Refusal], ref_template=REFS)
    by_type = dict(zip(map(repr, types), schemas, strict=False))
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(call.template, {})[call.method.lower()] = _operation(call, by_type)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "paidonce control API",
            "version": "1",
            "description": "Arranges what goes wrong, moves time, and shows what happened."
            " The account is chosen by its secret key.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _operation(call: ControlCall, by_type: dict[str, Any]) -> dict[str, Any]:
    answer = _answer(call)
    found: dict[str, Any] = {
        "operationId": call.handler.__module__.rpartition(".")[2] + "_" + call.handler.__name__,
        "summary": call.story,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"\{(\w+)\}", call.template)
        ],
        "responses": {
            "200": {
                "description": "It was done.",
                # A page, metrics and a snapshot say for themselves what they are.
                "content": {"*/*": {"schema": {}}}
                if answer is None
                else {"application/json": {"schema": by_type[repr(answer)]}},
            },
            "default": {
                "description": "It was refused; the message says why.",
                "content": {"application/json": {"schema": {"$ref": REFS.format(name="Refusal")}}},
            },
        },
    }
    if call.takes is not None:
        schema = by_type[repr(call.takes)]
        found["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return found


def _answer(call: ControlCall) -> Any | None:
    answer = typing.get_type_hints(call.handler, include_extras=True).get("return")
    if isinstance(answer, type) and issubclass(answer, web.StreamResponse):
        return None
    return answer
