"""The OpenAPI document says of every route what it takes, what it answers and how it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reference_backend.web.openapi import document
from reference_backend.web.routes import ROUTES

DOCUMENT: dict[str, Any] = json.loads(document())
API = [route for route in ROUTES if not route.page]


def test_every_route_is_in_the_document() -> None:
    there = {(m.upper(), p) for p, methods in DOCUMENT["paths"].items() for m in methods}
    assert there == {(route.method, route.path) for route in API}


@pytest.mark.parametrize("route", API, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_is_described(route: Any) -> None:
    operation = DOCUMENT["paths"][route.path][route.method.lower()]
    assert operation["summary"]
    assert str(route.status) in operation["responses"]
    if route.body is not None:
        assert operation["requestBody"]["content"]["application/json"]["schema"]
        assert "400" in operation["responses"]


def test_names_of_operations_are_unique() -> None:
    ids = [op["operationId"] for methods in DOCUMENT["paths"].values() for op in methods.values()]
    assert len(ids) == len(set(ids))


def test_every_reference_is_there() -> None:
    text = json.dumps(DOCUMENT)
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in DOCUMENT["components"]["schemas"]
