"""Which kinds of payment an intent may name, and what they must be able to do."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe

INTENTS = "/v1/payment_intents"
AUTOMATIC = {"enabled": True}


def test_kinds_are_left_to_the_dashboard_or_named_and_not_both(stripe: Stripe) -> None:
    named = stripe.intent(automatic_payment_methods=AUTOMATIC)
    assert named.error.message == (
        "You cannot enable `automatic_payment_methods` and specify `payment_method_types`."
    )
    assert stripe.intent(automatic_payment_methods={"enabled": False}).http == 200


def test_a_kind_that_there_is_not_is_refused(stripe: Stripe) -> None:
    answer = stripe.intent(payment_method_types=["card", "seashells"])
    assert answer.refusal == (
        400,
        "invalid_request_error",
        "payment_intent_invalid_parameter",
        "payment_method_types",
    )
    assert answer.error.message.startswith(
        'The payment method type "seashells" is invalid. Please ensure the provided type is'
        " activated in your dashboard (https://dashboard.stripe.com/account/payments/settings)"
    )


def test_a_new_currency_must_be_one_of_the_kinds_that_were_named(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method_types=["bancontact"], currency="eur")
    refused = stripe.post(f"{INTENTS}/{intent.id}", currency="usd")
    assert refused.error.message == (
        "The currency provided (usd) is invalid. Payments with bancontact support the following"
        " currencies: eur."
    )
    older = stripe.at_version(CARDS_NAMED)
    changed = older.post(
        f"{INTENTS}/{intent.id}", currency="usd", payment_method_types=["us_bank_account"]
    )
    assert changed.currency == "usd"


def test_where_every_kind_is_unknown_none_is_named(stripe: Stripe) -> None:
    answer = stripe.intent(payment_method_types=["seashells", "pebbles"])
    assert answer.error.message.startswith(
        "All types provided in payment_method_types are invalid. Please ensure the provided types"
    )


PAYS_ONCE = (
    "`setup_future_usage` cannot be used with one or more of the values you specified in"
    " `payment_method_types`. Please remove `setup_future_usage` or remove these types from"
    ' `payment_method_types`: ["affirm", "wechat_pay"]'
)


NOT_HELD = (
    'The following payment method types ["alipay", "wechat_pay"] can only be used with'
    " PaymentIntents that have capture_method=automatic. Please retry by creating a PaymentIntent"
    " with capture_method=automatic."
)


LATER = {"setup_future_usage": "off_session"}
HELD = {"capture_method": "manual"}


@pytest.mark.parametrize(
    ("types", "wanted", "sentence"),
    [
        (["card", "affirm", "wechat_pay"], LATER, PAYS_ONCE),
        (["card", "alipay", "wechat_pay"], HELD, NOT_HELD),
    ],
)
def test_a_kind_that_is_named_must_do_what_is_wanted_of_it(
    stripe: Stripe, types: list[str], wanted: dict[str, str], sentence: str
) -> None:
    created = stripe.intent(payment_method_types=types, **wanted)
    assert (created.http, created.error.message) == (400, sentence)
    before = stripe.intent(payment_method_types=types)
    updated = stripe.post(f"{INTENTS}/{before.id}", **wanted)
    assert (updated.http, updated.error.message) == (400, sentence)
    card = stripe.intent(**wanted)
    widened = stripe.at_version(CARDS_NAMED).post(
        f"{INTENTS}/{card.id}", payment_method_types=types
    )
    assert (widened.http, widened.error.message) == (400, sentence)


def test_a_kind_whose_own_options_want_less_is_let_be(stripe: Stripe) -> None:
    options = {"affirm": {"setup_future_usage": "none"}}
    types = ["card", "affirm"]
    intent = stripe.intent(payment_method_types=types, payment_method_options=options, **LATER)
    assert intent.http == 200


def test_kinds_that_the_account_chooses_are_not_refused(stripe: Stripe) -> None:
    intent = stripe.post(INTENTS, amount=2500, currency="usd", **LATER, **HELD)
    assert intent.http == 200


@pytest.mark.parametrize(
    ("kind", "taken", "refused"),
    [
        ("afterpay_clearpay", "nzd", "eur"),
        ("alipay", "cny", "inr"),
        ("klarna", "sek", "jpy"),
        ("mobilepay", "dkk", "usd"),
        ("wechat_pay", "cny", "inr"),
    ],
)
def test_wallets_and_instalments_take_the_currencies_of_their_shoppers(
    stripe: Stripe, kind: str, taken: str, refused: str
) -> None:
    asked = {"amount": 25_000, "payment_method_types": [kind]}
    assert stripe.intent(currency=taken, **asked).http == 200
    answer = stripe.intent(currency=refused, **asked)
    assert answer.http == 400
    assert answer.error.message.startswith(
        f"The currency provided ({refused}) is invalid. Payments with {kind} support the following"
    )


def test_one_of_several_kinds_does_not_take_the_currency(stripe: Stripe) -> None:
    answer = stripe.intent(currency="gbp", payment_method_types=["card", "ideal"])
    assert answer.error.message == (
        "The currency provided (gbp) is invalid for one or more payment method types on this"
        " PaymentIntent."
    )


def offering(stripe: Stripe, *kinds: str) -> None:
    """Let the account's own configuration offer these kinds as well."""
    path = "/v1/payment_method_configurations"
    own = stripe.get(path).data[0].id
    on = {kind: {"display_preference": {"preference": "on"}} for kind in kinds}
    assert stripe.post(f"{path}/{own}", **on).http == 200


