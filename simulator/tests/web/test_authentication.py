"""Keys: how they are presented, what each kind may ask for, and what refuses them."""

from __future__ import annotations

import base64

import pytest

from simulator.tests.calls import Reply, Stripe

INTENTS = "/v1/payment_intents"
NO_KEY = (
    "You did not provide an API key. You need to provide your API key in the Authorization header,"
    " using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See"
    " https://stripe.com/docs/api#authentication for details, or we can help at"
    " https://support.stripe.com/."
)


def asked_with(stripe: Stripe, authorization: str | None) -> Reply:
    return stripe.get("/v1/balance", headers={"Authorization": authorization})


def basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()


def test_a_key_is_presented_as_bearer_or_as_basic_user(stripe: Stripe) -> None:
    key = stripe.secret_key
    intent = stripe.intent()
    for authorization in (f"Bearer {key}", f"bearer {key}", basic(f"{key}:"), basic(key)):
        found = stripe.get(f"{INTENTS}/{intent.id}", headers={"Authorization": authorization})
        assert found.http == 200


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Digest x", "Basic !"])
def test_without_a_key_nothing_is_said(stripe: Stripe, authorization: str | None) -> None:
    refused = asked_with(stripe, authorization)
    assert refused.http == 401
    assert refused.error == {"message": NO_KEY, "type": "invalid_request_error"}
    assert refused.headers["Www-Authenticate"] == 'Bearer realm="Stripe"'
    assert "Request-Id" not in refused.headers


def test_an_unknown_key_is_masked_one_star_for_each_character(stripe: Stripe) -> None:
    refused = asked_with(stripe, "Bearer sk_tset_abcdefghijklmnop1234")
    assert refused.http == 401
    assert refused.error == {
        "message": "Invalid API Key provided: sk_tset_****************1234",
        "type": "invalid_request_error",
    }
    assert asked_with(stripe, "Bearer pk_test_nobodys0000").error.message == (
        "Invalid API Key provided: pk_test_*******0000"
    )


def test_accounts_see_nothing_of_each_other(stripe: Stripe) -> None:
    intent = stripe.intent()
    other = stripe.with_key("sk_test_somebody_else")
    assert other.get(f"{INTENTS}/{intent.id}").http == 404
    assert other.get(INTENTS).data == []


def test_a_restricted_key_opens_the_account_of_its_secret_key(stripe: Stripe) -> None:
    restricted = stripe.with_key("rk" + stripe.secret_key[2:])
    assert restricted.get(f"{INTENTS}/{stripe.intent().id}").http == 200


def test_a_live_key_makes_live_objects(stripe: Stripe) -> None:
    live = stripe.with_key("sk_live_" + "0" * 20)
    assert live.post("/v1/customers").livemode is True


def test_what_is_no_key_at_all_is_shown_as_it_was_sent(stripe: Stripe) -> None:
    refused = asked_with(stripe, "Bearer blabla")
    assert refused.error.message == "Invalid API Key provided: blabla"


def test_an_object_of_the_other_mode_is_hinted_at(stripe: Stripe) -> None:
    live = stripe.with_key("sk_live" + stripe.secret_key[7:])
    customer = stripe.post("/v1/customers").id
    refused = live.get(f"/v1/customers/{customer}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == (
        f"No such customer: '{customer}'; a similar object exists in test mode, but a live mode key"
        " was used to make this request."
    )
    refused = stripe.intent(customer=live.post("/v1/customers").id)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")
    assert "exists in live mode, but a test mode key was used" in refused.error.message


def test_a_live_key_cannot_use_what_is_for_tests(stripe: Stripe) -> None:
    live = stripe.with_key("sk_live_" + "0" * 20)
    refused = live.post("/v1/test_helpers/test_clocks", frozen_time=stripe.now)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "This endpoint is only available in testmode. Try using your test keys instead."
    )


def test_a_version_that_is_none_is_refused(stripe: Stripe) -> None:
    refused = stripe.at_version("2019-2-19").get("/v1/balance")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "Invalid Stripe API version: 2019-2-19"


# Publishable keys.

