"""How a card's owner was asked elsewhere, or could not be: by mail and by telephone."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe
from simulator.tests.operations.payers.test_test_cards import method_of

ALWAYS = "pm_card_authenticationRequired"
ON_SETUP = "pm_card_authenticationRequiredOnSetup"
RESULT = {
    "cryptogram": "M6+990I6FLD8Y6rZz9d5QbfrMNY=",
    "electronic_commerce_indicator": "02",
    "transaction_id": "5f5d08f2-8c36-4f72-99d1-57b4fb70b7d5",
    "version": "2.1.0",
}
IMPORTED: dict[str, Any] = {"payment_method_options": {"card": {"three_d_secure": RESULT}}}
MOTO: dict[str, Any] = {"payment_method_options": {"card": {"moto": True}}}


def card_of(stripe: Stripe, intent: Reply) -> Any:
    return stripe.charge_of(intent).payment_method_details.card


def confirmed_setup(stripe: Stripe, name: str, version: str = CARDS_NAMED, **params: Any) -> Reply:
    return stripe.at_version(version).post(
        "/v1/setup_intents",
        payment_method=name,
        payment_method_types=["card"],
        confirm=True,
        expand=["latest_attempt"],
        **params,
    )


@pytest.mark.parametrize("name", [ALWAYS, ON_SETUP, "pm_card_threeDSecure2Required"])
def test_what_somebody_else_has_asked_is_not_asked_again(stripe: Stripe, name: str) -> None:
    paid = stripe.paid(name, error_on_requires_action=True, **IMPORTED)
    assert paid.status == "succeeded"
    card = card_of(stripe, paid)
    assert card.electronic_commerce_indicator == "02"
    assert card.three_d_secure == {
        "authentication_flow": "frictionless",
        "electronic_commerce_indicator": "02",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": RESULT["transaction_id"],
        "version": "2.1.0",
    }
    assert "three_d_secure" not in paid.payment_method_options.card


def test_a_result_that_comes_before_the_confirmation_counts_once(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method=ALWAYS, payment_method_types=["card"], **IMPORTED)
    path = f"/v1/payment_intents/{intent.id}"
    assert stripe.post(f"{path}/confirm").status == "succeeded"
    again = stripe.intent(payment_method=ALWAYS, payment_method_types=["card"])
    path = f"/v1/payment_intents/{again.id}"
    refused = "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds"
    stripe.post(path, payment_method=refused, **IMPORTED)
    declined = stripe.post(f"{path}/confirm")
    assert declined.error.decline_code == "insufficient_funds"
    charge = stripe.get(f"/v1/charges/{declined.error.charge}")
    assert charge.payment_method_details.card.three_d_secure.result == "authenticated"
    assert stripe.post(f"{path}/confirm", payment_method=ALWAYS).status == "requires_action"


def test_money_is_held_and_the_card_is_kept_after_it(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    held = stripe.paid(
        ON_SETUP,
        customer=customer,
        capture_method="manual",
        setup_future_usage="off_session",
        **IMPORTED,
    )
    assert held.status == "requires_capture"
    later = stripe.paid(held.payment_method, customer=customer, off_session=True)
    assert later.status == "succeeded"


@pytest.mark.parametrize(
    ("said", "result", "flow"),
    [
        ({"electronic_commerce_indicator": "06"}, "attempt_acknowledged", "frictionless"),
        ({"ares_trans_status": "A"}, "attempt_acknowledged", "frictionless"),
        ({"ares_trans_status": "C"}, "authenticated", "challenge"),
    ],
)
def test_a_charge_repeats_what_came_of_it_elsewhere(
    stripe: Stripe, said: dict[str, str], result: str, flow: str
) -> None:
    options = {"card": {"three_d_secure": RESULT | said}}
    told = card_of(stripe, stripe.paid("pm_card_visa", payment_method_options=options))
    assert (told.three_d_secure.result, told.three_d_secure.authentication_flow) == (result, flow)


@pytest.mark.parametrize(
    ("number", "applied"), [("4000002760003184", True), ("4000000000016123", False)]
)
def test_an_exemption_is_asked_for_but_with_one_card(
    stripe: Stripe, number: str, applied: bool
) -> None:
    exempted = RESULT | {
        "electronic_commerce_indicator": "07",
        "exemption_indicator": "low_risk",
    }
    options = {"card": {"three_d_secure": exempted}}
    paid = stripe.paid(method_of(stripe, number).id, payment_method_options=options)
    told = card_of(stripe, paid).three_d_secure
    assert (told.result, told.exemption_indicator) == ("exempted", "low_risk")
    assert told.exemption_indicator_applied is applied


def test_a_result_without_its_cryptogram_is_refused(stripe: Stripe) -> None:
    options = {"card": {"three_d_secure": {"version": "2.1.0"}}}
    refused = stripe.paid(ALWAYS, payment_method_options=options)
    assert refused.error.param == "payment_method_options[card][three_d_secure][cryptogram]"


def test_a_card_is_saved_with_the_result_of_somebody_else(stripe: Stripe) -> None:
    saved = confirmed_setup(stripe, ALWAYS, **IMPORTED)
    assert (saved.status, saved.latest_attempt.status) == ("succeeded", "succeeded")
    assert saved.latest_attempt.payment_method_details.card.three_d_secure == {
        "authentication_flow": "frictionless",
        "electronic_commerce_indicator": "02",
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": RESULT["transaction_id"],
        "version": "2.1.0",
    }


def test_by_telephone_nobody_is_asked(stripe: Stripe) -> None:
    assert stripe.paid(ON_SETUP).status == "requires_action"
    paid = stripe.paid(ON_SETUP, **MOTO)
    assert paid.status == "succeeded"
    assert card_of(stripe, paid).moto is True
    assert "moto" not in card_of(stripe, stripe.paid("pm_card_visa"))


def test_a_bank_that_always_asks_declines_what_comes_by_telephone(stripe: Stripe) -> None:
    refused = stripe.paid(ALWAYS, **MOTO)
    assert refused.refusal[:3] == (402, "card_error", "authentication_required")
    assert refused.error.message == (
        "Your card was declined. This transaction requires authentication."
    )
    charge = stripe.get(f"/v1/charges/{refused.error.charge}")
    assert (charge.status, charge.payment_method_details.card.moto) == ("failed", True)


@pytest.mark.parametrize(
    ("version", "told"), [("2026-03-25.dahlia", None), ("2026-04-22.dahlia", True)]
)
def test_a_card_told_by_telephone_is_saved_at_once(
    stripe: Stripe, version: str, told: bool | None
) -> None:
    saved = confirmed_setup(stripe, ALWAYS, version, **MOTO)
    assert saved.status == "succeeded"
    card = dict(saved.latest_attempt.payment_method_details.card)
    assert card.get("moto") is told
    prepared = stripe.at_version(version).post(
        "/v1/setup_intents", payment_method=ALWAYS, payment_method_types=["card"]
    )
    path = f"/v1/setup_intents/{prepared.id}"
    stripe.post(path, **MOTO)
    assert stripe.post(f"{path}/confirm").status == "succeeded"


def test_installments_are_wanted_first_and_chosen_later(stripe: Stripe) -> None:
    wanted = {"card": {"installments": {"enabled": True}}}
    intent = stripe.intent(currency="mxn", amount=50_000, payment_method_options=wanted)
    shown = intent.payment_method_options.card.installments
    assert shown == {"available_plans": None, "enabled": True, "plan": None}
    plan = {"type": "fixed_count", "count": 3, "interval": "month"}
    paid = stripe.post(
        f"/v1/payment_intents/{intent.id}/confirm",
        payment_method="pm_card_visa",
        payment_method_options={"card": {"installments": {"plan": plan}}},
    )
    chosen = paid.payment_method_options.card.installments
    assert (chosen.enabled, chosen.plan) == (True, plan)
    assert stripe.charge_of(paid).payment_method_details.card.installments == {"plan": plan}
