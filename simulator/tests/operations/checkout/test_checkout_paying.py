"""What paying a Checkout Session leaves behind, event by event.

Source: Stripe docs, "How Checkout works", "Fulfill orders"; recorded orders of events.
"""

from typing import Any
from uuid import UUID

import pytest

from simulator.tests.calls import PAYER, SEPA, Stripe
from simulator.tests.operations.shopping import again, goods, open_elements, open_session, pay


def test_a_card_payment_completes_the_session_after_the_money_was_taken(stripe: Stripe) -> None:
    session = open_session(stripe, metadata={"order": "7"}, payment_intent_data={
        "metadata": {"order": "8"}, "description": "A mug", "receipt_email": "jo@example.org",
    })  # fmt: skip
    assert pay(stripe, session, email="jo@example.org", name="Jo") is None
    told = stripe.told()
    assert [event.type for event in told] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    seen = told[-1].data.object
    assert (seen.status, seen.payment_status, seen.url) == ("complete", "paid", None)
    assert seen == again(stripe, session).body
    assert seen.metadata == {"order": "7"}
    intent = stripe.get(f"/v1/payment_intents/{seen.payment_intent}")
    assert (intent.status, intent.amount_received, intent.metadata) == (
        "succeeded",
        2500,
        {"order": "8"},
    )
    assert intent.description == "A mug"
    stripe.advance(seconds=5)
    assert stripe.types() == ["charge.updated"]


def test_what_the_page_does_has_an_idempotency_key_and_no_request(stripe: Stripe) -> None:
    pay(stripe, open_session(stripe))
    told = {event.type: event.request for event in stripe.told()}
    key = told["payment_intent.created"].idempotency_key
    assert str(UUID(key)) == key
    asked = {"id": None, "idempotency_key": key}
    assert told["charge.succeeded"] == told["payment_intent.succeeded"] == asked
    assert told["checkout.session.completed"] == {"id": None, "idempotency_key": None}


def test_the_order_of_a_sessions_intent_is_the_session(stripe: Stripe) -> None:
    session = open_session(stripe)
    pay(stripe, session)
    told = {event.type: event.data.object for event in stripe.told()}
    assert "payment_details" not in told["payment_intent.created"]
    assert told["payment_intent.succeeded"].payment_details.order_reference == session.id
    path = f"/v1/payment_intents/{again(stripe, session).payment_intent}"
    assert stripe.get(path).payment_details == {
        "customer_reference": None,
        "order_reference": session.id,
    }
    assert "payment_details" in stripe.at_version("2025-03-31.basil").get(path).body
    assert "payment_details" not in stripe.at_version("2025-02-24.acacia").get(path).body


def test_a_sessions_intent_tells_shipping_and_tax_apart(stripe: Stripe) -> None:
    rate = {"fixed_amount": {"amount": 799, "currency": "usd"}, "type": "fixed_amount"}
    shipped = {"shipping_rate_data": {"display_name": "By ship", **rate}}
    session = open_session(stripe, shipping_options=[shipped])
    pay(stripe, session)
    told = {event.type: event.data.object for event in stripe.told()}
    assert told["payment_intent.created"].amount_details == {"tip": {}}
    assert told["payment_intent.succeeded"].amount == 2500 + 799
    assert told["payment_intent.succeeded"].amount_details == {
        "shipping": {"amount": 799, "from_postal_code": None, "to_postal_code": None},
        "tax": {"total_tax_amount": 0},
        "tip": {},
    }


def test_a_sessions_intent_takes_what_the_shopper_has_chosen_last(stripe: Stripe) -> None:
    session = open_session(stripe)
    assert session.payment_method_types == ["card", "link"]
    pay(stripe, session, "pm_card_chargeCustomerFail")
    path = f"/v1/payment_intents/{again(stripe, session).payment_intent}"
    failed = stripe.get(path)
    assert (failed.status, failed.payment_method_types) == ("requires_payment_method", ["card"])
    assert list(failed.payment_method_options) == ["card"]
    method = stripe.post("/v1/payment_methods", type="link", billing_details=PAYER)
    pay(stripe, session, method.id)
    paid = stripe.get(path)
    assert (paid.status, paid.payment_method_types) == ("succeeded", ["link"])
    assert paid.payment_method_options == {"link": {"persistent_token": None}}


