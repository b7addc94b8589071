"""The OpenAPI document, made from the route table and from the classes that check the bodies."""

from __future__ import annotations

import functools
import re
from typing import Any, Final

import msgspec

from reference_backend import problems
from reference_backend.problems import ProblemSpec
from reference_backend.web.answers import ProblemDetail
from reference_backend.web.calls import Route
from reference_backend.web.routes import ROUTES

REFS: Final = "#/components/schemas/{name}"
ID_SCHEMA: Final = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,100}$"}
USER_ID_SCHEMA: Final = {"type": "string", "pattern": "^[A-Za-z0-9_.@+-]{1,100}$"}


@functools.cache
def document() -> bytes:
    """The document as JSON."""
    api = [route for route in ROUTES if not route.page]
    kinds: list[Any] = [ProblemDetail]
    for route in api:
        kinds += [kind for kind in (route.body, route.answer, *route.others.values()) if kind]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=REFS)
    schema_of = dict(zip([str(kind) for kind in kinds], schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in api:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schema_of)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "A shop that takes money through Stripe",
                "version": "1",
                "description": "Amounts are whole minor units. Refusals are problem details.",
            },
            "paths": paths,
            "components": {"schemas": components},
        }
    )


def _operation(route: Route, schema_of: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": f"{route.tag}_{route.handler.__name__}",
        "tags": [route.tag],
        "responses": _responses(route, schema_of),
    }
    names = re.findall(r"{(\w+)}", route.path)
    if names:
        operation["parameters"] = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": USER_ID_SCHEMA if name == "user_id" else ID_SCHEMA,
            }
            for name in names
        ]
    if route.query:
        operation["parameters"] = [
            *operation.get("parameters", ()),
            *({"name": name, "in": "query", "required": False,
               "schema": {"type": "string", "pattern": f"^{pattern}$"}}
              for name, pattern in route.query.items()),
        ]  # fmt: skip
    if route.body is not None:
        operation["requestBody"] = {
            "required": route.body_needed,
            "content": {"application/json": {"schema": schema_of[str(route.body)]}},
        }
    if route.tag == "webhook":
        operation["parameters"] = [
            {
                "name": "Stripe-Signature",
                "in": "header",
                "required": False,
                "description": "t=…,v1=…, as Stripe signs. Without a fitting one: 400.",
                "schema": {"type": "string"},
            }
        ]
    return operation


def _responses(route: Route, schema_of: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(route.status): _content("As asked.", "application/json", schema_of[str(route.answer)])
    }
    for status, kind in route.others.items():
        responses[str(status)] = _content("Refused.", "application/json", schema_of[str(kind)])
    for spec in (*route.problems, *_always(route)):
        problem = schema_of[str(ProblemDetail)]
        described = responses.setdefault(
            str(spec.status), _content(spec.title, "application/problem+json", problem)
        )
        described["content"].setdefault("application/problem+json", {"schema": problem})
    return dict(sorted(responses.items()))


def _always(route: Route) -> tuple[ProblemSpec, ...]:
    """What may be refused whatever the route does."""
    found: list[ProblemSpec] = []
    if "{" in route.path:
        found.append(problems.NOT_FOUND)
    if route.body is not None and not route.raw:
        found += [problems.MALFORMED, problems.UNSUPPORTED_TYPE, problems.TOO_LARGE]
    if route.raw:
        found += [problems.MALFORMED, problems.TOO_LARGE]
    if route.tag in {"admin", "testing"}:
        found.append(problems.UNAUTHORIZED)
    if route.path == "/admin/orders/{id}/refund":
        found.append(problems.MALFORMED)
    return tuple(found)


def _content(description: str, kind: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": schema}}}
