"""PaymentMethods that get a Customer, and lose it."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe, describing
from simulator.tests.operations.payers.test_payment_methods import attach, customer, made

METHODS = "/v1/payment_methods"
GOOD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}


def test_attaching_has_the_issuer_check_the_card(stripe: Stripe) -> None:
    owner = customer(stripe)
    stripe.told()
    method = attach(stripe, "pm_card_visa", owner)
    assert (method.http, method.customer) == (200, owner)
    assert method.card.checks.cvc_check == "pass"
    (event,) = stripe.told()
    assert (event.type, event.data.object.customer) == ("payment_method.attached", owner)
    assert "previous_attributes" not in event.data


@pytest.mark.parametrize("kind", ["affirm", "bancontact", "customer_balance", "ideal", "oxxo"])
def test_what_cannot_be_used_twice_cannot_be_attached(stripe: Stripe, kind: str) -> None:
    method = stripe.post(METHODS, **describing(kind))
    refused = attach(stripe, method.id, customer(stripe))
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == f"PaymentMethods of type '{kind}' cannot be saved to customers."


def test_attaching_twice_to_one_customer_changes_nothing(stripe: Stripe) -> None:
    owner = customer(stripe)
    first = attach(stripe, "pm_card_visa", owner)
    stripe.told()
    assert attach(stripe, first.id, owner).body == first.body
    assert stripe.told() == []


def test_a_method_has_one_customer(stripe: Stripe) -> None:
    method = attach(stripe, "pm_card_visa", customer(stripe))
    refused = attach(stripe, method.id, customer(stripe))
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "The payment method you provided has already been attached to a customer."
    )


def test_attaching_needs_a_customer(stripe: Stripe) -> None:
    refused = stripe.post(f"{METHODS}/pm_card_visa/attach")
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", None)
    assert refused.error.message == "Must provide customer or customer_account."


def test_attaching_to_nobody_or_nothing_is_refused(stripe: Stripe) -> None:
    refused = attach(stripe, "pm_card_visa", "cus_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")
    refused = attach(stripe, "pm_x", customer(stripe))
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "payment_method")
    assert refused.error.message == "No such PaymentMethod: 'pm_x'"


def test_a_card_that_declines_is_not_saved(stripe: Stripe) -> None:
    refused = attach(stripe, "pm_card_chargeDeclined", customer(stripe))
    assert refused.refusal == (402, "card_error", "card_declined", "")
    assert list(refused.error) == [
        "advice_code",
        "code",
        "decline_code",
        "doc_url",
        "message",
        "network_decline_code",
        "param",
        "request_log_url",
        "type",
    ]


def test_a_customer_is_not_made_with_a_card_that_declines(stripe: Stripe) -> None:
    refused = stripe.post("/v1/customers", payment_method="pm_card_chargeDeclined")
    assert refused.refusal[:3] == (402, "card_error", "card_declined")
    assert stripe.get("/v1/customers").data == []
    assert stripe.told() == []


def test_detaching_is_told_and_that_the_customer_has_no_default_more(stripe: Stripe) -> None:
    owner = customer(stripe)
    method = attach(stripe, "pm_card_visa", owner)
    settings = {"default_payment_method": method.id}
    stripe.post(f"/v1/customers/{owner}", invoice_settings=settings)
    stripe.told()
    alone = stripe.post(f"{METHODS}/{method.id}/detach")
    assert (alone.http, alone.customer) == (200, None)
    detached, updated = stripe.told()
    assert detached.type == "payment_method.detached"
    assert detached.data.previous_attributes == {"customer": owner}
    assert updated.type == "customer.updated"
    assert updated.data.previous_attributes == {"invoice_settings": settings}
    assert stripe.get(f"/v1/customers/{owner}").invoice_settings.default_payment_method is None


def test_detaching_what_is_no_default_changes_no_customer(stripe: Stripe) -> None:
    method = attach(stripe, "pm_card_visa", customer(stripe))
    stripe.told()
    stripe.post(f"{METHODS}/{method.id}/detach")
    assert stripe.types() == ["payment_method.detached"]


def test_what_is_not_attached_cannot_be_detached(stripe: Stripe) -> None:
    refused = stripe.post(f"{METHODS}/{made(stripe).id}/detach")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "The payment method you provided is not attached to a customer so detachment is impossible."
    )


def test_details_of_an_attached_method_change(stripe: Stripe) -> None:
    method = attach(stripe, "pm_card_visa", customer(stripe))
    stripe.told()
    after = stripe.post(
        f"{METHODS}/{method.id}",
        billing_details={"name": "Jo", "address": {"city": "Rome"}},
        card={"exp_month": 5, "exp_year": 2031},
        metadata={"k": "v"},
        allow_redisplay="always",
    )
    assert (after.billing_details.name, after.billing_details.address.city) == ("Jo", "Rome")
    assert (after.card.exp_month, after.card.exp_year) == (5, 2031)
    assert (after.metadata, after.allow_redisplay) == ({"k": "v"}, "always")
    (event,) = stripe.told()
    assert event.type == "payment_method.updated"
    assert event.data.previous_attributes.billing_details == {
        "address": {"city": None},
        "name": None,
    }


def test_methods_are_listed_by_customer_and_type(stripe: Stripe) -> None:
    owner = customer(stripe)
    method = attach(stripe, "pm_card_visa", owner)
    path = f"/v1/customers/{owner}/payment_methods"
    for listed in (
        stripe.get(METHODS, customer=owner),
        stripe.get(METHODS, customer=owner, type="card"),
        stripe.get(path),
    ):
        assert [found.id for found in listed.data] == [method.id]
    assert stripe.get(path, type="sepa_debit").data == []
    assert stripe.get(f"{path}/{method.id}").id == method.id
    other = stripe.get(f"{path}/{made(stripe).id}")
    assert other.refusal[:3] == (404, "invalid_request_error", "resource_missing")


def test_a_card_may_be_attached_without_its_issuer_being_asked(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    for validate, check in ((False, "unchecked"), (True, "pass")):
        path = f"/v1/payment_methods/{made(stripe).id}/attach"
        attached = stripe.post(path, customer=customer, validate=validate)
        assert (attached.customer, attached.card.checks.cvc_check) == (customer, check)
    path = "/v1/payment_methods/pm_card_chargeDeclined/attach"
    assert stripe.post(path, customer=customer, validate=False).customer == customer
