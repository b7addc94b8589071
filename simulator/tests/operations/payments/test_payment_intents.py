"""PaymentIntents are created, read, listed and canceled as Stripe does it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.tests.calls import Stripe

INTENTS = "/v1/payment_intents"


def test_amount_and_currency_are_enough(stripe: Stripe) -> None:
    intent = stripe.post(INTENTS, amount=2500, currency="usd")
    assert intent.http == 200
    assert intent.status == "requires_payment_method"
    assert intent.automatic_payment_methods == {"allow_redirects": "always", "enabled": True}
    assert intent.payment_method_types == ["card", "link"]
    assert re.fullmatch(r"pmc_1\w{23}", intent.payment_method_configuration_details.id)
    assert intent.payment_method_configuration_details.parent is None
    assert intent.capture_method == "automatic_async"
    assert intent.confirmation_method == "automatic"
    assert intent.amount_capturable == intent.amount_received == 0
    assert intent.latest_charge is intent.payment_method is intent.next_action is None


def test_ids_and_secrets_have_their_shapes(stripe: Stripe) -> None:
    intent = stripe.post(INTENTS, amount=2500, currency="usd")
    assert re.fullmatch(r"pi_3\w{23}", intent.id)
    assert re.fullmatch(intent.id + r"_secret_[0-9A-Za-z]{25}", intent.client_secret)


def test_a_payments_ids_share_their_first_sixteen_characters(stripe: Stripe) -> None:
    intent = stripe.paid(capture_method="automatic")
    charge = stripe.charge_of(intent)
    refund = stripe.post("/v1/refunds", payment_intent=intent.id)
    ids = [intent.id, charge.id, refund.id, charge.balance_transaction]
    assert len({id.split("_")[1][:16] for id in ids}) == 1
    assert [id.split("_")[0] for id in ids] == ["pi", "ch", "re", "txn"]
    assert all(event.id[4:20] == intent.id[3:19] for event in stripe.told())


def test_the_keys_are_in_stripes_order(stripe: Stripe) -> None:
    keys = list(stripe.post(INTENTS, amount=2500, currency="usd").body)
    assert keys[:2] == ["id", "object"]
    assert keys[2:] == sorted(keys[2:])


def test_named_types_switch_automatic_payment_methods_off(stripe: Stripe) -> None:
    intent = stripe.intent()
    assert intent.automatic_payment_methods is None
    assert intent.payment_method_configuration_details is None
    assert intent.payment_method_types == ["card"]
    assert intent.payment_method_options == {
        "card": {
            "installments": None,
            "mandate_options": None,
            "network": None,
            "request_three_d_secure": "automatic",
        }
    }


def test_each_kind_that_is_offered_has_its_options(stripe: Stripe) -> None:
    options = stripe.post(INTENTS, amount=2500, currency="usd").payment_method_options
    assert list(options) == ["card", "link"]
    assert options.link == {"persistent_token": None}


@pytest.mark.parametrize(
    ("version", "automatic"),
    [("2022-11-15", False), ("2023-08-16", True), ("2026-10-28.endive", True)],
)
def test_automatic_payment_methods_are_the_default_since_2023(
    stripe: Stripe, version: str, automatic: bool
) -> None:
    intent = stripe.at_version(version).post(INTENTS, amount=2500, currency="usd")
    assert (intent.automatic_payment_methods is not None) is automatic
    assert intent.payment_method_types == (["card", "link"] if automatic else ["card"])


@pytest.mark.parametrize(
    ("version", "capture_method"),
    [("2023-10-16", "automatic"), ("2024-04-10", "automatic_async")],
)
def test_capturing_is_asynchronous_by_default_since_2024(
    stripe: Stripe, version: str, capture_method: str
) -> None:
    intent = stripe.at_version(version).post(INTENTS, amount=2500, currency="usd")
    assert intent.capture_method == capture_method


def test_a_named_payment_method_waits_for_confirmation_and_is_not_consumed(stripe: Stripe) -> None:
    method = stripe.post("/v1/payment_methods", type="card", card={"token": "tok_visa"})
    first = stripe.intent(payment_method=method.id)
    assert first.status == "requires_confirmation"
    assert first.payment_method == method.id
    assert stripe.intent(payment_method=method.id).http == 200


def test_the_name_of_a_test_card_becomes_a_new_payment_method(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method="pm_card_visa")
    assert re.fullmatch(r"pm_1\w{23}", intent.payment_method)


def test_a_currency_in_capitals_is_kept_in_small_letters(stripe: Stripe) -> None:
    assert stripe.post(INTENTS, amount=2500, currency="USD").currency == "usd"


def test_off_session_false_is_ignored_without_confirm(stripe: Stripe) -> None:
    assert stripe.intent(off_session=False).http == 200
    assert stripe.intent(off_session=True).refusal[0] == 400


@pytest.mark.parametrize("name", ["amount", "currency"])
def test_amount_and_currency_are_required(stripe: Stripe, name: str) -> None:
    given = {"amount": 2500, "currency": "usd"}
    del given[name]
    refused = stripe.post(INTENTS, **given)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", name)
    assert refused.error.message == f"Missing required param: {name}."


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_is_charged_for_nothing(stripe: Stripe, amount: int) -> None:
    refused = stripe.post(INTENTS, amount=amount, currency="usd")
    assert refused.refusal == (400, "invalid_request_error", "parameter_invalid_integer", "amount")
    assert refused.error.message == (
        "The amount must be greater than or equal to the minimum charge amount allowed for your"
        " account and the currency set"
        " (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to"
        " save a Payment Method for future use without an immediate payment, use a Setup Intent"
        " instead: https://docs.stripe.com/payments/setup-intents"
    )


def test_older_versions_say_in_fewer_words_that_nothing_is_too_little(stripe: Stripe) -> None:
    refused = stripe.at_version("2020-08-27").post(INTENTS, amount=0, currency="usd")
    assert refused.error.message == "This value must be greater than or equal to 1."


def test_less_than_the_minimum_is_refused(stripe: Stripe) -> None:
    refused = stripe.post(INTENTS, amount=49, currency="usd")
    assert refused.refusal == (400, "invalid_request_error", "amount_too_small", "amount")
    assert refused.error.message == "Amount must be at least $0.50 usd"
    assert stripe.post(INTENTS, amount=50, currency="usd").http == 200


@pytest.mark.parametrize(
    ("amount", "currency", "message"),
    [
        (50_000, "cop", "$500.00 COP converts to approximately $0.13 USD."),
        (5_000, "pkr", "₨50.00 converts to approximately $0.18."),
        (40, "gbp", None),
        (40, "eur", "€0.40 converts to approximately $0.47."),
    ],
)
def test_a_foreign_amount_is_held_against_the_minimum_once_converted(
    stripe: Stripe, amount: int, currency: str, message: str | None
) -> None:
    answer = stripe.post(INTENTS, amount=amount, currency=currency)
    if message is None:
        assert answer.http == 200
        return
    assert answer.refusal == (400, "invalid_request_error", "amount_too_small", "amount")
    assert answer.error.message == f"Amount must convert to at least 50 cents. {message}"


def test_more_than_eight_digits_are_refused(stripe: Stripe) -> None:
    refused = stripe.post(INTENTS, amount=100_000_000, currency="usd")
    assert refused.refusal == (400, "invalid_request_error", "amount_too_large", "amount")
    assert refused.error.message == "Amount must be no more than $999,999.99"
    assert stripe.post(INTENTS, amount=99_999_999, currency="usd").http == 200
    naira = stripe.post(INTENTS, amount=100_000_000, currency="ngn")
    assert naira.error.message == "Amount must be no more than 999,999.99 ₦"


@pytest.mark.parametrize(
    ("currency", "most"), [("jpy", 9_999_999_999), ("inr", 999_999_999), ("idr", 999_999_999_999)]
)
def test_some_currencies_take_more_digits(stripe: Stripe, currency: str, most: int) -> None:
    assert stripe.post(INTENTS, amount=most, currency=currency).http == 200
    assert stripe.post(INTENTS, amount=most + 1, currency=currency).http == 400


def test_an_unknown_currency_is_answered_with_the_list_of_all(stripe: Stripe) -> None:
    refused = stripe.post(INTENTS, amount=2500, currency="xyz")
    assert refused.refusal == (400, "invalid_request_error", None, "currency")
    assert refused.error.message.startswith(
        "Invalid currency: xyz. Stripe currently supports these currencies: usd, aed, afn, all, "
    )


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("customer", "cus_x", "No such customer: 'cus_x'"),
        ("payment_method", "pm_x", "No such PaymentMethod: 'pm_x'"),
    ],
)
def test_what_a_parameter_names_must_exist(
    stripe: Stripe, name: str, value: str, message: str
) -> None:
    refused = stripe.intent(**{name: value})
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", name)
    assert refused.error.message == message


def test_a_kind_that_does_not_take_the_currency_is_refused(stripe: Stripe) -> None:
    refused = stripe.intent(payment_method_types=["bancontact"])
    assert refused.refusal[:3] == (400, "invalid_request_error", None)
    assert refused.error.message == (
        "The currency provided (usd) is invalid. Payments with bancontact support the following"
        " currencies: eur."
    )
    refused = stripe.intent(payment_method_types=["p24"])
    assert refused.error.message.endswith("support the following currencies: eur, pln.")


def test_automatic_methods_and_manual_confirmation_exclude_each_other(stripe: Stripe) -> None:
    refused = stripe.post(
        INTENTS,
        amount=2500,
        currency="usd",
        automatic_payment_methods={"enabled": True},
        confirmation_method="manual",
    )
    assert refused.http == 400
    assert refused.error.message == (
        "You may only specify one of these parameters: automatic_payment_methods,"
        " confirmation_method."
    )


RETURN_URL = (
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because"
    " some of these payment methods might redirect your customer off of your page, you must provide"
    " a `return_url`. If you don't want to accept redirect-based payment methods, set"
    " `automatic_payment_methods[enabled]` to `true` and"
    " `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and"
    " Payment Intents."
)


def test_methods_that_may_redirect_need_a_return_url(stripe: Stripe) -> None:
    given: dict[str, Any] = {"amount": 2500, "currency": "usd", "payment_method": "pm_card_visa"}
    refused = stripe.post(INTENTS, confirm=True, **given)
    assert refused.refusal[:3] == (400, "invalid_request_error", None)
    assert refused.error.message == RETURN_URL
    assert (
        stripe.post(INTENTS, confirm=True, return_url="https://shop.example/", **given).http == 200
    )
    never = {"enabled": True, "allow_redirects": "never"}
    assert stripe.post(INTENTS, confirm=True, automatic_payment_methods=never, **given).http == 200


def test_a_cards_statement_needs_the_suffix(stripe: Stripe) -> None:
    refused = stripe.paid(statement_descriptor="SHOP")
    assert refused.refusal[:2] == (400, "invalid_request_error")
    paid = stripe.paid(statement_descriptor_suffix="ORDER 1")
    assert stripe.charge_of(paid).calculated_statement_descriptor == "PAIDONCE* ORDER 1"


def test_a_missing_intent_is_a_404(stripe: Stripe) -> None:
    refused = stripe.get(f"{INTENTS}/pi_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "intent")
    assert refused.error.message == "No such payment_intent: 'pi_x'"


# Listing.


def test_lists_are_newest_first_and_filtered_by_customer(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    ids = [stripe.intent(customer=customer.id).id, stripe.intent().id]
    listed = stripe.get(INTENTS)
    assert [intent.id for intent in listed.data] == ids[::-1]
    assert (listed.object, listed.url, listed.has_more) == ("list", INTENTS, False)
    assert [found.id for found in stripe.get(INTENTS, customer=customer.id).data] == ids[:1]


def test_search_finds_by_metadata_and_status(stripe: Stripe) -> None:
    wanted = stripe.intent(metadata={"order_id": "7"})
    stripe.paid(metadata={"order_id": "8"})
    found = stripe.get(f"{INTENTS}/search", query="metadata['order_id']:'7'")
    assert (found.object, found.url) == ("search_result", f"{INTENTS}/search")
    assert [intent.id for intent in found.data] == [wanted.id]
    found = stripe.get(f"{INTENTS}/search", query='status:"succeeded" AND metadata["order_id"]:"8"')
    assert [intent.metadata.order_id for intent in found.data] == ["8"]


@pytest.mark.parametrize("noun", ["payment_intents", "setup_intents"])
def test_a_method_of_a_kind_that_is_not_taken_is_refused_when_it_is_named(
    stripe: Stripe, noun: str
) -> None:
    amount = {"amount": 5000, "currency": "usd"} if noun == "payment_intents" else {}
    wanted = {"payment_method_types": ["us_bank_account"], **amount}
    old = stripe.at_version("2024-06-20")
    refused = old.post(f"/v1/{noun}", payment_method="pm_card_visa", **wanted)
    assert refused.http == 400
    assert refused.error.message.startswith("The PaymentMethod provided (card) is not allowed for")
    made = old.post(f"/v1/{noun}", **wanted).id
    assert old.post(f"/v1/{noun}/{made}", payment_method="pm_card_visa").http == 400
    assert old.get(f"/v1/{noun}/{made}").body["payment_method"] is None
    assert len(old.get(f"/v1/{noun}").data) == 1


def test_an_empty_value_takes_the_payment_method_back(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method="pm_card_visa")
    path = f"/v1/payment_intents/{intent.id}"
    for _ in range(2):
        after = stripe.post(path, payment_method="")
        assert (after.status, after.payment_method) == ("requires_payment_method", None)
    paid = stripe.paid("pm_card_visa")
    refused = stripe.post(f"/v1/payment_intents/{paid.id}", payment_method="")
    assert refused.error.code == "payment_intent_unexpected_state"
