"""The contract itself is tested on a small server: a faithful one, and each kind of broken one."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from contracts.documents import ALLOWED, FORBIDDEN, broken_promises, document
from contracts.tests.server import Answer, Received, server

THING = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
ORDER = {
    "type": "object",
    "required": ["quantity"],
    "additionalProperties": False,
    "properties": {"quantity": {"type": "integer", "minimum": 1, "maximum": 99}},
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "A shop of one thing", "version": "1"},
    "paths": {
        "/things": {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": ORDER}},
                },
                "responses": {
                    "201": {
                        "description": "made",
                        "content": {"application/json": {"schema": THING}},
                    },
                    "400": {"description": "refused", "content": {"application/json": {}}},
                },
            }
        }
    },
}


def faithful(body: Any) -> Answer:
    """Makes a thing of whatever the document allows, and refuses all else."""
    quantity = body.get("quantity") if isinstance(body, dict) and len(body) == 1 else None
    if isinstance(quantity, float) and quantity.is_integer():
        quantity = int(quantity)  # for JSON Schema 1.0 is an integer
    if type(quantity) is not int or not 1 <= quantity <= 99:
        return 400, {}
    return 201, {"id": "thing_1"}


def crashes_on_many(body: Any) -> Answer:
    status, said = faithful(body)
    return (500, {}) if status == 201 and body["quantity"] > 50 else (status, said)


def forgets_the_id(body: Any) -> Answer:
    status, said = faithful(body)
    return (201, {"name": "thing_1"}) if status == 201 else (status, said)


def has_a_secret_status(body: Any) -> Answer:
    status, said = faithful(body)
    return (202, {}) if status == 201 else (status, said)


def takes_anything(body: Any) -> Answer:
    return 201, {"id": "thing_1"}


@contextmanager
def serving(answer: Callable[[Any], Answer]) -> Iterator[str]:
    """A server that gives the document, and answers like this; its document's address."""

    def say(received: Received) -> Answer:
        if received.method == "GET":
            return 200, DOCUMENT
        try:
            return answer(json.loads(received.body))
        except ValueError:
            return 400, {}

    with server(say) as url:
        yield f"{url}/openapi.json"


@pytest.mark.parametrize("kind", [ALLOWED, FORBIDDEN])
def test_a_server_that_keeps_to_its_document_breaks_no_promise(kind: Any) -> None:
    with serving(faithful) as url:
        assert broken_promises(document(url), kind, examples=50) == []


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (crashes_on_many, ALLOWED, "Server error"),
        (forgets_the_id, ALLOWED, "Response violates schema"),
        (has_a_secret_status, ALLOWED, "Undocumented status code"),
        (takes_anything, FORBIDDEN, "Schema-violating request accepted"),
    ],
)
def test_a_server_that_breaks_a_promise_is_found_out(
    answer: Callable[[Any], Answer], kind: Any, says: str
) -> None:
    with serving(answer) as url:
        broken = broken_promises(document(url), kind, examples=50)
    assert [promise.operation for promise in broken] == ["POST /things"]
    assert says in broken[0].says
    assert "curl" in broken[0].says  # so that it can be tried by hand
