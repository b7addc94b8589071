"""Idempotency keys: the first answer again, and nothing done twice."""

from __future__ import annotations

import http.client
import re
import threading
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from simulator import Account
from simulator.tests.calls import CARDS_NAMED, Reply, Stripe

INTENTS = "/v1/payment_intents"
KEY = {"Idempotency-Key": "order-7"}
HELD = {
    "amount": 2500,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
    "capture_method": "manual",
    "confirm": True,
}
UUID4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def pay(stripe: Stripe, **params: Any) -> Reply:
    return stripe.intent(headers=KEY, payment_method="pm_card_visa", confirm=True, **params)


def test_the_first_answer_is_given_again_byte_for_byte(stripe: Stripe) -> None:
    first = pay(stripe)
    again = pay(stripe)
    assert (again.http, again.raw) == (first.http, first.raw)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.headers["Original-Request"] == first.headers["Request-Id"]
    assert again.headers["Original-Request"] == first.headers["Request-Id"]
    assert again.headers["Request-Id"] != first.headers["Request-Id"]
    for answer in (first, again):
        assert answer.headers["Idempotency-Key"] == "order-7"
        assert answer.headers["Stripe-Should-Retry"] == "false"


@pytest.mark.parametrize("version", ["2026-10-28.endive", "2019-02-19"])
@pytest.mark.parametrize("expand", [[], ["latest_charge.balance_transaction"]])
def test_the_same_bytes_come_whatever_happened_since(
    stripe: Stripe, version: str, expand: list[str]
) -> None:
    old = stripe.at_version(version)
    key = {"Idempotency-Key": f"{version} {expand}"}
    held = old.post(INTENTS, headers=key, expand=expand, **HELD)
    journalled = [*stripe.account.journal][-1]
    old.post(f"{INTENTS}/{held.id}/capture")
    assert old.post(INTENTS, headers=key, expand=expand, **HELD).raw == held.raw
    assert journalled.answer == held.raw


def test_a_replay_does_nothing(stripe: Stripe) -> None:
    pay(stripe)
    before = stripe.types()
    pay(stripe)
    assert before
    assert stripe.types() == []
    assert len(stripe.get("/v1/charges").data) == 1


def test_a_replay_shows_what_was_and_not_what_is(stripe: Stripe) -> None:
    held = stripe.held(headers=KEY)
    stripe.post(f"{INTENTS}/{held.id}/capture")
    assert stripe.held(headers=KEY).status == "requires_capture"


def test_other_parameters_are_refused(stripe: Stripe) -> None:
    pay(stripe)
    refused = pay(stripe, amount=2600)
    assert refused.refusal == (400, "idempotency_error", None, None)
    assert refused.error.message == (
        "Keys for idempotent requests can only be used with the same parameters they were first"
        " used with. Try using a key other than 'order-7' if you meant to execute a different"
        " request."
    )


def test_a_refused_use_of_a_key_names_the_request_that_has_it(stripe: Stripe) -> None:
    first = pay(stripe)
    for refused in (pay(stripe, amount=2600), stripe.post("/v1/customers", headers=KEY)):
        assert refused.headers["Idempotency-Key"] == "order-7"
        assert refused.headers["Original-Request"] == first.headers["Request-Id"]


def test_a_key_has_at_most_255_characters(stripe: Stripe) -> None:
    assert stripe.post("/v1/customers", headers={"Idempotency-Key": "k" * 255}).http == 200
    refused = stripe.post("/v1/customers", headers={"Idempotency-Key": "k" * 256})
    assert refused.refusal == (400, "idempotency_error", None, None)
    assert refused.error.message == (
        "Idempotent key length is 256 characters long, which is outside accepted lengths."
        " Idempotent Keys must be 1-255 characters long. If you're looking for a decent generator,"
        " try using a UUID defined by IETF RFC 4122."
    )


def test_a_delete_shows_the_key_that_it_got_and_invents_none(stripe: Stripe) -> None:
    first, second = (stripe.post("/v1/customers").id for _ in range(2))
    keyed = stripe.delete(f"/v1/customers/{first}", headers=KEY)
    assert keyed.headers["Idempotency-Key"] == "order-7"
    assert "Idempotency-Key" not in stripe.delete(f"/v1/customers/{second}").headers


def test_the_same_parameters_in_another_order_are_the_same(stripe: Stripe) -> None:
    first = stripe.post("/v1/customers", headers=KEY, name="Jo", email="jo@example.com")
    again = stripe.post("/v1/customers", headers=KEY, email="jo@example.com", name="Jo")
    assert again.id == first.id


