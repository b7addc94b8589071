"""Redirects of banks that leave a SEPA debit behind for later payments."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.operations.setups.setting_up import authenticate
from simulator.resources.setup_intent import SetupIntent
from simulator.tests.calls import Reply, Stripe
from simulator.work import Work

PAYER = {"name": "Jo Example", "email": "jo@example.org"}
BACK = "https://shop.example/back"
AGREED = {
    "customer_acceptance": {
        "type": "online",
        "online": {"ip_address": "192.0.2.1", "user_agent": "a browser"},
    }
}
KINDS = pytest.mark.parametrize(("kind", "last4"), [("ideal", "5264"), ("bancontact", "7061")])


def redirected(stripe: Stripe, kind: str, **more: Any) -> Reply:
    return stripe.at_version("2024-06-20").post(
        "/v1/payment_intents",
        amount=2500,
        currency="eur",
        confirm=True,
        payment_method_types=[kind],
        payment_method_data={
            "type": kind,
            "billing_details": {"name": "Jo", "email": "j@x.example"},
        },
        return_url=BACK,
        **more,
    )


@KINDS
def test_a_redirect_leaves_a_debit_of_the_customer_behind(
    stripe: Stripe, kind: str, last4: str
) -> None:
    customer = stripe.post("/v1/customers").id
    intent = redirected(
        stripe, kind, customer=customer, setup_future_usage="off_session", mandate_data=AGREED
    )
    stripe.challenge(intent, passed=True)
    charge = stripe.charge_of(stripe.get(f"/v1/payment_intents/{intent.id}"))
    shown = charge.payment_method_details[kind]
    [debit] = stripe.get(f"/v1/customers/{customer}/payment_methods").data
    assert (debit.id, debit.type) == (shown["generated_sepa_debit"], "sepa_debit")
    assert debit.sepa_debit.last4 == shown["iban_last4"] == last4
    assert debit.sepa_debit.generated_from == {"charge": charge.id, "setup_attempt": None}
    mandate = stripe.get(f"/v1/mandates/{shown['generated_sepa_debit_mandate']}")
    assert (mandate.payment_method, mandate.type) == (debit.id, "multi_use")


def test_the_debit_pays_later_without_its_owner_and_the_redirect_never_again(
    stripe: Stripe,
) -> None:
    customer = stripe.post("/v1/customers").id
    intent = redirected(stripe, "ideal", customer=customer, setup_future_usage="off_session")
    stripe.challenge(intent, passed=True)
    [debit] = stripe.get(f"/v1/customers/{customer}/payment_methods").data
    again: dict[str, Any] = {"amount": 900, "currency": "eur", "confirm": True, "off_session": True}
    again |= {"customer": customer, "payment_method_types": ["sepa_debit"]}
    path = "/v1/payment_intents"
    later = stripe.at_version("2024-06-20").post(
        path,
        payment_method=debit.id,
        **again,
    )
    assert later.status == "processing"
    spent = stripe.get(f"{path}/{intent.id}").payment_method
    refused = stripe.post(f"/v1/payment_methods/{spent}/attach", customer=customer)
    assert refused.http == 400


def test_a_redirect_that_pays_once_leaves_nothing_behind(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    intent = redirected(stripe, "ideal", customer=customer)
    stripe.challenge(intent, passed=True)
    charge = stripe.charge_of(stripe.get(f"/v1/payment_intents/{intent.id}"))
    assert charge.payment_method_details.ideal["generated_sepa_debit"] is None
    assert stripe.get(f"/v1/customers/{customer}/payment_methods").data == []


@KINDS
def test_an_account_is_set_up_by_a_redirect(stripe: Stripe, kind: str, last4: str) -> None:
    customer = stripe.post("/v1/customers").id
    made = stripe.at_version("2024-06-20").post(
        "/v1/setup_intents",
        customer=customer,
        confirm=True,
        payment_method_types=[kind],
        payment_method_data={
            "type": kind,
            "billing_details": {"name": "Jo", "email": "j@x.example"},
        },
        mandate_data=AGREED,
        return_url=BACK,
    )
    assert made.status == "requires_action"
    work = Work(stripe.account)
    authenticate(work, work.load(SetupIntent, made.id), passed=True)
    work.commit()
    [attempt] = stripe.get("/v1/setup_attempts", setup_intent=made.id).data
    shown = attempt.payment_method_details[kind]
    [debit] = stripe.get(f"/v1/customers/{customer}/payment_methods").data
    assert (debit.id, debit.sepa_debit.last4) == (shown["generated_sepa_debit"], last4)
    assert debit.sepa_debit.generated_from == {"charge": None, "setup_attempt": attempt.id}
