"""PaymentMethods are made, attached, detached, changed and listed as Stripe does it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

METHODS = "/v1/payment_methods"
GOOD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}


def made(stripe: Stripe, **card: Any) -> Reply:
    return stripe.post(METHODS, type="card", card=GOOD | card)


def test_a_new_method_belongs_to_nobody(stripe: Stripe) -> None:
    method = stripe.post(METHODS, type="card", card={"token": "tok_visa"})
    assert re.fullmatch(r"pm_1\w{23}", method.id)
    assert (method.customer, method.type, method.metadata) == (None, "card", {})
    assert method.allow_redisplay == "unspecified"
    assert stripe.told() == []


def test_the_card_looks_as_stripe_shows_it(stripe: Stripe) -> None:
    card = stripe.post(METHODS, type="card", card={"token": "tok_visa"}).card
    today = datetime.fromtimestamp(stripe.now, UTC)
    assert re.fullmatch(r"[0-9A-Za-z]{16}", card.pop("fingerprint"))
    assert card == {
        "brand": "visa",
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "unchecked",
        },
        "country": "US",
        "display_brand": "visa",
        "exp_month": today.month,
        "exp_year": today.year + 1,
        "funding": "credit",
        "generated_from": None,
        "last4": "4242",
        "networks": {"available": ["visa"], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def test_one_number_has_one_fingerprint_in_an_account(stripe: Stripe) -> None:
    prints = {made(stripe).card.fingerprint, made(stripe, exp_year=2031).card.fingerprint}
    assert len(prints) == 1
    assert made(stripe, number="5555555555554444").card.fingerprint not in prints


def test_the_name_of_a_test_card_is_a_new_method_at_every_call(stripe: Stripe) -> None:
    ids = {stripe.get(f"{METHODS}/pm_card_mastercard").id for _ in range(3)}
    assert len(ids) == 3


def test_a_security_code_that_was_never_given_is_never_checked(stripe: Stripe) -> None:
    without = {name: value for name, value in GOOD.items() if name != "cvc"}
    method = stripe.post(METHODS, type="card", card=without)
    assert method.card.checks.cvc_check is None
    charge = stripe.charge_of(stripe.paid(method.id))
    assert charge.payment_method_details.card.checks.cvc_check is None


def test_amex_is_displayed_by_its_full_name(stripe: Stripe) -> None:
    card = stripe.get(f"{METHODS}/pm_card_amex").card
    assert (card.brand, card.display_brand, card.last4) == ("amex", "american_express", "8431")


@pytest.mark.parametrize(
    ("card", "code", "param", "message"),
    [
        (
            {"number": "4242424242424241"},
            "incorrect_number",
            "number",
            "Your card number is incorrect.",
        ),
        ({"number": "4242"}, "invalid_number", "number", "Your card number is invalid."),
        (
            {"exp_month": 13},
            "invalid_expiry_month",
            "exp_month",
            "Your card's expiration month is invalid.",
        ),
        (
            {"exp_year": 2020},
            "invalid_expiry_year",
            "exp_year",
            "Your card's expiration year is invalid.",
        ),
        ({"cvc": "12"}, "invalid_cvc", "cvc", "Your card's security code is invalid."),
    ],
)
def test_what_no_card_can_look_like_is_a_card_error(
    stripe: Stripe, card: dict[str, Any], code: str, param: str, message: str
) -> None:
    refused = made(stripe, **card)
    assert refused.refusal == (402, "card_error", code, param)
    assert refused.error.message == message


def test_a_number_that_is_no_test_card_is_declined_when_it_is_charged(stripe: Stripe) -> None:
    method = made(stripe, number="4539578763621486")
    assert method.http == 200
    refused = stripe.paid(method.id)
    assert refused.refusal == (402, "card_error", "card_declined", None)
    assert refused.error.decline_code == "test_mode_live_card"
    assert refused.error.message == (
        "Your card was declined. Your request was in test mode, but used a non test (live) card."
        " For a list of valid test cards, visit: https://stripe.com/docs/testing."
    )


def test_a_number_that_is_no_test_card_is_not_kept_either(stripe: Stripe) -> None:
    refused = attach(stripe, made(stripe, number="4539578763621486").id, customer(stripe))
    assert refused.refusal == (402, "card_error", "card_declined", "")
    assert refused.error.decline_code == "test_mode_live_card"


def test_an_address_keeps_the_lines_that_are_sent_empty(stripe: Stripe) -> None:
    address = {"line1": "1 Main Street", "line2": "", "state": ""}
    details = {"name": "", "address": address}
    shown = stripe.post(METHODS, type="card", card=GOOD, billing_details=details).billing_details
    assert shown.name is None
    assert (shown.address.line2, shown.address.state, shown.address.city) == ("", "", None)


def test_a_missing_part_of_a_card_is_named(stripe: Stripe) -> None:
    data = {"type": "card", "card": {"number": "4242424242424242", "exp_year": 2030}}
    refused = stripe.intent(confirm=True, payment_method_data=data)
    param = "payment_method_data[card][exp_month]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", param)
    assert refused.error.message == f"Missing required param: {param}."


# Attaching.


def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers").id)


def attach(stripe: Stripe, method: str, owner: str) -> Reply:
    return stripe.post(f"{METHODS}/{method}/attach", customer=owner)


# Changing and listing.


def test_an_empty_address_clears_every_line(stripe: Stripe) -> None:
    method = attach(stripe, "pm_card_visa", customer(stripe))
    path = f"{METHODS}/{method.id}"
    address = {"line1": "Main St 1", "postal_code": "12345"}
    stripe.post(path, billing_details={"name": "Jo", "address": address})
    stripe.told()
    after = stripe.post(path, billing_details={"address": ""}).billing_details
    assert (after.name, set(after.address.values())) == ("Jo", {None})
    (event,) = stripe.told()
    assert event.data.previous_attributes.billing_details == {"address": address}


def test_without_a_customer_the_list_is_empty(stripe: Stripe) -> None:
    made(stripe)
    assert stripe.get(METHODS).data == []


def test_the_list_of_an_unknown_customer_is_refused(stripe: Stripe) -> None:
    refused = stripe.get(METHODS, customer="cus_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")


def test_a_method_that_is_nobodys_cannot_be_changed(stripe: Stripe) -> None:
    refused = stripe.post(f"{METHODS}/{made(stripe).id}", metadata={"order": "1"})
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "You must save this PaymentMethod to a customer before you can update it."
    )


@pytest.mark.parametrize(
    ("expiry", "code", "param"),
    [
        ({"exp_month": 13}, "invalid_expiry_month", "exp_month"),
        ({"exp_year": 2020}, "invalid_expiry_year", "exp_year"),
    ],
)
def test_a_card_is_not_changed_into_one_that_cannot_be(
    stripe: Stripe, expiry: dict[str, int], code: str, param: str
) -> None:
    method = attach(stripe, made(stripe).id, customer(stripe))
    refused = stripe.post(f"{METHODS}/{method.id}", card=expiry)
    assert refused.refusal == (402, "card_error", code, param)
    assert stripe.get(f"{METHODS}/{method.id}").card.exp_year == GOOD["exp_year"]


COBADGED = "4000002500001001"


def test_the_holder_of_a_cobadged_card_chooses_its_network(stripe: Stripe) -> None:
    card = made(stripe, number=COBADGED, networks={"preferred": "cartes_bancaires"}).card
    assert card.networks == {
        "available": ["cartes_bancaires", "visa"],
        "preferred": "cartes_bancaires",
    }
    assert (card.brand, card.display_brand) == ("visa", "cartes_bancaires")
    method = attach(stripe, made(stripe, number=COBADGED).id, customer(stripe))
    changed = stripe.post(f"{METHODS}/{method.id}", card={"networks": {"preferred": "visa"}})
    assert changed.card.networks.preferred == "visa"


@pytest.mark.parametrize(
    "kind", [{"type": "card", "card": {"token": "tok_visa"}}, {"type": "link"}]
)
def test_it_is_said_from_the_start_whether_a_method_is_shown_again(
    stripe: Stripe, kind: dict[str, Any]
) -> None:
    assert stripe.post(METHODS, **kind, allow_redisplay="always").allow_redisplay == "always"


def test_the_holder_of_a_bank_account_can_be_put_right(stripe: Stripe) -> None:
    method = attach(stripe, "pm_usBankAccount_success", customer(stripe))
    assert method.us_bank_account.account_holder_type == "individual"
    account = {"account_holder_type": "company"}
    changed = stripe.post(f"{METHODS}/{method.id}", us_bank_account=account).us_bank_account
    assert (changed.account_holder_type, changed.last4) == ("company", method.us_bank_account.last4)


def test_lists_can_be_of_those_that_may_be_shown_again(stripe: Stripe) -> None:
    owner = customer(stripe)
    attach(stripe, made(stripe).id, owner)
    token = {"token": "tok_mastercard"}
    shown = stripe.post(METHODS, type="card", card=token, allow_redisplay="always")
    attach(stripe, shown.id, owner)
    for path, params in (
        (METHODS, {"customer": owner}),
        (f"/v1/customers/{owner}/payment_methods", {}),
    ):
        found = stripe.get(path, allow_redisplay="always", **params).data
        assert [method.id for method in found] == [shown.id]


# Sharing one with a connected account.


def test_a_connected_account_has_a_copy_of_its_own(stripe: Stripe) -> None:
    theirs = {"Stripe-Account": stripe.post("/v1/accounts", type="standard").id}
    owner = customer(stripe)
    method = attach(stripe, made(stripe).id, owner)
    copy = stripe.post(METHODS, customer=owner, payment_method=method.id, headers=theirs)
    assert (copy.customer, copy.card.last4) == (None, "4242")
    assert copy.id != method.id
    assert stripe.paid(method.id, customer=owner).status == "succeeded"


def test_sharing_one_that_is_nobodys_uses_it_up(stripe: Stripe) -> None:
    theirs = {"Stripe-Account": stripe.post("/v1/accounts", type="standard").id}
    method = made(stripe)
    assert stripe.post(METHODS, payment_method=method.id, headers=theirs).http == 200
    refused = stripe.paid(method.id)
    assert refused.error.message.startswith("The provided PaymentMethod was previously used")


def test_the_customer_that_a_shared_one_is_of_must_exist(stripe: Stripe) -> None:
    theirs = {"Stripe-Account": stripe.post("/v1/accounts", type="standard").id}
    refused = stripe.post(
        METHODS, customer="cus_none", payment_method=made(stripe).id, headers=theirs
    )
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")