def test_another_endpoint_is_refused(stripe: Stripe) -> None:
    intent = stripe.intent(headers=KEY)
    refused = stripe.post(f"{INTENTS}/{intent.id}/cancel", headers=KEY)
    assert refused.refusal == (400, "idempotency_error", None, None)
    assert refused.error.message == (
        "Keys for idempotent requests can only be used for the same endpoint they were first used"
        f" for ('/v1/payment_intents/{intent.id}/cancel' vs '/v1/payment_intents'). Try using a key"
        " other than 'order-7' if you meant to execute a different request."
    )


def test_a_decline_is_remembered(stripe: Stripe) -> None:
    first = stripe.paid("pm_card_chargeDeclined", headers=KEY)
    again = stripe.paid("pm_card_chargeDeclined", headers=KEY)
    assert (first.http, again.http, again.raw) == (402, 402, first.raw)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(stripe.get("/v1/charges").data) == 1


def test_a_refusal_by_state_is_remembered(stripe: Stripe) -> None:
    intent = stripe.paid()
    path = f"{INTENTS}/{intent.id}/capture"
    first, again = (stripe.post(path, headers=KEY) for _ in range(2))
    assert (first.http, again.raw) == (400, first.raw)
    assert first.headers["Stripe-Should-Retry"] == "false"
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "wrong",
    [
        {"wat": 1},
        {"amount": "abc"},
        {"amount": ""},
        {"amount": 10},
        {"customer": "cus_x"},
        {"payment_method": "pm_x"},
    ],
)
def test_a_refusal_before_execution_is_forgotten(stripe: Stripe, wrong: dict[str, Any]) -> None:
    refused = stripe.intent(headers=KEY, **wrong)
    assert refused.http == 400
    assert "Stripe-Should-Retry" not in refused.headers
    assert refused.headers["Idempotency-Key"] == "order-7"
    assert stripe.intent(headers=KEY).http == 200


def test_a_missing_object_is_forgotten(stripe: Stripe) -> None:
    assert stripe.post(f"{INTENTS}/pi_x/cancel", headers=KEY).http == 404
    assert stripe.intent(headers=KEY).http == 200


def test_keys_are_kept_for_a_day(stripe: Stripe) -> None:
    first = stripe.intent(headers=KEY)
    stripe.advance(hours=23, minutes=59, seconds=59)
    assert stripe.intent(headers=KEY).id == first.id
    stripe.advance(seconds=1)
    assert stripe.intent(headers=KEY).id != first.id


def test_a_key_is_of_one_account(stripe: Stripe) -> None:
    first = stripe.intent(headers=KEY)
    other = stripe.with_key("sk_test_the_other_accounts_key")
    assert other.intent(headers=KEY).id != first.id


def test_reading_and_deleting_ignore_keys(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    path = f"/v1/customers/{customer.id}"
    assert "Original-Request" not in stripe.get(path, headers=KEY).headers
    assert stripe.delete(path, headers=KEY).deleted
    assert stripe.delete(path, headers=KEY).http == 404


def test_a_post_without_a_key_is_given_one(stripe: Stripe) -> None:
    answer = stripe.intent()
    assert re.fullmatch(UUID4, answer.headers["Idempotency-Key"])
    assert answer.headers["Original-Request"] == answer.headers["Request-Id"]
    (event,) = stripe.told()
    assert event.request.idempotency_key == answer.headers["Idempotency-Key"]


def test_an_empty_key_is_refused(stripe: Stripe) -> None:
    refused = stripe.intent(headers={"Idempotency-Key": ""})
    assert refused.refusal[:2] == (400, "idempotency_error")
    assert refused.error.message.startswith("Idempotent key length is 0 characters long, which is")


def test_a_long_key_is_refused(stripe: Stripe) -> None:
    assert stripe.intent(headers={"Idempotency-Key": "k" * 255}).http == 200
    assert stripe.intent(headers={"Idempotency-Key": "k" * 256}).http == 400


def test_while_the_first_is_under_way_the_second_is_told_so(sim: Account) -> None:
    sim.holds.add(on="POST /v1/payment_intents", at="work", times=1)
    given = {"amount": 2500, "currency": "usd"}
    answers: list[tuple[int, Any]] = []

    def ask() -> None:
        answers.append(sim.api("POST", INTENTS, given, headers=KEY))

    first = threading.Thread(target=ask)
    first.start()
    (held,) = sim.holds.wait()
    status, body = sim.api("POST", INTENTS, given, headers=KEY)
    sim.holds.release(held)
    first.join()
    assert answers[0][0] == 200
    assert (status, body["error"]["code"]) == (409, "idempotency_key_in_use")
    assert body["error"]["message"] == (
        "There is currently another in-progress request using this Idempotent Key (that probably"
        " means you submitted twice, and the other request is still going through): order-7. Please"
        " try again later."
    )
    assert sim.api("POST", INTENTS, given, headers=KEY)[1]["id"] == answers[0][1]["id"]


def test_the_order_of_what_has_one_name_is_part_of_what_was_asked(stripe: Stripe) -> None:
    first, other = (
        stripe.send("POST", "/v1/customers", body=body, headers=KEY)
        for body in (
            b"preferred_locales[]=en&preferred_locales[]=fr",
            b"preferred_locales[]=fr&preferred_locales[]=en",
        )
    )
    assert (first.http, other.error.type) == (200, "idempotency_error")


# API v2.

DESTINATIONS = "/v2/core/event_destinations"


def destination(stripe: Stripe, **given: Any) -> Reply:
    body = {
        "name": "Orders",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": ["*"],
        "webhook_endpoint": {"url": "https://shop.test"},
        **given,
    }
    headers = {**KEY, "Content-Type": "application/json"}
    return stripe.send("POST", DESTINATIONS, body=msgspec.json.encode(body), headers=headers)


def test_in_v2_an_answer_is_kept_for_thirty_days(stripe: Stripe) -> None:
    first = destination(stripe)
    stripe.advance(days=29)
    again = destination(stripe)
    assert (again.raw, again.headers["Idempotent-Replayed"]) == (first.raw, "true")
    stripe.advance(days=2)
    assert destination(stripe).id != first.id


def test_in_v2_a_delete_heeds_its_key(stripe: Stripe) -> None:
    path = f"{DESTINATIONS}/{destination(stripe).id}"
    headers = {"Idempotency-Key": "delete-7"}
    first, again = (stripe.delete(path, headers=headers) for _ in range(2))
    assert (first.http, again.raw) == (200, first.raw)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert stripe.delete(path).http == 404


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("metadata[a]=1", "metadata%5Ba%5D=1"),
        ("description=a+b", "description=a%20b&"),
        ("payment_method_types[]=card", "payment_method_types[0]=card"),
    ],
)
def test_the_same_parameters_in_another_spelling_are_the_same(
    stripe: Stripe, first: str, second: str
) -> None:
    one, other = (f"amount=2500&currency=usd&{said}".encode() for said in (first, second))
    made = stripe.at_version(CARDS_NAMED).send("POST", INTENTS, body=one, headers=KEY)
    again = stripe.at_version(CARDS_NAMED).send("POST", INTENTS, body=other, headers=KEY)
    assert (made.http, again.raw) == (200, made.raw)


