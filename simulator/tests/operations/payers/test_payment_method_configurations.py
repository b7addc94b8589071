"""Payment method configurations: which kinds of PaymentMethod are offered."""

from typing import Any

from simulator.tests.calls import Stripe

CONFIGURATIONS = "/v1/payment_method_configurations"


def test_an_account_has_one_that_its_intents_name(stripe: Stripe) -> None:
    (own,) = stripe.get(CONFIGURATIONS).data
    intent = stripe.post("/v1/payment_intents", amount=2500, currency="usd")
    assert intent.payment_method_configuration_details.id == own.id
    assert (own.is_default, own.active, own.parent) == (True, True, None)
    assert own.card.display_preference.value == "on"
    assert not own.klarna.available


def test_a_preference_decides_what_is_offered(stripe: Stripe) -> None:
    (own,) = stripe.get(CONFIGURATIONS).data
    wanted = {"display_preference": {"preference": "on"}}
    changed = stripe.post(f"{CONFIGURATIONS}/{own.id}", klarna=wanted)
    assert changed.klarna.available
    assert stripe.get(f"{CONFIGURATIONS}/{own.id}").klarna.display_preference.value == "on"
    made = stripe.post(CONFIGURATIONS, name="Tea", ideal=wanted)
    assert (made.ideal.available, made.is_default) == (True, False)
    assert [each.id for each in stripe.get(CONFIGURATIONS).data] == [made.id, own.id]
    stripe.post(f"{CONFIGURATIONS}/{made.id}", active=False)
    assert [each.id for each in stripe.get(CONFIGURATIONS, active=True).data] == [own.id]


def test_a_debit_with_terms_is_offered_where_they_are_said(stripe: Stripe) -> None:
    (own,) = stripe.get(CONFIGURATIONS).data
    wanted = {"display_preference": {"preference": "on"}}
    stripe.post(f"{CONFIGURATIONS}/{own.id}", acss_debit=wanted)
    given = {"amount": 2500, "currency": "cad"}
    intent = stripe.post("/v1/payment_intents", **given)
    assert intent.payment_method_types == ["card", "link"]
    terms = {"payment_schedule": "sporadic", "transaction_type": "personal"}
    options = {"acss_debit": {"mandate_options": terms}}
    intent = stripe.post("/v1/payment_intents", payment_method_options=options, **given)
    assert intent.payment_method_types == ["card", "acss_debit", "link"]


def test_an_unknown_one_is_a_404(stripe: Stripe) -> None:
    assert stripe.get(f"{CONFIGURATIONS}/pmc_none").refusal[:3] == (
        404,
        "invalid_request_error",
        "resource_missing",
    )


