"""The hash that a PaymentMethod shows under the name of its type."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe, describing
from simulator.tests.operations.payers.test_payment_methods import attach, customer

METHODS = "/v1/payment_methods"
CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
COBADGED = CARD | {"number": "4000002500001001"}
ACCOUNT = {"account_number": "000123456789", "routing_number": "110000000"}
LINKED = {"financial_connections_account": "fca_1"}


@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        ("fpx", {"bank": "cimb"}, {"account_holder_type": None, "bank": "cimb"}),
        ("klarna", {}, {"dob": None}),
        ("kr_card", {}, {"brand": None, "last4": None}),
        ("naver_pay", {}, {"buyer_id": None, "funding": "card"}),
        ("naver_pay", {"funding": "points"}, {"buyer_id": None, "funding": "points"}),
        (
            "payto",
            {"account_number": "000123456", "bsb_number": "000000"},
            {"bsb_number": "000000", "last4": "3456", "pay_id": None},
        ),
        ("payto", {"pay_id": "a@b.co"}, {"bsb_number": None, "last4": None, "pay_id": "a@b.co"}),
        ("upi", {"mandate_options": {"amount": 5}}, {"vpa": None}),
    ],
)
def test_a_hash_shows_what_the_reference_says_and_nothing_that_was_only_sent(
    stripe: Stripe, kind: str, given: dict[str, Any], shown: dict[str, Any]
) -> None:
    method = stripe.post(METHODS, type=kind, **({kind: given} if given else {}))
    assert method.body[kind] == shown


def test_a_network_that_the_card_does_not_have_is_kept_as_an_invalid_preference(
    stripe: Stripe,
) -> None:
    preferred = {"networks": {"preferred": "mastercard"}}
    card = stripe.post(METHODS, type="card", card=CARD | preferred).card
    assert card.networks == {"available": ["visa"], "preferred": "invalid_preference"}
    assert card.display_brand == "visa"
    token = stripe.post("/v1/tokens", card=CARD | preferred)
    assert token.card.networks.preferred == "invalid_preference"


def test_a_preferred_network_goes_from_a_token_to_its_method_and_can_be_taken_back(
    stripe: Stripe,
) -> None:
    preferred = {"networks": {"preferred": "cartes_bancaires"}}
    token = stripe.post("/v1/tokens", card=COBADGED | preferred)
    method = stripe.post(METHODS, type="card", card={"token": token.id})
    assert (method.card.networks.preferred, method.card.display_brand) == (
        "cartes_bancaires",
        "cartes_bancaires",
    )
    attach(stripe, method.id, customer(stripe))
    after = stripe.post(f"{METHODS}/{method.id}", card={"networks": {"preferred": ""}}).card
    assert (after.networks.preferred, after.display_brand) == (None, "visa")


def test_a_method_keeps_the_radar_session_that_it_was_made_in(stripe: Stripe) -> None:
    method = stripe.post(METHODS, type="card", card=CARD, radar_options={"session": "rse_1"})
    assert method.radar_options == {"session": "rse_1"}
    assert "radar_options" not in stripe.post(METHODS, type="card", card=CARD).body


def test_custom_methods_are_listed_only_for_those_who_ask_for_them(stripe: Stripe) -> None:
    owner = customer(stripe)
    custom = stripe.post(METHODS, type="custom", custom={"type": "cpmt_1"})
    assert custom.custom == {"display_name": None, "logo": None, "type": "cpmt_1"}
    attach(stripe, custom.id, owner)
    assert stripe.get(METHODS, customer=owner).data == []
    [found] = stripe.get(METHODS, customer=owner, type="custom").data
    assert found.id == custom.id


def test_a_bank_account_is_a_customers_once_it_is_known_to_be(stripe: Stripe) -> None:
    owner = customer(stripe)
    given = describing("us_bank_account") | {"us_bank_account": ACCOUNT}
    refused = attach(stripe, stripe.post(METHODS, **given).id, owner)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert "must be verified before they can be attached to a customer" in refused.error.message
    linked = stripe.post(METHODS, **(given | {"us_bank_account": LINKED}))
    assert attach(stripe, linked.id, owner).customer == owner
    assert attach(stripe, "pm_usBankAccount_success", owner).customer == owner


def test_a_security_code_to_be_updated_is_one_that_a_card_can_have(stripe: Stripe) -> None:
    refused = stripe.post("/v1/tokens", cvc_update={"cvc": "12x"})
    assert refused.refusal == (402, "card_error", "invalid_cvc", "cvc")
    assert stripe.post("/v1/tokens", cvc_update={"cvc": "123"}).type == "cvc_update"