REDUCED = {
    "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at",
    "cancellation_reason", "capture_method", "client_secret", "confirmation_method", "created",
    "currency", "description", "last_payment_error", "livemode", "next_action", "payment_method",
    "payment_method_configuration_details", "payment_method_types", "processing", "receipt_email",
    "setup_future_usage", "shipping", "source", "status",
}  # fmt: skip


def test_a_browser_sees_a_reduced_intent(stripe: Stripe) -> None:
    intent = stripe.intent(metadata={"k": "v"})
    path, secret = f"{INTENTS}/{intent.id}", intent.client_secret
    seen = stripe.in_browser.get(path, client_secret=secret)
    assert set(seen.body) == REDUCED
    assert seen.amount == 2500
    whole = stripe.get(path, client_secret=secret)
    assert "metadata" in whole.body


def test_a_browser_confirms_with_the_client_secret(stripe: Stripe) -> None:
    intent = stripe.intent()
    method = stripe.in_browser.post("/v1/payment_methods", type="card", card={"token": "tok_visa"})
    assert "metadata" not in method.body
    assert "fingerprint" not in method.card
    paid = stripe.in_browser.post(
        f"{INTENTS}/{intent.id}/confirm",
        client_secret=intent.client_secret,
        payment_method=method.id,
    )
    assert (paid.status, set(paid.body)) == ("succeeded", REDUCED)


def test_a_browser_sees_a_reduced_intent_in_errors_too(stripe: Stripe) -> None:
    intent = stripe.intent()
    refused = stripe.in_browser.post(
        f"{INTENTS}/{intent.id}/confirm",
        client_secret=intent.client_secret,
        payment_method="pm_card_chargeDeclined",
    )
    assert refused.http == 402
    assert set(refused.error.payment_intent) == REDUCED
    assert "fingerprint" not in refused.error.payment_method.card


def test_a_wrong_secret_is_refused(stripe: Stripe) -> None:
    intent = stripe.intent()
    refused = stripe.in_browser.get(f"{INTENTS}/{intent.id}", client_secret="pi_x_secret_y")
    assert refused.refusal[3] == "client_secret"
    assert refused.http == 400
    assert refused.error.message == (
        "The client_secret provided does not match the client_secret associated with the"
        " PaymentIntent."
    )


def test_a_browser_may_say_in_the_form_who_asks(stripe: Stripe) -> None:
    made = stripe.post(
        "/v1/payment_methods",
        headers={"Authorization": None},
        type="card",
        card={"token": "tok_visa"},
        key=stripe.account.publishable_key,
        _stripe_version="2023-10-16",
    )
    assert made.http == 200
    assert made.headers["Stripe-Version"] == "2023-10-16"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/customers"),
        ("POST", "/v1/customers"),
        ("POST", "/v1/payment_intents"),
        ("POST", "/v1/refunds"),
        ("GET", "/v1/balance"),
    ],
)
def test_a_browser_may_ask_for_little(stripe: Stripe, method: str, path: str) -> None:
    refused = stripe.in_browser.call(method, path)
    assert refused.refusal[:3] == (403, "invalid_request_error", "secret_key_required")
    assert refused.error.message == (
        "This API call cannot be made with a publishable API key. Please use a secret API key. You"
        " can find a list of your API keys at https://dashboard.stripe.com/account/apikeys."
    )


# Ephemeral keys.


def an_apps_key(stripe: Stripe, customer: str) -> Reply:
    """An ephemeral key, made for an app that speaks an older version."""
    return stripe.at_version("2024-06-20").post("/v1/ephemeral_keys", customer=customer)


def test_an_app_sees_its_own_customer_and_little_of_it(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", name="Jo", email="jo@example.com", metadata={"k": "v"})
    method = stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=customer.id)
    app = stripe.with_key(an_apps_key(stripe, customer.id).secret)
    seen = app.get(f"/v1/customers/{customer.id}")
    assert set(seen.body) == {
        "id", "object", "created", "default_source", "description", "email", "livemode", "shipping",
    }  # fmt: skip
    listed = app.get("/v1/payment_methods", customer=customer.id)
    assert [found.id for found in listed.data] == [method.id]
    assert app.post(f"/v1/payment_methods/{method.id}/detach").customer is None