def test_it_does_not_matter_where_parameters_are_sent(stripe: Stripe) -> None:
    sent = "amount=2500&currency=usd"
    made = stripe.send("POST", INTENTS, body=sent.encode(), headers=KEY)
    assert stripe.send("POST", INTENTS, query=sent, headers=KEY).raw == made.raw


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("metadata[a]=1&metadata[b]=2", "metadata[a]=2&metadata[b]=1"),
        ("payment_method_types[]=card", "payment_method_types[]=link"),
        ("description=a%26metadata[a]=1", "description=a&metadata[a]=1"),
    ],
)
def test_what_is_spelled_alike_and_says_something_else_is_refused(
    stripe: Stripe, first: str, second: str
) -> None:
    one, other = (f"amount=2500&currency=usd&{said}".encode() for said in (first, second))
    old = stripe.at_version(CARDS_NAMED)
    assert old.send("POST", INTENTS, body=one, headers=KEY).http == 200
    refused = old.send("POST", INTENTS, body=other, headers=KEY)
    assert refused.error.type == "idempotency_error"


def test_whatever_refuses_a_post_says_its_key(stripe: Stripe) -> None:
    refusals = [
        stripe.post("/v1/foo", headers=KEY),
        stripe.at_version("foo").post("/v1/customers", headers=KEY),
        stripe.post("/v1/customers", headers={"Idempotency-Key": "k" * 256}),
    ]
    assert [refused.http for refused in refusals] == [404, 400, 400]
    for refused in refusals:
        assert refused.headers["Idempotency-Key"] in ("order-7", "k" * 256)
        assert refused.headers["Original-Request"] == refused.headers["Request-Id"]


def test_a_fault_answers_with_the_key_as_the_real_refusal_does(sim: Account) -> None:
    address = urlsplit(sim.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port)
    asks = {"Authorization": f"Bearer {sim.secret_key}", **KEY}
    for fault, told in (("lock_timeout", True), ("rate_limit", False)):
        sim.faults.add(fault, on="POST /v1/customers", times=1)
        connection.request("POST", "/v1/customers", headers=asks)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 429
        assert ("Idempotency-Key" in answer.headers) is told
        assert ("Original-Request" in answer.headers) is told
    connection.close()


def test_a_refused_delete_shows_the_key_that_it_got(stripe: Stripe) -> None:
    refused = stripe.delete("/v1/customers/cus_x", headers=KEY)
    assert (refused.http, refused.headers["Idempotency-Key"]) == (404, "order-7")
    assert "Original-Request" not in refused.headers
