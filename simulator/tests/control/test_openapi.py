"""The control API describes itself, counts itself, and has a page."""

import http.client
import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator import Account
from simulator.control.everything import CALLS


def get(sim: Account, path: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection(urlsplit(sim.url).netloc)
    connection.request("GET", path, headers={"Authorization": f"Bearer {sim.secret_key}"})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, answer.getheader("Content-Type", ""), body


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        found = {node["$ref"]} if "$ref" in node else set()
        return found.union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()


def test_every_call_is_in_the_document_with_what_it_takes_and_gives(sim: Account) -> None:
    status, _, body = get(sim, "/_sim/openapi.json")
    document = json.loads(body)
    assert status == 200
    described = {
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert described == CALLS.keys()
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document["paths"]) <= schemas
    assert references(document["components"]) <= schemas
    add = document["paths"]["/_sim/faults"]["post"]
    assert add["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/AddFault")


def test_every_call_says_what_it_does() -> None:
    silent = [name for name, call in CALLS.items() if not re.match(r"[A-Z].{10,}\.", call.story)]
    assert set(silent) <= {"GET /_sim"}


def test_metrics_are_counted_by_account_and_tell_no_key(sim: Account) -> None:
    sim.api("POST", "/v1/customers", {})
    status, kind, body = get(sim, "/_sim/metrics")
    assert (status, kind.partition(";")[0]) == (200, "text/plain")
    assert f'paidonce_requests_answered{{account="{sim.view.id}"}} 1\n' in body
    assert f'paidonce_events{{account="{sim.view.id}"}} 1\n' in body
    assert "sk_test" not in body
    assert not re.findall(r"^(?!#|paidonce_\w+\{[^}]*\} \d+$).+$", body, re.MULTILINE)


@pytest.mark.parametrize("path", ["/_sim", "/_sim/"])
def test_the_page_needs_nothing_from_outside(sim: Account, path: str) -> None:
    status, kind, body = get(sim, path)
    assert (status, kind.partition(";")[0]) == (200, "text/html")
    assert re.findall(r"""(?:src|href)=["'](?!data:)[^"']*["']""", body) == []
    assert "innerHTML" not in body