def test_what_the_shopper_typed_is_shown(stripe: Stripe) -> None:
    session = open_session(stripe)
    pay(stripe, session, email="jo@example.org", name="Jo", address={"country": "GB"})
    assert again(stripe, session).customer_details == {
        "address": {
            "city": None,
            "country": "GB",
            "line1": None,
            "line2": None,
            "postal_code": None,
            "state": None,
        },
        "business_name": None,
        "email": "jo@example.org",
        "individual_name": None,
        "name": "Jo",
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def test_a_decline_leaves_the_session_open_and_its_intent_is_tried_again(stripe: Stripe) -> None:
    session = open_session(stripe)
    assert pay(stripe, session, "pm_card_chargeDeclined") == "Your card was declined."
    left = again(stripe, session)
    assert (left.status, left.payment_status) == ("open", "unpaid")
    assert stripe.types() == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
    ]
    pay(stripe, session)
    paid = again(stripe, session)
    assert (paid.status, paid.payment_intent) == ("complete", left.payment_intent)
    assert "payment_intent.created" not in stripe.types()


@pytest.mark.parametrize("passed", [True, False])
def test_a_challenge_decides_whether_the_session_completes(stripe: Stripe, passed: bool) -> None:
    session = open_session(stripe)
    pay(stripe, session, "pm_card_authenticationRequired")
    waiting = again(stripe, session, expand=["payment_intent"])
    assert waiting.status == "open"
    assert waiting.payment_intent.status == "requires_action"
    stripe.told()
    stripe.challenge(waiting.payment_intent, passed=passed)
    if passed:
        assert stripe.types() == [
            "charge.succeeded",
            "payment_intent.succeeded",
            "checkout.session.completed",
        ]
        assert again(stripe, session).payment_status == "paid"
    else:
        assert stripe.types() == ["payment_intent.payment_failed"]
        assert again(stripe, session).status == "open"


def test_the_intent_of_an_open_session_belongs_to_its_page(stripe: Stripe) -> None:
    session = open_session(stripe)
    pay(stripe, session, "pm_card_chargeDeclined")
    intent = again(stripe, session).payment_intent
    for verb in ("confirm", "cancel"):
        refused = stripe.post(f"/v1/payment_intents/{intent}/{verb}")
        assert refused.refusal[:3] == (
            400,
            "invalid_request_error",
            "payment_intent_unexpected_state",
        )
    stripe.post(f"/v1/checkout/sessions/{session.id}/expire")
    assert stripe.get(f"/v1/payment_intents/{intent}").status == "canceled"


def test_a_held_payment_completes_the_session_unpaid(stripe: Stripe) -> None:
    session = open_session(stripe, payment_intent_data={"capture_method": "manual"})
    pay(stripe, session)
    assert stripe.types() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "checkout.session.completed",
    ]
    held = again(stripe, session)
    assert (held.status, held.payment_status) == ("complete", "unpaid")


def test_a_customer_is_made_where_one_is_always_wanted(stripe: Stripe) -> None:
    session = open_session(stripe, customer_creation="always")
    pay(stripe, session, email="jo@example.org", name="Jo")
    assert stripe.types()[0] == "customer.created"
    customer = stripe.get(f"/v1/customers/{again(stripe, session).customer}")
    assert (customer.email, customer.name) == ("jo@example.org", "Jo")


def test_a_card_that_is_saved_belongs_to_the_customer(stripe: Stripe) -> None:
    session = open_session(stripe, payment_intent_data={"setup_future_usage": "off_session"})
    assert session.customer_creation == "always"
    pay(stripe, session)
    assert "payment_method.attached" in stripe.types()
    customer = again(stripe, session).customer
    assert len(stripe.get(f"/v1/customers/{customer}/payment_methods").data) == 1


def test_a_guest_stays_a_guest(stripe: Stripe) -> None:
    session = open_session(stripe)
    pay(stripe, session, email="jo@example.org")
    assert again(stripe, session).customer is None


@pytest.mark.parametrize(
    ("iban", "event", "status"),
    [
        ("AT611904300234573201", "checkout.session.async_payment_succeeded", "paid"),
        ("AT861904300235473202", "checkout.session.async_payment_failed", "unpaid"),
    ],
)
def test_a_bank_answers_days_after_the_session_is_complete(
    stripe: Stripe, iban: str, event: str, status: str
) -> None:
    session = open_session(
        stripe,
        goods(price_data={"currency": "eur"}),
        allowed_payment_method_types=["sepa_debit"],
    )
    account: dict[str, Any] = SEPA | {"sepa_debit": {"iban": iban}}
    method = stripe.post("/v1/payment_methods", **account)
    stripe.told()
    pay(stripe, session, method.id)
    waiting = again(stripe, session)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert stripe.types()[-1] == "checkout.session.completed"
    stripe.advance(days=14)
    assert event in stripe.types()
    assert again(stripe, session).payment_status == status


@pytest.mark.parametrize(("kind", "currency"), [("konbini", "jpy"), ("boleto", "brl")])
def test_the_page_asks_for_what_a_method_needs_of_its_payer(
    stripe: Stripe, kind: str, currency: str
) -> None:
    session = open_session(
        stripe,
        goods(price_data={"currency": currency}),
        allowed_payment_method_types=[kind],
    )
    method = stripe.post("/v1/payment_methods", type=kind)
    pay(stripe, session, method.id)
    intent = stripe.get(f"/v1/payment_intents/{again(stripe, session).payment_intent}")
    assert intent.next_action.type == f"{kind}_display_details"
    asked = stripe.get(f"/v1/payment_methods/{method.id}").billing_details
    assert "@" in asked.email
    assert asked.name


