"""The headers that every answer has, and those that only some have."""

from __future__ import annotations

import http.client
import re
import socket
from urllib.parse import urlsplit

import pytest
from multidict import CIMultiDict, CIMultiDictProxy

from simulator import Account
from simulator.tests.calls import Stripe
from simulator.web.headers import as_said

ALWAYS = {
    "Server": "nginx",
    "Content-Type": "application/json",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Methods": "GET, HEAD, PUT, PATCH, POST, DELETE",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required,"
        " X-Stripe-Privileged-Session-Required"
    ),
    "Access-Control-Max-Age": "300",
    "Cache-Control": "no-cache, no-store",
    "Vary": "Origin",
    "X-Stripe-Priority-Routing-Enabled": "true",
    "X-Stripe-Routing-Context-Priority-Tier": "api-testmode",
    "X-Wc": "3c3",
    "Connection": "keep-alive",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/balance"),
        ("POST", "/v1/customers"),
        ("GET", "/v1/customers/cus_x"),
        ("POST", "/v1/payment_intents"),
        ("GET", "/v1/nowhere"),
    ],
)
def test_every_answer_has_them(stripe: Stripe, method: str, path: str) -> None:
    headers = stripe.call(method, path).headers
    assert {name: headers[name] for name in ALWAYS} == ALWAYS
    assert re.fullmatch(r"req_\w{14}", headers["Request-Id"])
    assert headers["Stripe-Version"] == "2026-10-28.endive"


def test_the_version_that_was_asked_for_is_named(stripe: Stripe) -> None:
    answer = stripe.at_version("2023-10-16").get("/v1/balance")
    assert answer.headers["Stripe-Version"] == "2023-10-16"


def test_beta_flags_are_named_with_the_version(stripe: Stripe) -> None:
    asked = "2023-10-16; risk_in_requirements_beta=v1"
    assert stripe.at_version(asked).get("/v1/balance").headers["Stripe-Version"] == asked


def test_an_outdated_version_is_noticed(stripe: Stripe) -> None:
    old = stripe.at_version("2020-08-27").get("/v1/balance")
    assert old.headers["Stripe-Notice"] == (
        "You are using an outdated API version (2020-08-27). We recommend upgrading to the latest"
        " API version, 2026-10-28.endive. See https://docs.stripe.com/upgrades"
    )
    assert "Stripe-Notice" not in stripe.get("/v1/balance").headers


def test_whether_to_try_again_is_said_once_an_operation_has_begun(stripe: Stripe) -> None:
    paid = stripe.paid(capture_method="automatic")
    begun = [
        stripe.post("/v1/customers"),
        stripe.paid("pm_card_chargeDeclined"),
        stripe.post(f"/v1/payment_intents/{paid.id}/cancel"),
        stripe.post("/v1/refunds", payment_intent=paid.id, amount=9999),
    ]
    before = [
        stripe.get("/v1/balance"),
        stripe.get("/v1/customers/cus_x"),
        stripe.intent(wat=1),
        stripe.intent(amount="abc"),
        stripe.intent(customer="cus_x"),
        stripe.post("/v1/payment_intents"),
        stripe.post("/v1/payment_intents/pi_x/cancel"),
        stripe.get("/v1/balance", headers={"Authorization": None}),
    ]
    assert [answer.headers.get("Stripe-Should-Retry") for answer in begun] == ["false"] * len(begun)
    assert [answer.headers.get("Stripe-Should-Retry") for answer in before] == [None] * len(before)


def test_browsers_are_let_in_from_everywhere(sim: Account) -> None:
    address = urlsplit(sim.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port)
    connection.request("OPTIONS", "/v1/payment_intents/pi_x/confirm")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    connection.close()


def exchanged(sim: Account, *requests: str) -> bytes:
    """All that comes back on one connection, until it is closed."""
    address = urlsplit(sim.url)
    with socket.create_connection((str(address.hostname), address.port), timeout=10) as wire:
        wire.sendall("".join(requests).encode())
        got = b""
        while piece := wire.recv(65_536):
            got += piece
    return got


def asking(sim: Account, http: str, connection: str) -> str:
    return (
        f"GET /v1/balance HTTP/{http}\r\nHost: localhost\r\nConnection: {connection}\r\n"
        f"Authorization: Bearer {sim.secret_key}\r\n\r\n"
    )


@pytest.mark.parametrize(("http", "connection"), [("1.1", "close"), ("1.0", "close")])
def test_a_connection_that_is_closed_gets_the_same_answer(
    sim: Account, http: str, connection: str
) -> None:
    head, _, body = exchanged(sim, asking(sim, http, connection)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/" + http.encode() + b" 200 OK")
    for name, text in ALWAYS.items():
        assert f"{name}: {text}".encode() in head
    assert f"Content-Length: {len(body)}".encode() in head
    assert b'"object": "balance"' in body


def test_requests_may_be_sent_before_the_answer_to_the_one_before(sim: Account) -> None:
    open_, last = asking(sim, "1.1", "keep-alive"), asking(sim, "1.1", "close")
    got = exchanged(sim, open_, open_, last)
    assert got.count(b"HTTP/1.1 200 OK\r\n") == 3
    assert got.count(b'"object": "balance"') == 3
    assert got.count(b"Date: ") == 3


def test_a_live_key_is_not_said_to_be_of_test_mode(stripe: Stripe) -> None:
    tier = "X-Stripe-Routing-Context-Priority-Tier"
    live = stripe.with_key("sk_live_a_shop_that_is_open")
    assert live.get("/v1/balance").headers[tier] == "livemode"
    assert stripe.get("/v1/balance").headers[tier] == "api-testmode"


def test_a_request_to_api_v2_says_so_in_its_id(stripe: Stripe) -> None:
    answer = stripe.get("/v2/core/events")
    assert re.fullmatch(r"req_v2\w{15}", answer.headers["Request-Id"])


@pytest.mark.parametrize(
    ("header", "sent", "status"),
    [
        *((name, b"x\xff", 200) for name in ("Idempotency-Key", "User-Agent", "X-Anything")),
        ("Idempotency-Key", "ключ".encode(), 200),
        ("Stripe-Version", b"2020\xff", 400),
        ("Stripe-Account", b"acct_\xff", 403),
        ("Authorization", b"Bearer sk_test_\xff", 200),
        ("Authorization", b"Bearer sk_\xff", 401),
        ("Authorization", b"Basic \xff", 401),
        ("Content-Type", b"text/\xff", 400),
    ],
)
def test_bytes_that_are_no_text_are_answered_and_remembered_as_text(
    sim: Account, header: str, sent: bytes, status: int
) -> None:
    lines = {"Host": b"x", "Authorization": f"Bearer {sim.secret_key}".encode(),
             "Content-Type": b"application/x-www-form-urlencoded"} | {header: sent}  # fmt: skip
    head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in lines.items())
    parts = urlsplit(sim.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        asked = b"POST /v1/customers HTTP/1.1\r\n" + head + b"Content-Length: 6\r\n\r\nname=x"
        connection.sendall(asked)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == status, answer.read()
    sim.snapshot()
    sim.requests()


def test_of_what_is_sent_twice_the_first_counts_and_two_versions_are_told_together() -> None:
    sent = [
        ("IDEMPOTENCY-KEY", "one"),
        ("Idempotency-Key", "two"),
        ("Stripe-Version", "2020-08-27"),
        ("stripe-version", "2022-11-15"),
    ]
    assert as_said(CIMultiDictProxy(CIMultiDict(sent))) == {
        "idempotency-key": "one",
        "stripe-version": "2020-08-27, 2022-11-15",
    }
