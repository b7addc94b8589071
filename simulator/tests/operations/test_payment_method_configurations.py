"""Payment method configurations: which kinds of PaymentMethod are offered."""

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
