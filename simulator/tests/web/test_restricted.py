"""Restricted keys: what they say they may do, and how they are refused the rest."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe


def restricted(stripe: Stripe, *permissions: str) -> Stripe:
    return stripe.with_key("__".join(["rk" + stripe.secret_key[2:], *permissions]))


def test_a_key_does_what_it_may_in_the_account_of_its_secret_key(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    reader = restricted(stripe, "customer_read")
    assert reader.get(f"/v1/customers/{customer}").id == customer
    assert reader.post("/v1/customers").http == 403


def test_the_refusal_says_what_would_have_been_needed(stripe: Stripe) -> None:
    refused = restricted(stripe, "customer_write").get("/v1/prices")
    assert refused.refusal == (
        403,
        "invalid_request_error",
        "more_permissions_required",
        None,
    )
    rest = stripe.secret_key.removeprefix("sk_test_") + "__customer_write"
    masked = f"rk_test_{'*' * (len(rest) - 6)}_write"
    assert refused.error.message == (
        f"Permission denied. The provided key '{masked}' does not have the required permissions for"
        f" this endpoint on account '{stripe.account.id}'. Enabling \"Prices Read\" ('plan_read')"
        " permissions on this key would allow this request to continue."
    )
    assert "Request-Id" in refused.headers


def test_whoever_may_write_may_read(stripe: Stripe) -> None:
    assert restricted(stripe, "customer_write").get("/v1/customers").http == 200


@pytest.mark.parametrize(
    ("method", "path", "needs"),
    [
        ("GET", "/v1/charges", "charge_read"),
        ("POST", "/v1/refunds", "charge_write"),
        ("POST", "/v1/checkout/sessions", "checkout_session_write"),
        ("DELETE", "/v1/coupons/x", "coupon_write"),
        ("GET", "/v1/subscriptions", "subscription_read"),
        ("POST", "/v1/subscription_items", "subscription_write"),
        ("POST", "/v1/webhook_endpoints", "webhook_write"),
        ("GET", "/v1/payment_intents/pi_x", "payment_intent_read"),
        ("GET", "/v1/tax_rates", "tax_rate_read"),
    ],
)
def test_each_endpoint_needs_its_own_permission(
    stripe: Stripe, method: str, path: str, needs: str
) -> None:
    refused = restricted(stripe, "event_read").call(method, path)
    assert f"('{needs}')" in refused.error.message
    assert restricted(stripe, needs).call(method, path).http != 403


def test_permission_comes_before_parameters(stripe: Stripe) -> None:
    assert restricted(stripe, "event_read").post("/v1/customers", wat=1).http == 403


def test_a_key_that_says_nothing_may_do_everything(stripe: Stripe) -> None:
    assert restricted(stripe).post("/v1/customers").http == 200
