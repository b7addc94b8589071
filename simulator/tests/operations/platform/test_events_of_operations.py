"""Which events an operation has, in which order, with which snapshots and previous attributes."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe, Thing

INTENTS = "/v1/payment_intents"


def told_of(stripe: Stripe, act: Any) -> list[Thing]:
    """The events of one act."""
    stripe.told()
    act()
    return stripe.told()


def types_of(stripe: Stripe, act: Any) -> list[str]:
    return [event.type for event in told_of(stripe, act)]


def test_creating(stripe: Stripe) -> None:
    assert types_of(stripe, stripe.intent) == ["payment_intent.created"]


PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
SEQUENCES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("pm_card_visa", {"capture_method": "automatic"}, PAID),
    ("pm_card_visa", {"capture_method": "automatic_async"}, PAID),
    (
        "pm_card_visa",
        {"capture_method": "manual"},
        [*PAID[:2], "payment_intent.amount_capturable_updated"],
    ),
    (
        "pm_card_chargeDeclined",
        {},
        [PAID[0], "charge.failed", "payment_intent.payment_failed"],
    ),
    (
        "pm_card_radarBlock",
        {},
        [PAID[0], "charge.failed", "payment_intent.payment_failed"],
    ),
    ("pm_card_authenticationRequired", {}, [PAID[0], "payment_intent.requires_action"]),
    (
        "pm_card_authenticationRequired",
        {"off_session": True},
        [PAID[0], "charge.failed", "payment_intent.payment_failed"],
    ),
    (
        "pm_card_threeDSecure2Required",
        {"off_session": True},
        [PAID[0], "payment_intent.payment_failed"],
    ),
    (
        "pm_card_createDispute",
        {},
        [
            *PAID[:2],
            "charge.dispute.created",
            "charge.dispute.funds_withdrawn",
            PAID[2],
        ],
    ),
    ("pm_card_createDisputeInquiry", {}, [*PAID[:2], "charge.dispute.created", PAID[2]]),
]


@pytest.mark.parametrize(("method", "given", "types"), SEQUENCES)
def test_paying(stripe: Stripe, method: str, given: dict[str, Any], types: list[str]) -> None:
    assert types_of(stripe, lambda: stripe.paid(method, **given)) == types


def test_all_events_of_a_request_carry_its_id_and_key(stripe: Stripe) -> None:
    answer: list[Reply] = []
    told = told_of(stripe, lambda: answer.append(stripe.paid("pm_card_createDispute")))
    headers = answer[0].headers
    request = {"id": headers["Request-Id"], "idempotency_key": headers["Idempotency-Key"]}
    assert len(told) == 5
    assert all(event.request == request for event in told)


def test_a_key_of_the_clients_own_is_told(stripe: Stripe) -> None:
    key = {"Idempotency-Key": "order-7"}
    (event,) = told_of(stripe, lambda: stripe.post("/v1/customers", headers=key))
    assert event.request.idempotency_key == "order-7"


def test_deleting_has_no_key(stripe: Stripe) -> None:
    id = stripe.post("/v1/customers").id
    (event,) = told_of(stripe, lambda: stripe.delete(f"/v1/customers/{id}"))
    assert event.request.id.startswith("req_")
    assert event.request.idempotency_key is None


def test_the_envelope(stripe: Stripe) -> None:
    (event,) = told_of(stripe, stripe.intent)
    assert list(event) == [
        "id",
        "object",
        "api_version",
        "created",
        "data",
        "livemode",
        "pending_webhooks",
        "request",
        "type",
    ]
    assert (event.object, event.livemode, event.pending_webhooks) == ("event", False, 0)
    assert event.created == stripe.now
    assert event.id.startswith("evt_3")
    (event,) = told_of(stripe, lambda: stripe.post("/v1/customers"))
    assert event.id.startswith("evt_1")


def test_creation_shows_the_bare_intent_although_it_is_paid_at_once(stripe: Stripe) -> None:
    created, charged, paid = told_of(stripe, stripe.paid)
    bare = created.data.object
    assert (bare.status, bare.payment_method, bare.latest_charge) == (
        "requires_payment_method",
        None,
        None,
    )
    assert bare.amount_received == 0
    assert charged.data.object.balance_transaction is None
    assert (paid.data.object.status, paid.data.object.amount_received) == ("succeeded", 2500)


def test_snapshots_stay_as_they_were(stripe: Stripe) -> None:
    told = told_of(stripe, stripe.held)
    intent = told[-1].data.object
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 2500)
    stripe.post(f"{INTENTS}/{intent.id}/capture")
    assert stripe.get(f"/v1/events/{told[-1].id}").data.object == intent


def test_a_failure_shows_its_error(stripe: Stripe) -> None:
    told = told_of(stripe, lambda: stripe.paid("pm_card_chargeDeclined"))
    intent = told[-1].data.object
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    assert intent.latest_charge == told[1].data.object.id
    assert intent.last_payment_error.decline_code == "generic_decline"


def test_the_transaction_of_an_asynchronous_capture_is_told_by_stripe_itself(
    stripe: Stripe,
) -> None:
    stripe.paid()
    (updated,) = told_of(stripe, lambda: stripe.advance(seconds=3))
    assert updated.type == "charge.updated"
    assert updated.request == {"id": None, "idempotency_key": None}
    before = updated.data.previous_attributes
    assert set(before) == {"balance_transaction", "receipt_url"}
    assert before.balance_transaction is None
    assert before.receipt_url != updated.data.object.receipt_url


def test_capturing(stripe: Stripe) -> None:
    intent = stripe.held()
    captured, paid = told_of(stripe, lambda: stripe.post(f"{INTENTS}/{intent.id}/capture"))
    assert (captured.type, paid.type) == ("charge.captured", "payment_intent.succeeded")
    before = captured.data.previous_attributes
    assert {
        name: before[name] for name in ("amount_captured", "balance_transaction", "captured")
    } == {
        "amount_captured": 0,
        "balance_transaction": None,
        "captured": False,
    }
    assert set(before) <= {"amount_captured", "balance_transaction", "captured", "receipt_url"}
    assert "previous_attributes" not in paid.data


def test_canceling_a_hold(stripe: Stripe) -> None:
    intent = stripe.held()
    told = told_of(stripe, lambda: stripe.post(f"{INTENTS}/{intent.id}/cancel"))
    assert [event.type for event in told] == ["payment_intent.canceled"]
    held, old = stripe.held(), stripe.at_version("2024-06-20")
    told = told_of(stripe, lambda: old.post(f"{INTENTS}/{held.id}/cancel"))
    assert sorted(event.type for event in told) == ["charge.refunded", "payment_intent.canceled"]
    refunded = next(event for event in told if event.type == "charge.refunded")
    assert refunded.data.previous_attributes == {"amount_refunded": 0, "refunded": False}


def test_passing_a_challenge(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_authenticationRequired")
    types = types_of(stripe, lambda: stripe.challenge(intent, passed=True))
    assert types == ["charge.succeeded", "payment_intent.succeeded"]


def test_saving_the_method_on_the_way(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    types = types_of(
        stripe, lambda: stripe.paid(customer=customer, setup_future_usage="off_session")
    )
    assert types == [PAID[0], "payment_method.attached", *PAID[1:]]


def test_a_debit(stripe: Stripe) -> None:
    told = types_of(stripe, lambda: stripe.intent_in("processing"))
    assert told == ["payment_intent.created", "charge.pending", "payment_intent.processing"]
    told = types_of(stripe, lambda: stripe.advance(days=14))
    assert told[:2] == ["charge.succeeded", "payment_intent.succeeded"]


def test_refunding(stripe: Stripe) -> None:
    intent = stripe.paid(capture_method="automatic")
    created, refunded = told_of(
        stripe, lambda: stripe.post("/v1/refunds", payment_intent=intent.id)
    )
    assert (created.type, refunded.type) == ("refund.created", "charge.refunded")
    assert created.id.startswith("evt_3")
    before = dict(refunded.data.previous_attributes)
    before.pop("receipt_url", None)
    assert before == {"amount_refunded": 0, "refunded": False}
    partly = stripe.paid(capture_method="automatic")
    _, refunded = told_of(
        stripe, lambda: stripe.post("/v1/refunds", payment_intent=partly.id, amount=100)
    )
    before = dict(refunded.data.previous_attributes)
    before.pop("receipt_url", None)
    assert before == {"amount_refunded": 0}


def test_a_pending_and_a_failing_refund(stripe: Stripe) -> None:
    for card, later in (
        ("pendingRefund", ["refund.updated", "charge.refund.updated"]),
        ("refundFail", ["refund.failed", "refund.updated", "charge.refund.updated"]),
    ):
        intent = stripe.paid(f"pm_card_{card}", capture_method="automatic")
        at_once = types_of(
            stripe, lambda paid=intent.id: stripe.post("/v1/refunds", payment_intent=paid)
        )
        assert at_once == ["refund.created", "charge.refunded"]
        assert types_of(stripe, lambda: stripe.advance(days=1)) == later


def test_nothing_is_told_of_a_refusal(stripe: Stripe) -> None:
    intent = stripe.paid(capture_method="automatic")
    for act in (
        lambda: stripe.post(f"{INTENTS}/{intent.id}/capture"),
        lambda: stripe.post(f"{INTENTS}/{intent.id}/cancel"),
        lambda: stripe.post("/v1/refunds", payment_intent=intent.id, amount=9999),
        lambda: stripe.intent(payment_method="pm_x"),
    ):
        assert told_of(stripe, act) == []


def test_intents_events_never_have_previous_attributes(stripe: Stripe) -> None:
    intent = stripe.held()
    stripe.post(f"{INTENTS}/{intent.id}/capture")
    assert all(
        "previous_attributes" not in event.data
        for event in stripe.told()
        if event.type.startswith("payment_intent.")
    )


# Reading them.


def test_events_are_listed_by_type(stripe: Stripe) -> None:
    stripe.paid(capture_method="automatic")
    for given, types in (
        ({"type": "charge.succeeded"}, ["charge.succeeded"]),
        ({"type": "payment_intent.*"}, ["payment_intent.succeeded", "payment_intent.created"]),
        ({"types": ["charge.succeeded", "payment_intent.created"]}, PAID[1::-1]),
        ({"created": {"gt": stripe.now}}, []),
        ({"delivery_success": False}, []),
    ):
        assert [event.type for event in stripe.get("/v1/events", **given).data] == types


def test_type_and_types_exclude_each_other(stripe: Stripe) -> None:
    refused = stripe.get("/v1/events", type="charge.*", types=["charge.succeeded"])
    assert refused.refusal[:2] == (400, "invalid_request_error")


def test_events_are_kept_for_thirty_days(stripe: Stripe) -> None:
    (event,) = told_of(stripe, stripe.intent)
    stripe.advance(days=30)
    assert stripe.get(f"/v1/events/{event.id}").http == 200
    stripe.advance(seconds=1)
    refused = stripe.get(f"/v1/events/{event.id}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == f"No such event: '{event.id}'"
    assert stripe.get("/v1/events").data == []


def test_an_event_keeps_the_version_that_it_was_made_in(stripe: Stripe) -> None:
    (event,) = told_of(stripe, stripe.intent)
    old = stripe.at_version("2020-08-27").get(f"/v1/events/{event.id}")
    assert (old.api_version, old.data) == (event.api_version, event.data)


def test_at_most_twenty_types_are_listed_at_once(stripe: Stripe) -> None:
    assert stripe.get("/v1/events", types=["charge.succeeded"] * 20).http == 200
    refused = stripe.get("/v1/events", types=["charge.succeeded"] * 21)
    assert refused.refusal == (400, "invalid_request_error", None, "types")
    assert refused.error.message == "Array types exceeded maximum 20 allowed elements."
