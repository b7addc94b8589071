"""What a PaymentIntent refuses of its parameters, in Stripe's words."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.resources.payment_intent import CONFIRMATIONS_MAX
from simulator.tests.calls import CARDS_NAMED, Stripe, describing

INTENTS = "/v1/payment_intents"
AUTOMATIC = {"enabled": True}


def refused(stripe: Stripe, **params: Any) -> tuple[str | None, str | None, str]:
    """Code, param and sentence of a refused intent of 25.00 usd."""
    given = {"amount": 2500, "currency": "usd", **params}
    answer = stripe.post(INTENTS, **given)
    assert answer.http == 400, answer
    return answer.error.get("code"), answer.error.get("param"), answer.error.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("return_url", "https://shop.example/back"),
        ("off_session", True),
        ("error_on_requires_action", True),
        ("mandate_data", {"customer_acceptance": {"type": "offline"}}),
    ],
)
def test_what_belongs_to_a_confirmation_needs_one(stripe: Stripe, name: str, value: Any) -> None:
    assert refused(stripe, **{name: value}) == (
        "payment_intent_invalid_parameter",
        name,
        (
            f"The parameter `{name}` cannot be passed when creating a PaymentIntent unless"
            " `confirm` is set to true."
        ),
    )


def test_a_false_off_session_needs_no_confirmation(stripe: Stripe) -> None:
    assert stripe.post(INTENTS, amount=2500, currency="usd", off_session=False).http == 200


def test_who_is_away_agrees_to_no_later_payments(stripe: Stripe) -> None:
    sentence = (
        "You cannot confirm with the `off_session` parameter when `setup_future_usage` is also set"
        " on the PaymentIntent because you cannot set up future usages when processing payments"
        " off-session."
    )
    created = stripe.paid(off_session=True, setup_future_usage="off_session")
    assert (created.http, created.error.message) == (400, sentence)
    intent = stripe.intent(setup_future_usage="off_session", payment_method="pm_card_visa")
    confirmed = stripe.post(f"{INTENTS}/{intent.id}/confirm", off_session=True)
    assert (confirmed.http, confirmed.error.message) == (400, sentence)
    assert confirmed.error.payment_intent.id == intent.id


LATER = {"setup_future_usage": "off_session"}


def test_what_is_set_up_only_by_the_confirmation_is_refused_then(stripe: Stripe) -> None:
    intent = stripe.intent(
        payment_method_types=["affirm"], payment_method_data=describing("affirm")
    )
    refused = stripe.post(f"{INTENTS}/{intent.id}/confirm", **LATER)
    assert refused.error.message.endswith('`payment_method_types`: ["affirm"]')


def test_setting_up_has_the_same_rules(stripe: Stripe) -> None:
    agreed = {"customer_acceptance": {"type": "offline"}}
    answer = stripe.post("/v1/setup_intents", mandate_data=agreed)
    assert answer.refusal == (
        400,
        "invalid_request_error",
        "setup_intent_invalid_parameter",
        "mandate_data",
    )
    assert answer.error.message == (
        "The parameter `mandate_data` cannot be passed when creating a SetupIntent unless `confirm`"
        " is set to true."
    )
    answer = stripe.post("/v1/setup_intents", return_url="https://shop.example/back")
    assert (answer.error.code, answer.error.param) == (
        "setup_intent_invalid_parameter",
        "return_url",
    )
    older = stripe.at_version("2026-08-26.dahlia")
    answer = older.post("/v1/setup_intents", payment_method_types=["seashells"])
    assert answer.error.message.startswith('The payment method type "seashells" is invalid.')


def test_nobody_is_paid_on_behalf_of_a_stranger(stripe: Stripe) -> None:
    assert refused(stripe, on_behalf_of="acct_nobody") == (
        "resource_missing",
        "on_behalf_of",
        "No such on_behalf_of: 'acct_nobody'",
    )


def test_a_line_on_a_statement_has_22_characters(stripe: Stripe) -> None:
    line = "A line that goes on for ever"
    answer = stripe.intent(
        currency="eur", payment_method_types=["ideal"], statement_descriptor=line
    )
    assert answer.error.message == (
        "The statement descriptor must be at most 22 characters. A line that goes on for ever is"
        " 28 characters long."
    )


@pytest.mark.parametrize("name", ["statement_descriptor", "statement_descriptor_suffix"])
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("ORDER <7", "The statement descriptor cannot include <."),
        ("ORDER 7>", "The statement descriptor cannot include >."),
        ("ORDER \\7", "The statement descriptor cannot include \\."),
        ("JO'S SHOP", "The statement descriptor cannot include '."),
        ('THE "SHOP"', 'The statement descriptor cannot include ".'),
        ("SHOP* ORDER", "The statement descriptor cannot include *."),
        ("#1234", "The statement descriptor must contain at least one Latin character."),
        ("É 1234", "The statement descriptor must contain at least one Latin character."),
    ],
)
def test_a_line_on_a_statement_can_be_printed_by_every_bank(
    stripe: Stripe, name: str, line: str, sentence: str
) -> None:
    said: dict[str, Any] = {name: line}
    made = stripe.intent(currency="eur", payment_method_types=["ideal"], **said)
    intent = stripe.intent(currency="eur", payment_method_types=["ideal"])
    changed = stripe.at_version(CARDS_NAMED).post(f"{INTENTS}/{intent.id}", **said)
    charged = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa", **said)
    older = stripe.at_version("2023-10-16")  # A card's statement took a whole line then.
    captured = older.post(f"{INTENTS}/{stripe.held().id}/capture", **said)
    for answer in (made, changed, charged, captured):
        assert answer.refusal == (400, "invalid_request_error", None, name)
        assert answer.error.message == sentence


def test_a_suffix_is_cut_with_its_prefix_and_refused_by_itself(stripe: Stripe) -> None:
    paid = stripe.paid(statement_descriptor_suffix="ORDER 1234567890")
    assert stripe.charge_of(paid).calculated_statement_descriptor == "PAIDONCE* ORDER 123456"
    assert refused(stripe, statement_descriptor_suffix="A" * 23) == (
        None,
        "statement_descriptor_suffix",
        (
            "The statement descriptor must be at most 22 characters."
            f" {'A' * 23} is 23 characters long."
        ),
    )


def test_a_receipt_goes_to_an_address(stripe: Stripe) -> None:
    assert refused(stripe, receipt_email="foo") == (
        "email_invalid",
        "receipt_email",
        "Invalid email address: foo",
    )
    confirmed = stripe.post(f"{INTENTS}/{stripe.intent().id}/confirm", receipt_email="foo")
    assert confirmed.error.code == "email_invalid"


def test_metadata_has_its_limits_whatever_the_call(stripe: Stripe) -> None:
    long: dict[str, Any] = {"metadata": {"k" * 41: "v"}}
    intent = stripe.intent()
    for call, rest in (
        (INTENTS, {"amount": 2500, "currency": "usd"}),
        (f"{INTENTS}/{intent.id}", {}),
        (f"{INTENTS}/{stripe.held().id}/capture", {}),
        ("/v1/setup_intents", {}),
        ("/v1/refunds", {"payment_intent": stripe.paid().id}),
        ("/v1/payment_methods", {"type": "card", "card": {"token": "tok_visa"}}),
    ):
        answer = stripe.post(call, **rest, **long)
        assert answer.http == 400, call
        assert answer.error.message.startswith("Metadata keys can have up to 40 characters")


# What an error shows of the intent.


@pytest.mark.parametrize(
    ("call", "params"),
    [
        ("/cancel", {"amount": 1}),
        ("", {"amount": "much"}),
        ("/confirm", {"payment_method": "pm_nobody"}),
        ("/capture", {"amount_to_capture": "much"}),
    ],
)
def test_whatever_is_refused_of_an_intent_shows_it(
    stripe: Stripe, call: str, params: dict[str, Any]
) -> None:
    intent = stripe.intent()
    answer = stripe.post(f"{INTENTS}/{intent.id}{call}", **params)
    assert answer.http == 400
    assert answer.error.payment_intent.id == intent.id


def test_a_missing_return_url_shows_the_intent(stripe: Stripe) -> None:
    intent = stripe.post(INTENTS, amount=2500, currency="usd")
    answer = stripe.post(f"{INTENTS}/{intent.id}/confirm", payment_method="pm_card_visa")
    assert answer.error.message.startswith("This PaymentIntent is configured to accept payment")
    assert answer.error.payment_intent.id == intent.id
    older = stripe.at_version("2022-11-15")
    asked = older.post(INTENTS, amount=2500, currency="usd", automatic_payment_methods=AUTOMATIC)
    answer = older.post(f"{INTENTS}/{asked.id}/confirm", payment_method="pm_card_visa")
    assert answer.error.message == (
        "You must provide a `return_url` when confirming using"
        " automatic_payment_methods[enabled]=true."
    )


def test_a_stranger_with_a_publishable_key_is_shown_nothing(stripe: Stripe) -> None:
    intent = stripe.intent()
    answer = stripe.in_browser.post(f"{INTENTS}/{intent.id}/confirm", client_secret="guessed")
    assert answer.http == 400
    assert "payment_intent" not in answer.error


def test_a_client_secret_is_no_id(stripe: Stripe) -> None:
    answer = stripe.get(f"{INTENTS}/{stripe.intent().client_secret}")
    assert answer.refusal == (404, "invalid_request_error", None, "intent")
    assert answer.error.message == (
        "You passed a string that looks like a client secret as the PaymentIntent ID, but you must"
        " provide a valid PaymentIntent ID. Please use the value in the `id` field of the"
        " PaymentIntent."
    )


@pytest.mark.parametrize(
    ("version", "statuses"),
    [
        ("2019-05-16", "requires_capture, requires_confirmation, requires_action."),
        ("2023-10-16", "requires_capture, requires_confirmation, requires_action, processing."),
        (
            "2026-03-25.dahlia",
            (
                "requires_capture, requires_reauthorization, requires_confirmation,"
                " requires_action, processing."
            ),
        ),
        (
            "2026-08-26.dahlia",
            (
                "requires_capture, requires_reauthorization, requires_confirmation,"
                " requires_action, expired, processing."
            ),
        ),
    ],
)
def test_the_statuses_that_can_be_canceled_are_told_as_each_version_knew_them(
    stripe: Stripe, version: str, statuses: str
) -> None:
    intent = stripe.paid()
    answer = stripe.at_version(version).post(f"{INTENTS}/{intent.id}/cancel")
    assert answer.error.message == (
        "You cannot cancel this PaymentIntent because it has a status of succeeded. Only a"
        " PaymentIntent with one of the following statuses may be canceled:"
        f" requires_payment_method, {statuses}"
    )


# What is said of a payment for others, and how often it can be tried.


def test_an_intent_shows_what_the_payment_is_for(stripe: Stripe) -> None:
    intent = stripe.post(
        INTENTS,
        amount=2500,
        currency="usd",
        payment_details={"order_reference": "order 7"},
        hooks={"inputs": {"tax": {"calculation": "taxcalc_1"}}},
    )
    assert intent.payment_details == {"customer_reference": None, "order_reference": "order 7"}
    assert intent.hooks == {"inputs": {"tax": {"calculation": "taxcalc_1"}}}
    assert "payment_details" not in stripe.intent().body
    changed = stripe.post(
        f"{INTENTS}/{intent.id}", payment_details={"customer_reference": "customer 3"}
    )
    assert changed.payment_details.customer_reference == "customer 3"


def test_an_older_client_saves_the_card_at_once(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    intent = stripe.at_version("2019-12-03").post(
        INTENTS,
        amount=2500,
        currency="usd",
        customer=customer,
        payment_method="pm_card_visa",
        save_payment_method=True,
    )
    saved = stripe.get(f"/v1/payment_methods/{intent.payment_method}")
    assert (intent.status, saved.customer) == ("requires_confirmation", customer)


def test_an_older_client_saves_the_card_when_it_confirms_or_updates(stripe: Stripe) -> None:
    older = stripe.at_version("2019-12-03")
    customer = stripe.post("/v1/customers").id
    for call, named in (("/confirm", "pm_card_visa"), ("", "pm_card_visa"), ("", None)):
        intent = older.intent(customer=customer, payment_method="pm_card_mastercard")
        method = {"payment_method": named} if named else {}
        after = older.post(f"{INTENTS}/{intent.id}{call}", save_payment_method=True, **method)
        assert stripe.get(f"/v1/payment_methods/{after.payment_method}").customer == customer


def test_there_must_be_a_card_to_save_and_somebody_to_save_it_for(stripe: Stripe) -> None:
    older = stripe.at_version("2020-08-27")
    customer = stripe.post("/v1/customers").id
    nothing = older.intent(customer=customer, save_payment_method=True)
    nobody = older.intent(payment_method="pm_card_visa", save_payment_method=True)
    assert nothing.error.message == (
        "A payment method must be provided or already attached to the PaymentIntent when"
        " `save_payment_method=true`."
    )
    assert nobody.error.message == (
        "A valid `customer` must be provided when `save_payment_method=true`."
    )
    assert stripe.get(INTENTS).data == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("capture_method", "manual"),
        ("payment_method_types", ["card"]),
        ("setup_future_usage", "off_session"),
    ],
)
def test_what_was_paid_is_paid_as_it_was(stripe: Stripe, name: str, value: Any) -> None:
    older = stripe.at_version("2026-08-26.dahlia")
    answer = older.post(f"{INTENTS}/{stripe.paid().id}", **{name: value})
    assert answer.refusal == (400, "invalid_request_error", "payment_intent_unexpected_state", name)
    assert answer.error.message.startswith(
        f"This PaymentIntent's {name} could not be updated because it has a status of succeeded."
    )


def test_an_intent_that_was_tried_too_often_is_canceled(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_threeDSecure2Required")
    path = f"{INTENTS}/{intent.id}/confirm"
    again = [stripe.post(path).status for _ in range(CONFIRMATIONS_MAX)]
    assert set(again) == {"requires_action"}
    stripe.told()
    spent = stripe.post(path)
    assert (spent.status, spent.cancellation_reason) == ("canceled", "automatic")
    assert stripe.types() == ["payment_intent.canceled"]
    assert stripe.post(path).error.code == "payment_intent_unexpected_state"


@pytest.mark.parametrize("path", ["/v1/payment_intents", "/v1/charges"])
def test_who_is_named_is_looked_for_before_the_amount(stripe: Stripe, path: str) -> None:
    refused = stripe.post(path, amount=10, currency="usd", customer="cus_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")