def test_an_app_sees_nobody_else(stripe: Stripe) -> None:
    mine, other = stripe.post("/v1/customers").id, stripe.post("/v1/customers").id
    app = stripe.with_key(an_apps_key(stripe, mine).secret)
    assert app.get(f"/v1/customers/{other}").http == 404
    assert app.get("/v1/payment_methods", customer=other).http == 404
    assert app.get("/v1/customers").error.code == "secret_key_required"
    assert app.post("/v1/refunds").error.code == "secret_key_required"


def test_an_apps_key_lasts_an_hour_or_until_it_is_taken_back(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    kept, taken = (an_apps_key(stripe, customer) for _ in range(2))
    stripe.delete(f"/v1/ephemeral_keys/{taken.id}")
    path = f"/v1/customers/{customer}"
    assert stripe.with_key(taken.secret).get(path).http == 401
    assert stripe.with_key(kept.secret).get(path).http == 200
    stripe.advance(hours=1)
    assert stripe.with_key(kept.secret).get(path).http == 401


# Connect.


def test_an_unknown_connected_account_is_refused_before_anything_else(stripe: Stripe) -> None:
    refused = stripe.get("/v1/balance", headers={"Stripe-Account": "acct_nobodys"})
    assert refused.refusal[:3] == (403, "invalid_request_error", "account_invalid")
    assert refused.error.message == (
        f"The provided key 'sk_test_{'*' * 20}{stripe.secret_key[-4:]}' does not have access to"
        " account 'acct_nobodys' (or that account does not exist). Application access may have been"
        " revoked."
    )
    assert list(refused.error) == ["message", "type", "code", "doc_url"]
    assert not {"Request-Id", "Stripe-Account"} & set(refused.headers)


def test_a_connected_account_has_its_own_objects(stripe: Stripe) -> None:
    account = stripe.post("/v1/accounts", type="standard").id
    theirs = {"Stripe-Account": account}
    made = stripe.post("/v1/customers", headers=theirs)
    assert made.headers["Stripe-Account"] == account
    assert stripe.get(f"/v1/customers/{made.id}").http == 404
    assert stripe.get(f"/v1/customers/{made.id}", headers=theirs).http == 200


def test_a_context_is_another_way_to_name_the_account(stripe: Stripe) -> None:
    account = stripe.post("/v1/accounts", type="standard").id
    made = stripe.post("/v1/customers", headers={"Stripe-Context": account})
    found = stripe.get(f"/v1/customers/{made.id}", headers={"Stripe-Account": account})
    assert (found.http, stripe.get(f"/v1/customers/{made.id}").http) == (200, 404)


def test_a_platform_is_told_where_a_method_may_be(stripe: Stripe) -> None:
    plain = stripe.get("/v1/payment_methods/pm_x")
    assert plain.error.message == "No such PaymentMethod: 'pm_x'"
    account = stripe.post("/v1/accounts", type="standard").id
    assert stripe.get("/v1/payment_methods/pm_x").error.message == (
        "No such PaymentMethod: 'pm_x'; It's possible this PaymentMethod exists on one of your"
        " connected accounts, in which case you should retry this request on that connected"
        " account. Learn more at https://stripe.com/docs/connect/authentication"
    )
    method = stripe.get("/v1/payment_methods/pm_card_visa").id
    theirs = stripe.intent(payment_method=method, headers={"Stripe-Account": account})
    assert theirs.error.message == (
        f"No such PaymentMethod: '{method}'; OAuth key or Stripe-Account header was used but API"
        " request was provided with a platform-owned payment method ID. Please ensure that the"
        " provided payment method matches the specified account."
    )


def test_an_app_says_whose_payment_methods_it_wants(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    app = stripe.with_key(an_apps_key(stripe, customer).secret)
    refused = app.get("/v1/payment_methods", type="card")
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", "customer")
    assert app.get("/v1/payment_methods", type="card", customer=customer).data == []
