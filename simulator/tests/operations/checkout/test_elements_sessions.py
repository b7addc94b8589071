"""What a page or an app is told before it draws a form to pay in."""

from simulator.tests.calls import Stripe

PATH = "/v1/elements/sessions"


def test_an_intent_is_shown_with_the_kinds_that_it_takes(stripe: Stripe) -> None:
    intent = stripe.intent(metadata={"order": "7"})
    told = stripe.in_browser.get(PATH, type="payment_intent", client_secret=intent.client_secret)
    assert told.http == 200
    preference = told.payment_method_preference
    assert preference.ordered_payment_method_types == ["card"]
    assert preference.payment_intent.id == intent.id
    assert "metadata" not in preference.payment_intent
    assert (told.merchant_country, told.merchant_currency) == ("US", "usd")


def test_a_setup_intent_as_well_and_what_is_asked_for_is_expanded(stripe: Stripe) -> None:
    intent = stripe.post("/v1/setup_intents", payment_method="pm_card_visa")
    told = stripe.in_browser.get(
        PATH,
        type="setup_intent",
        client_secret=intent.client_secret,
        locale="en",
        expand=["payment_method_preference.setup_intent.payment_method"],
    )
    assert told.payment_method_preference.setup_intent.payment_method.card.brand == "visa"


def test_an_intent_that_is_yet_to_be_made_is_offered_what_the_account_takes(
    stripe: Stripe,
) -> None:
    asked = {"mode": "payment", "amount": 1099, "currency": "usd"}
    told = stripe.in_browser.get(PATH, type="deferred_intent", deferred_intent=asked)
    assert told.payment_method_preference.ordered_payment_method_types == ["card", "link"]
    in_yen = stripe.in_browser.get(
        PATH, type="deferred_intent", deferred_intent=asked | {"currency": "jpy"}
    )
    assert in_yen.payment_method_preference.ordered_payment_method_types == ["card"]


def test_whoever_does_not_know_the_secret_is_told_nothing(stripe: Stripe) -> None:
    intent = stripe.intent()
    asked = {"type": "payment_intent"}
    lacking = stripe.in_browser.get(PATH, **asked)
    assert lacking.refusal[2:] == ("parameter_missing", "client_secret")
    wrong = stripe.in_browser.get(PATH, **asked, client_secret=f"{intent.id}_secret_guessed")
    assert wrong.refusal[3] == "client_secret"
    nobody = stripe.in_browser.get(PATH, **asked, client_secret="pi_x_secret_y")
    assert nobody.error.message == wrong.error.message
    assert nobody.error.message.startswith(
        "The client_secret provided does not match any associated PaymentIntent on this account."
    )
    unsaid = stripe.in_browser.get(PATH, type="deferred_intent")
    assert unsaid.refusal[2:] == ("parameter_missing", "deferred_intent[mode]")
