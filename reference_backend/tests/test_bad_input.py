"""Whatever a client sends wrongly is refused clearly, as a problem detail, and changes nothing."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from reference_backend.tests.conftest import Backend, database_of, execute
from reference_backend.web.routes import ROUTES

POSTS: Final = [r for r in ROUTES if r.method == "POST" and r.body is not None and not r.page]
BAD_BODIES: Final[dict[str, bytes]] = {
    "no JSON": b"{",
    "not an object": b"[1]",
    "null": b"null",
    "not UTF-8": b'{"sku": "\xff"}',
    "deep nesting": b"[" * 200_000,
    "deep nesting of an object": b'{"items":' * 50_000,
    "a huge number": json.dumps(
        {"items": [{"sku": "a", "quantity": 10**400}], "amount": 10**400, "ahead_s": 10**400,
         "capture_method": 10**400}
    ).encode(),
    "NUL": json.dumps(
        {"sku": "a\0b", "items": [{"sku": "a\0b"}], "cart_id": "a\0", "user_id": "\0",
         "paymentMethodId": "\0", "secret": "whsec_\0", "reason": "\0", "ahead_s": "x",
         "capture_method": "\0", "currency": "us\0"}
    ).encode(),
    "a lone surrogate": b'{"reason": "\\ud800", "sku": "\\ud800", "items": "\\ud800",'
    b' "cart_id": "\\ud800", "user_id": "\\ud800", "paymentMethodId": "\\ud800",'
    b' "secret": "\\ud800", "capture_method": "\\ud800", "ahead_s": "\\ud800"}',
}  # fmt: skip


def path_of(route: Any) -> str:
    return re.sub(r"\{\w+\}", "nothing_x", str(route.path))


@pytest.fixture(scope="module")
def running(postgres: str) -> Iterator[Backend]:
    """One backend for all of this file: none of it may change anything."""
    asyncio.run(execute(postgres, "CREATE DATABASE bad_input TEMPLATE template_of_tests"))
    with Backend(DATABASE_URL=database_of(postgres, "bad_input")) as backend:
        yield backend


@pytest.mark.parametrize("name", list(BAD_BODIES))
def test_a_body_that_makes_no_sense_is_refused(running: Backend, name: str) -> None:
    before = running.view()
    for route in POSTS:
        reply = running.call("POST", path_of(route), raw=BAD_BODIES[name])
        assert 400 <= reply.status < 500, (route.path, reply)
        assert reply.headers["Content-Type"].startswith("application/problem+json"), route.path
        problem = reply.json
        assert problem["status"] == reply.status
        assert problem["title"]
        assert problem["type"] == f"urn:shop:problem:{problem['code']}"
    assert running.view() == before


def test_a_body_of_another_type_is_refused(running: Backend) -> None:
    for route in POSTS:
        if route.raw:
            continue
        reply = running.call(
            "POST", path_of(route), raw=b"a=b",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        assert reply.status == 415, route.path


def test_a_body_that_is_too_large_is_refused(running: Backend) -> None:
    reply = running.call("POST", "/store/carts", raw=b" " * (1024 * 1024 + 1))
    assert reply.status == 413
    assert reply.json["code"] == "too_large"


@pytest.mark.parametrize("bad", ["%00", "a%0Ab", "%F0%9F%98%80", "x" * 300, "..%2f", "%ff"])
def test_an_id_that_nothing_can_have_is_not_found(running: Backend, bad: str) -> None:
    for route in ROUTES:
        if "{" in route.path and not route.page:
            path = route.path.partition("{")[0] + bad + route.path.rpartition("}")[2]
            body = {"items": [{"sku": "a"}], "paymentMethodId": "pm_1"}
            reply = running.call(route.method, path, body)
            assert 400 <= reply.status < 500, (path, reply)


def test_what_there_is_not_is_told_as_a_problem(running: Backend) -> None:
    assert running.call("GET", "/nowhere").json["code"] == "not_found"
    wrong = running.call("DELETE", "/store/carts")
    assert wrong.status == 405
    assert wrong.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "change",
    [
        {"items": []},
        {"items": [{"sku": "tea", "quantity": 0}]},
        {"items": [{"sku": "tea", "quantity": -1}]},
        {"items": [{"sku": "tea", "quantity": 1.5}]},
        {"items": [{"sku": "tea", "quantity": True}]},
        {"items": [{"sku": "nothing we sell"}]},
        {"items": [{"sku": "unknown"}]},
        {"currency": "USD"},
        {"currency": "usdx"},
        {"currency": "eur"},
        {"email": "nobody"},
        {"email": "a@b\n"},
    ],
)
def test_a_cart_that_cannot_be_is_refused(running: Backend, change: dict[str, Any]) -> None:
    product = {"sku": "tea", "title": "Tea", "prices": {"usd": 500}, "stocked_quantity": 5}
    assert running.call("POST", "/admin/products", product).status in {201, 409}
    cart = {"currency": "usd", "items": [{"sku": "tea", "quantity": 1}], **change}
    assert running.call("POST", "/store/carts", cart).status in {400, 422}


def test_the_total_may_not_be_more_than_stripe_takes(running: Backend) -> None:
    product = {"sku": "yacht", "title": "Yacht", "prices": {"usd": 99_999_999}}
    running.call("POST", "/admin/products", product)
    reply = running.call("POST", "/store/carts", {"items": [{"sku": "yacht", "quantity": 2}]})
    assert reply.status == 422
    assert "over 99999999" in reply.json["detail"]


def test_without_testing_no_secret_is_taken(running: Backend) -> None:
    reply = running.call("POST", "/testing/webhook-secret", {"secret": "whsec_other"})
    assert reply.status == 200  # this one was started with --testing
    assert running.call("POST", "/testing/webhook-secret", {"secret": "nope"}).status == 400


def test_a_stripe_that_does_not_answer_leaves_doubt_not_an_error(running: Backend) -> None:
    running.call("POST", "/admin/products", {"sku": "mug", "title": "Mug", "prices": {"usd": 900}})
    cart = running.post("/store/carts", {"items": [{"sku": "mug"}]})
    reply = running.call("POST", f"/store/carts/{cart['id']}/payment-session", {})
    assert reply.status == 503
    assert reply.json["code"] == "in_doubt"
    assert reply.headers["Retry-After"] == "2"