def automatic(stripe: Stripe, **params: Any) -> Reply:
    return stripe.post(INTENTS, amount=2500, currency="eur", **params)


def test_the_account_chooses_again_once_something_else_is_said(stripe: Stripe) -> None:
    offering(stripe, "ideal", "klarna")
    intent = automatic(stripe)
    assert intent.payment_method_types == ["card", "ideal", "klarna", "link"]
    path = f"{INTENTS}/{intent.id}"
    for said, kinds in (
        ({"excluded_payment_method_types": ["klarna"]}, ["card", "ideal", "link"]),
        ({"excluded_payment_method_types": ""}, ["card", "ideal", "klarna", "link"]),
        ({"currency": "sek"}, ["card", "klarna"]),
        ({"currency": "eur", "capture_method": "manual"}, ["card", "klarna", "link"]),
        ({"allowed_payment_method_types": ["klarna", "ideal"]}, ["klarna"]),
    ):
        changed = stripe.post(path, **said)
        assert changed.payment_method_types == kinds
        assert sorted(changed.payment_method_options) == sorted(kinds)


def test_options_outlast_that_the_account_chooses_again(stripe: Stripe) -> None:
    options = {"card": {"request_three_d_secure": "any"}}
    intent = automatic(stripe, payment_method_options=options)
    changed = stripe.post(f"{INTENTS}/{intent.id}", excluded_payment_method_types=["klarna"])
    assert changed.payment_method_options.card.request_three_d_secure == "any"


def test_the_account_leaves_out_what_cannot_be_kept_where_it_is_to_be(stripe: Stripe) -> None:
    offering(stripe, "eps", "ideal")
    assert automatic(stripe, **LATER).payment_method_types == ["card", "ideal", "link"]
    spared = {"eps": {"setup_future_usage": "none"}}
    kinds = automatic(stripe, payment_method_options=spared, **LATER).payment_method_types
    assert kinds == ["card", "eps", "ideal", "link"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("automatic_payment_methods", AUTOMATIC),
        ("excluded_payment_method_types", ["klarna"]),
        ("payment_method_types", ["card"]),
    ],
)
def test_kinds_are_allowed_or_chosen_in_another_way(stripe: Stripe, name: str, value: Any) -> None:
    older = stripe.at_version(CARDS_NAMED)
    said = {"allowed_payment_method_types": ["card"], name: value}
    refused = older.post(INTENTS, amount=2500, currency="usd", **said)
    assert refused.error.code == "parameters_exclusive"
    assert refused.error.message == (
        f"You may only specify one of these parameters: allowed_payment_method_types, {name}."
    )
