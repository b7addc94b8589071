"""Confirming: which PaymentMethod pays, what becomes of the intent, and what refuses it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

INTENTS = "/v1/payment_intents"


def confirm(stripe: Stripe, intent: Any, **params: Any) -> Reply:
    return stripe.post(f"{INTENTS}/{intent.id}/confirm", **params)


# What comes of it.


def test_an_asynchronous_capture_has_its_transaction_some_seconds_later(stripe: Stripe) -> None:
    intent = confirm(stripe, stripe.intent(), payment_method="pm_card_visa")
    assert (intent.http, intent.status) == (200, "succeeded")
    assert (intent.amount_received, intent.amount_capturable) == (2500, 0)
    charge = stripe.charge_of(intent)
    assert (charge.status, charge.paid, charge.captured) == ("succeeded", True, True)
    assert (charge.amount_captured, charge.balance_transaction) == (2500, None)
    stripe.advance(seconds=3)
    assert stripe.charge_of(intent).balance_transaction.startswith("txn_3")


def test_an_automatic_capture_has_its_transaction_at_once(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid(capture_method="automatic"))
    assert charge.balance_transaction.startswith("txn_3")


def test_a_manual_capture_holds_the_money(stripe: Stripe) -> None:
    intent = stripe.held()
    assert (intent.status, intent.amount_capturable, intent.amount_received) == (
        "requires_capture",
        2500,
        0,
    )
    charge = stripe.charge_of(intent)
    assert (charge.status, charge.paid, charge.captured) == ("succeeded", True, False)
    assert (charge.amount_captured, charge.balance_transaction) == (0, None)
    assert charge.payment_method_details.card.capture_before == charge.created + 604_800


def test_a_decline_is_a_402_that_carries_the_intent(stripe: Stripe) -> None:
    refused = stripe.paid("pm_card_visa_chargeDeclinedInsufficientFunds")
    assert refused.refusal == (402, "card_error", "card_declined", None)
    error = refused.error
    assert list(error) == [
        "advice_code",
        "charge",
        "code",
        "decline_code",
        "doc_url",
        "message",
        "network_advice_code",
        "network_decline_code",
        "payment_intent",
        "payment_method",
        "request_log_url",
        "type",
    ]
    intent = error.payment_intent
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    assert intent.latest_charge == error.charge
    assert error.payment_method.customer is None
    assert refused.headers["Stripe-Should-Retry"] == "false"


def test_the_last_error_repeats_the_refusal_and_goes_with_the_next_success(stripe: Stripe) -> None:
    refused = stripe.paid("pm_card_chargeDeclined")
    intent = stripe.get(f"{INTENTS}/{refused.error.payment_intent.id}")
    told = dict(refused.error)
    del told["payment_intent"], told["request_log_url"]
    last = dict(intent.last_payment_error)
    assert last.pop("payment_method_type") == "card"
    assert last == told
    paid = confirm(stripe, intent, payment_method="pm_card_visa")
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)


def test_the_kind_of_the_method_came_to_the_last_error_in_august_2026(stripe: Stripe) -> None:
    id = stripe.paid("pm_card_chargeDeclined").error.payment_intent.id
    before = stripe.at_version("2026-06-24.dahlia").get(f"{INTENTS}/{id}")
    assert "payment_method_type" not in before.last_payment_error


def test_a_failed_charge_stands_and_says_why(stripe: Stripe) -> None:
    refused = stripe.paid("pm_card_visa_chargeDeclinedInsufficientFunds")
    charge = stripe.get(f"/v1/charges/{refused.error.charge}")
    assert (charge.status, charge.paid, charge.captured) == ("failed", False, False)
    assert (charge.amount_captured, charge.balance_transaction) == (0, None)
    assert charge.failure_code == "card_declined"
    assert charge.failure_message == "Your card has insufficient funds."
    assert charge.receipt_url is None
    assert charge.payment_method_details.card.amount_authorized is None


def test_a_kind_can_be_held_where_the_others_are_taken(stripe: Stripe) -> None:
    held = stripe.paid(payment_method_options={"card": {"capture_method": "manual"}})
    assert (held.status, held.amount_capturable) == ("requires_capture", 2500)
    assert held.capture_method == "automatic_async"
    assert stripe.post(f"{INTENTS}/{held.id}/capture").status == "succeeded"


def test_a_kind_can_be_kept_for_later_where_the_others_are_not(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    paid = stripe.paid(
        customer=customer,
        payment_method_options={"card": {"setup_future_usage": "off_session"}},
    )
    assert paid.setup_future_usage is None
    assert stripe.get(f"/v1/payment_methods/{paid.payment_method}").customer == customer


def test_a_bank_debit_is_processing_until_the_bank_answers(stripe: Stripe) -> None:
    intent = stripe.intent_in("processing")
    assert (intent.http, intent.status) == (200, "processing")
    charge = stripe.charge_of(intent)
    assert charge.id.startswith("py_")
    assert charge.status == "pending"


# Which PaymentMethod.


def test_the_parameter_comes_before_the_intents_own(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method="pm_card_chargeDeclined")
    assert confirm(stripe, intent, payment_method="pm_card_visa").status == "succeeded"


def test_what_pays_a_customers_invoices_by_default_pays_nothing_else(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", payment_method="pm_card_visa")
    method = stripe.get("/v1/payment_methods", customer=customer.id).data[0].id
    settings = {"default_payment_method": method}
    stripe.post(f"/v1/customers/{customer.id}", invoice_settings=settings)
    refused = confirm(stripe, stripe.intent(customer=customer.id))
    assert refused.error.code == "payment_intent_unexpected_state"
    assert f"To confirm the PaymentIntent with {customer.id}, specify" in refused.error.message


def test_a_method_can_be_described_on_the_spot(stripe: Stripe) -> None:
    data = {"type": "card", "card": {"token": "tok_visa"}}
    assert confirm(stripe, stripe.intent(), payment_method_data=data).status == "succeeded"


def test_a_refused_confirmation_leaves_the_intents_method_as_it_was(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method="pm_card_visa")
    owned = attached(stripe)
    assert confirm(stripe, intent, payment_method=owned.id).http == 400
    after = stripe.get(f"{INTENTS}/{intent.id}")
    assert (after.status, after.payment_method) == ("requires_confirmation", intent.payment_method)


# Refusals.

MISSING = (
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either"
    " update the PaymentIntent with a payment method and then confirm it again, or confirm it again"
    " directly with a payment method or ConfirmationToken."
)


def test_without_a_method_nothing_is_confirmed(stripe: Stripe) -> None:
    refused = confirm(stripe, stripe.intent())
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "payment_intent_unexpected_state",
        None,
    )
    assert refused.error.message == MISSING
    assert refused.error.payment_intent.status == "requires_payment_method"


def test_older_versions_do_not_speak_of_confirmation_tokens(stripe: Stripe) -> None:
    refused = confirm(stripe.at_version("2022-11-15"), stripe.intent())
    assert refused.error.message == MISSING.replace(" or ConfirmationToken", "")


def test_a_customer_without_a_default_must_be_told_which_method(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    refused = confirm(stripe, stripe.intent(customer=customer.id))
    assert refused.error.code == "payment_intent_unexpected_state"
    assert refused.error.message == (
        "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm"
        f" the PaymentIntent with {customer.id}, specify a payment method attached to this customer"
        " along with the customer ID."
    )


def test_a_customers_method_wants_its_customer(stripe: Stripe) -> None:
    method = attached(stripe)
    refused = confirm(stripe, stripe.intent(), payment_method=method.id)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", "source")
    assert refused.error.message == (
        f"The `payment_method` parameter supplied {method.id} belongs to the Customer"
        f" {method.customer}. Please include the Customer in the `customer` parameter on the"
        " PaymentIntent."
    )
    assert "payment_intent" in refused.error


def test_another_customers_method_is_refused(stripe: Stripe) -> None:
    method, customer = attached(stripe), stripe.post("/v1/customers")
    intent = stripe.intent(customer=customer.id)
    refused = confirm(stripe, intent, payment_method=method.id)
    assert refused.refusal == (400, "invalid_request_error", None, "payment_method")
    assert refused.error.message == (
        f"The PaymentMethod {method.id} does not belong to the Customer you supplied {customer.id}."
        " Please use this PaymentMethod with the Customer that it belongs to instead."
    )
    assert refused.error.payment_intent.id == intent.id


def test_what_has_succeeded_is_not_confirmed_again(stripe: Stripe) -> None:
    refused = confirm(stripe, stripe.paid(), payment_method="pm_card_visa")
    assert refused.error.code == "payment_intent_unexpected_state"
    assert refused.error.message == (
        "You cannot confirm this PaymentIntent because it has already succeeded after being"
        " previously confirmed."
    )
    assert refused.error.payment_intent.status == "succeeded"


def test_a_canceled_intent_takes_no_method(stripe: Stripe) -> None:
    refused = confirm(stripe, stripe.intent_in("canceled"), payment_method="pm_card_visa")
    assert refused.refusal[2:] == ("payment_intent_unexpected_state", "payment_method")
    assert refused.error.message == (
        "This PaymentIntent's payment_method could not be updated because it has a status of"
        " canceled. You may only update the payment_method of a PaymentIntent with one of the"
        " following statuses: requires_payment_method, requires_confirmation, requires_action."
    )


@pytest.mark.parametrize("status", ["canceled", "requires_capture", "processing"])
def test_what_is_over_or_under_way_is_not_confirmed(stripe: Stripe, status: str) -> None:
    refused = confirm(stripe, stripe.intent_in(status))
    assert refused.error.code == "payment_intent_unexpected_state"
    assert refused.error.message == (
        f"You cannot confirm this PaymentIntent because it has a status of {status}. Only a"
        " PaymentIntent with one of the following statuses may be confirmed: requires_confirmation,"
        " requires_action."
    )
    assert refused.error.payment_intent.status == status


def test_a_refusal_that_only_looks_changes_nothing(stripe: Stripe) -> None:
    intent = stripe.intent()
    stripe.told()
    confirm(stripe, intent, payment_method="pm_x")
    assert stripe.get(f"{INTENTS}/{intent.id}").body == stripe.get(f"{INTENTS}/{intent.id}").body
    assert stripe.told() == []


# Saving the method.


def test_an_unattached_method_pays_for_a_customer_and_is_not_kept(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    paid = stripe.paid(customer=customer.id)
    assert paid.status == "succeeded"
    assert stripe.get(f"/v1/payment_methods/{paid.payment_method}").customer is None


def test_setup_future_usage_attaches_the_method(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    paid = stripe.paid(customer=customer.id, setup_future_usage="off_session")
    assert stripe.get(f"/v1/payment_methods/{paid.payment_method}").customer == customer.id
    again = stripe.paid(paid.payment_method, customer=customer.id, off_session=True)
    assert again.status == "succeeded"


def test_a_decline_attaches_nothing(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    stripe.paid("pm_card_chargeDeclined", customer=customer.id, setup_future_usage="off_session")
    assert stripe.get("/v1/payment_methods", customer=customer.id).data == []


# Manual confirmation.


def attached(stripe: Stripe) -> Reply:
    """A PaymentMethod that belongs to a Customer."""
    customer = stripe.post("/v1/customers")
    return stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=customer.id)


def test_what_went_wrong_is_told_until_the_intent_is_changed(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method_types=["card"])
    path = f"/v1/payment_intents/{intent.id}"
    stripe.post(f"{path}/confirm", payment_method="pm_card_chargeDeclined")
    assert stripe.post(path).last_payment_error.code == "card_declined"
    assert stripe.post(path, metadata={"order": "7"}).body["last_payment_error"] is None
    stripe.post(f"{path}/confirm", payment_method="pm_card_chargeDeclined")
    asked = stripe.post(f"{path}/confirm", payment_method="pm_card_threeDSecure2Required")
    assert (asked.body["status"], asked.body["last_payment_error"]) == ("requires_action", None)


def test_a_mandate_that_is_not_there_is_not_confirmed_with(stripe: Stripe) -> None:
    refused = stripe.intent(confirm=True, payment_method="pm_card_visa", mandate="mandate_x")
    assert refused.refusal[2:] == ("resource_missing", "mandate")
    assert refused.error.message == "No such mandate: 'mandate_x'"


def test_until_endive_a_confirmation_may_name_other_kinds(stripe: Stripe) -> None:
    older = stripe.at_version("2020-08-27")
    intent = older.intent(payment_method_types=["us_bank_account"])
    path = f"/v1/payment_intents/{intent.id}/confirm"
    paid = older.post(path, payment_method="pm_card_visa", payment_method_types=["card"])
    assert (paid.status, paid.payment_method_types) == ("succeeded", ["card"])
    assert list(paid.payment_method_options) == ["card"]


def test_a_confirmation_that_names_its_kinds_needs_no_page_to_come_back_to(stripe: Stripe) -> None:
    older = stripe.at_version("2024-06-20")
    intent = older.post(INTENTS, amount=2500, currency="usd")
    assert intent.automatic_payment_methods is not None
    path = f"/v1/payment_intents/{intent.id}/confirm"
    paid = older.post(path, payment_method="pm_card_visa", payment_method_types=["card"])
    assert (paid.status, paid.automatic_payment_methods) == ("succeeded", None)


def test_a_confirmation_names_no_kind_that_cannot_pay_the_currency(stripe: Stripe) -> None:
    older = stripe.at_version("2024-06-20")
    path = f"/v1/payment_intents/{older.intent().id}/confirm"
    refused = older.post(path, payment_method="pm_card_visa", payment_method_types=["ideal"])
    assert refused.http == 400
    assert "usd" in refused.error.message


def test_a_confirmation_may_say_that_the_money_is_held(stripe: Stripe) -> None:
    intent = stripe.intent()
    held = stripe.post(
        f"{INTENTS}/{intent.id}/confirm", payment_method="pm_card_visa", capture_method="manual"
    )
    assert (held.status, held.capture_method) == ("requires_capture", "manual")


def test_a_confirmation_may_take_back_what_was_said(stripe: Stripe) -> None:
    intent = stripe.intent(setup_future_usage="off_session", receipt_email="jenny@example.com")
    paid = stripe.post(
        f"{INTENTS}/{intent.id}/confirm",
        payment_method="pm_card_visa",
        excluded_payment_method_types=["klarna"],
        receipt_email="",
        setup_future_usage="",
    )
    assert (paid.receipt_email, paid.setup_future_usage) == (None, None)
    assert paid.excluded_payment_method_types == ["klarna"]
    assert stripe.charge_of(paid).receipt_email is None