def test_setting_up_completes_without_a_payment(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org")
    session = stripe.post(
        "/v1/checkout/sessions",
        mode="setup",
        currency="usd",
        customer=customer.id,
        success_url="https://shop.example/thanks",
    )
    assert session.payment_status == "no_payment_required"
    assert (session.amount_total, session.total_details, session.discounts) == (None, None, None)
    stripe.told()
    pay(stripe, session)
    assert stripe.types() == [
        "payment_method.attached",
        "setup_intent.succeeded",
        "checkout.session.completed",
    ]
    after = again(stripe, session, expand=["setup_intent"])
    assert after.setup_intent.status == "succeeded"


def test_a_one_time_payment_can_have_an_invoice(stripe: Stripe) -> None:
    session = open_session(
        stripe, invoice_creation={"enabled": True, "invoice_data": {"description": "Thanks"}}
    )
    assert session.customer_creation == "always"
    assert session.invoice_creation.invoice_data.issuer == {"type": "self"}
    pay(stripe, session, email="jo@example.org")
    assert [name for name in stripe.types() if name.startswith(("invoice.", "checkout."))] == [
        "invoice.created",
        "invoice.finalized",
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "checkout.session.completed",
    ]
    invoice = again(stripe, session, expand=["invoice"]).invoice
    assert (invoice.status, invoice.total, invoice.description) == ("paid", 2500, "Thanks")


def test_what_was_typed_goes_to_the_customer_where_the_shop_wants_it(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org")
    session = open_session(
        stripe, customer=customer.id, customer_update={"address": "auto", "name": "auto"}
    )
    pay(stripe, session, name="Jo", address={"country": "GB", "postal_code": "SW1A 1AA"})
    assert "customer.updated" in stripe.types()
    after = stripe.get(f"/v1/customers/{customer.id}")
    assert (after.name, after.address.postal_code) == ("Jo", "SW1A 1AA")


def test_a_promotion_code_is_good_for_as_many_as_it_says(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="HALF", percent_off=50, duration="once")
    code = stripe.post(
        "/v1/promotion_codes",
        promotion={"type": "coupon", "coupon": "HALF"},
        code="SPRING",
        max_redemptions=1,
    )
    pay(stripe, open_session(stripe, discounts=[{"promotion_code": code.id}]))
    assert stripe.get("/v1/coupons/HALF").times_redeemed == 1
    refused = open_session(stripe, discounts=[{"promotion_code": code.id}])
    assert refused.http == 400


def test_what_the_intent_will_say_can_be_changed_until_there_is_one(stripe: Stripe) -> None:
    session = open_elements(stripe, payment_intent_data={"metadata": {"a": "1"}})
    stripe.post(f"/v1/checkout/sessions/{session.id}", payment_intent_data={"description": "A mug"})
    pay(stripe, session)
    intent = again(stripe, session, expand=["payment_intent"]).payment_intent
    assert (intent.description, intent.metadata) == ("A mug", {"a": "1"})


# What the Stripe CLI does.


def test_the_cli_pays_a_session_by_its_page(stripe: Stripe) -> None:
    session = open_session(stripe, goods(1500, 2))
    seen = stripe.get(f"/v1/payment_pages/{session.id}")
    assert (seen.session_id, seen.amount_total) == (session.id, 3000)
    wrong = stripe.post(
        f"/v1/payment_pages/{session.id}/confirm",
        payment_method="pm_card_visa",
        expected_amount=2999,
    )
    assert wrong.http == 400
    done = stripe.post(
        f"/v1/payment_pages/{session.id}/confirm",
        payment_method="pm_card_visa",
        expected_amount=3000,
    )
    assert (done.status, done.payment_status) == ("complete", "paid")
    once_more = stripe.post(
        f"/v1/payment_pages/{session.id}/confirm", payment_method="pm_card_visa"
    )
    assert once_more.http == 400


@pytest.mark.parametrize("version", ["2019-12-03", "2020-08-27", "2022-08-01", "2023-10-16"])
def test_a_page_is_paid_in_every_version(stripe: Stripe, version: str) -> None:
    older = stripe.at_version(version)
    session = open_session(older, payment_method_types=["card"])
    assert older.get(f"/v1/payment_pages/{session.id}").amount_total == 2500
    paid = older.post(f"/v1/payment_pages/{session.id}/confirm", payment_method="pm_card_visa")
    assert (paid.status, paid.intent.status) == ("complete", "succeeded")
    assert again(older, session).payment_status == "paid"