def test_a_customer_session_lasts_half_an_hour(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    session = stripe.post(
        "/v1/customer_sessions",
        customer=customer.id,
        components={"payment_element": {"enabled": True}},
    )
    assert session.client_secret.startswith("cuss_secret_")
    assert session.expires_at == stripe.now + 1800
    assert session.components.payment_element.enabled


def test_a_customer_session_is_a_customers(stripe: Stripe) -> None:
    components = {"payment_element": {"enabled": True}}
    refused = stripe.post("/v1/customer_sessions", components=components)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", "customer")
    refused = stripe.post("/v1/customer_sessions", components=components, customer="cus_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")


def test_the_features_that_a_customer_session_does_not_name_are_off(stripe: Stripe) -> None:
    features = {"payment_method_save": "enabled", "payment_method_save_usage": "off_session"}
    session = stripe.post(
        "/v1/customer_sessions",
        customer=stripe.post("/v1/customers").id,
        components={"payment_element": {"enabled": True, "features": features}},
    )
    assert session.components.payment_element.features == {
        "payment_method_allow_redisplay_filters": ["always"],
        "payment_method_redisplay": "disabled",
        "payment_method_redisplay_limit": 3,
        "payment_method_remove": "disabled",
        "payment_method_save": "enabled",
        "payment_method_save_usage": "off_session",
    }


def turned_on(stripe: Stripe, *kinds: str, on: bool = True) -> str:
    """The account's own configuration, with these kinds turned on or off; its id."""
    (own,) = stripe.get(CONFIGURATIONS).data
    preference = {"display_preference": {"preference": "on" if on else "off"}}
    stripe.post(f"{CONFIGURATIONS}/{own.id}", **dict.fromkeys(kinds, preference))
    return str(own.id)


def types_of(stripe: Stripe, path: str = "/v1/payment_intents", **params: Any) -> list[str]:
    return list(stripe.post(path, **params).payment_method_types)


def test_what_is_turned_on_is_offered_in_its_currency(stripe: Stripe) -> None:
    turned_on(stripe, "sepa_debit", "ideal")
    euros = types_of(stripe, amount=2500, currency="eur")
    assert euros == ["card", "ideal", "link", "sepa_debit"]
    assert types_of(stripe, amount=2500, currency="usd") == ["card", "link"]
    assert types_of(stripe, amount=2500, currency="jpy") == ["card"]


def test_what_is_turned_off_is_not_offered(stripe: Stripe) -> None:
    turned_on(stripe, "link", on=False)
    assert types_of(stripe, amount=2500, currency="eur") == ["card"]


def test_who_may_not_be_sent_elsewhere_is_offered_what_needs_no_redirect(stripe: Stripe) -> None:
    turned_on(stripe, "sepa_debit", "ideal")
    here = {"enabled": True, "allow_redirects": "never"}
    offered = types_of(stripe, amount=2500, currency="eur", automatic_payment_methods=here)
    assert offered == ["card", "link", "sepa_debit"]


def test_what_cannot_be_held_is_not_offered_for_later_capture(stripe: Stripe) -> None:
    turned_on(stripe, "sepa_debit", "klarna")
    offered = types_of(stripe, amount=2500, currency="eur", capture_method="manual")
    assert offered == ["card", "klarna", "link"]


def test_a_session_and_a_setup_offer_what_they_can_use(stripe: Stripe) -> None:
    turned_on(stripe, "sepa_debit", "giropay")
    line = {"price_data": {"currency": "eur", "unit_amount": 900, "product_data": {"name": "Tea"}},
            "quantity": 1}  # fmt: skip
    page = {"success_url": "https://shop.example/thanks", "line_items": [line]}
    sessions = "/v1/checkout/sessions"
    bought = types_of(stripe, sessions, mode="payment", **page)
    assert bought == ["card", "giropay", "link", "sepa_debit"]
    kept = types_of(stripe, "/v1/setup_intents")
    assert kept == ["card", "link", "sepa_debit"]


def test_another_configuration_can_be_named(stripe: Stripe) -> None:
    wanted = {"display_preference": {"preference": "on"}}
    other = stripe.post(CONFIGURATIONS, name="Tea", ideal=wanted)
    intent = stripe.post(
        "/v1/payment_intents", amount=2500, currency="eur", payment_method_configuration=other.id
    )
    assert "ideal" in intent.payment_method_types
    assert intent.payment_method_configuration_details.id == other.id
    unknown = stripe.post(
        "/v1/payment_intents", amount=2500, currency="eur", payment_method_configuration="pmc_none"
    )
    assert unknown.refusal[::3] == (400, "payment_method_configuration")


def test_at_most_ten_saved_methods_are_shown(stripe: Stripe) -> None:
    features = {"payment_method_redisplay_limit": 11}
    refused = stripe.post(
        "/v1/customer_sessions",
        customer=stripe.post("/v1/customers").id,
        components={"payment_element": {"enabled": True, "features": features}},
    )
    assert refused.http == 400
    assert refused.error.message == (
        "This value must be less than or equal to 10 (it currently is '11')."
    )


def test_a_domain_that_is_validated_is_told(stripe: Stripe) -> None:
    domain = stripe.post("/v1/payment_method_domains", domain_name="shop.example")
    path = f"/v1/payment_method_domains/{domain.id}/validate"
    assert stripe.post(path).body == domain.body
    assert stripe.post(path.replace(domain.id, "pmd_x")).http == 404
