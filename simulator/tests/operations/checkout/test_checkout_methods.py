"""Which kinds of PaymentMethod a Session's page takes.

Source: API reference, "Create a Checkout Session" (payment_method_types,
allowed_payment_method_types, excluded_payment_method_types).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import goods, open_session, pay

OLD = "2023-10-16"


@pytest.mark.parametrize("types", [["ideal"], ["card", "ideal"]])
def test_no_kind_is_taken_that_is_not_paid_in_the_currency(
    stripe: Stripe, types: list[str]
) -> None:
    error = open_session(stripe.at_version(OLD), payment_method_types=types).error
    assert error.param == "payment_method_types"
    assert error.message.endswith(
        "The payment method `ideal` only supports the following currencies: `eur`."
    )


def test_all_currencies_of_a_kind_are_named(stripe: Stripe) -> None:
    error = open_session(stripe.at_version(OLD), payment_method_types=["p24"]).error
    assert error.message.endswith("only supports the following currencies: `eur`, `pln`.")


def test_a_kind_is_taken_that_is_paid_in_the_currency(stripe: Stripe) -> None:
    types = ["card", "ideal"]
    session = open_session(
        stripe.at_version(OLD), goods(price_data={"currency": "eur"}), payment_method_types=types
    )
    assert session.payment_method_types == types


@pytest.mark.parametrize(
    "asked",
    [
        {"allowed_payment_method_types": ["ideal"]},
        {
            "allowed_payment_method_types": ["card"],
            "excluded_payment_method_types": ["card"],
        },
    ],
)
def test_a_page_on_which_nothing_could_be_paid_is_refused(
    stripe: Stripe, asked: dict[str, Any]
) -> None:
    error = open_session(stripe, **asked).error
    assert error.message.startswith("No valid payment method types for this Checkout Session. ")


def test_a_setup_has_3d_secure_asked_for_as_its_session_says(stripe: Stripe) -> None:
    asked = {"card": {"request_three_d_secure": "any"}}
    session = stripe.post(
        "/v1/checkout/sessions",
        mode="setup",
        currency="usd",
        success_url="https://shop.example/thanks",
        payment_method_options=asked,
    )
    pay(stripe, session, "pm_card_threeDSecureOptional")
    intent = stripe.get(f"/v1/setup_intents/{session.setup_intent}")
    assert intent.status == "requires_action"


def test_a_page_that_never_leads_on_offers_nothing_that_does(stripe: Stripe) -> None:
    configuration = stripe.get("/v1/payment_method_configurations").data[0].id
    stripe.post(
        f"/v1/payment_method_configurations/{configuration}",
        ideal={"display_preference": {"preference": "on"}},
        sepa_debit={"display_preference": {"preference": "on"}},
    )
    given = {
        "mode": "payment",
        "ui_mode": "embedded_page",
        "line_items": [goods(price_data={"currency": "eur"})],
    }
    leads = {"return_url": "https://shop.example/thanks"}
    for how, offers in ((leads, True), ({"redirect_on_completion": "never"}, False)):
        types = stripe.post("/v1/checkout/sessions", **given, **how).payment_method_types
        assert ("ideal" in types, "sepa_debit" in types) == (offers, True)
