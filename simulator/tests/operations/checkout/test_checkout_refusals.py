"""Checkout Sessions that are refused, and what is said of them.

Source: API reference, "Create a Checkout Session"; the sentences are quoted refusals.
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import goods, open_elements, open_session

HOUR = 3_600
CLOVER = "2025-10-29.clover"
ONLY_OTHER = (
    "The price specified only supports `{}`. This doesn't match the expected currency: `{}`."
)
EMPTY = (
    "You passed an empty string for '{0}'. We assume empty values are an attempt to unset a"
    " parameter; however '{0}' cannot be unset. You should remove '{0}' from your request or supply"
    " a non-empty value."
)
SEVERAL = "The following parameters are not supported with `ui_mode: {}`: {}."


CONVERTS = "The Checkout Session's total amount must convert to at least 50 cents. "


@pytest.mark.parametrize(
    ("params", "code", "param", "said"),
    [
        ({"line_items": None}, "parameter_missing", "line_items",
         "Missing required param: line_items."),
        ({"success_url": None}, "parameter_missing", "success_url",
         "Missing required param: success_url."),
        ({"mode": "gift"}, None, "mode",
         "Invalid mode: must be one of payment, setup, or subscription"),
        ({"success_url": "nowhere"}, "url_invalid", "success_url", "Not a valid URL"),
        ({"customer": "cus_no"}, "resource_missing", "customer", "No such customer: 'cus_no'"),
        ({"customer": "cus_no", "customer_email": "a@b.co"}, "parameters_exclusive", "customer",
         "You may only specify one of these parameters: customer, customer_email."),
        ({"customer": "cus_no", "customer_creation": "always"}, "parameters_exclusive", "customer",
         "You may only specify one of these parameters: customer, customer_creation."),
        ({"client_reference_id": f"head{'x' * 193}tail"}, None, "client_reference_id",
         "Invalid string: head...tail; must be at most 200 characters"),
        ({"optional_items": [{"price": "price_no", "quantity": 1}]}, "resource_missing",
         "optional_items[0][price]", "No such price: 'price_no'"),
        ({"mode": "subscription", "subscription_data": {"trial_period_days": 0}}, None,
         "subscription_data[trial_period_days]", "The minimum number of trial period days is 1."),
        ({"currency": "eur"}, None, "line_items[0][price]",
         ONLY_OTHER.format("usd", "eur")),
        ({"line_items": [goods(), goods(price_data={"currency": "eur"})]}, None,
         "line_items[1][price]",
         ONLY_OTHER.format("eur", "usd")),
        ({"line_items": [goods(price_data={"product_data": {"name": "Mug", "description": ""}})]},
         "parameter_invalid_empty", "line_items[0][price_data][product_data][description]",
         EMPTY.format("line_items[0][price_data][product_data][description]")),
        ({"allow_promotion_codes": True, "discounts": [{"coupon": "C"}]}, None,
         "allow_promotion_codes",
         "You may only specify one of these parameters: allow_promotion_codes, discounts."),
        ({"customer_update": {"address": "auto"}}, None, None,
         "`customer_update` can only be used with `customer`."),
        ({"subscription_data": {"description": "x"}}, None, None,
         "You can not pass `subscription_data` in `payment` mode."),
        ({"mode": "setup", "currency": "usd"}, None, None,
         "You can not pass `line_items` in `setup` mode."),
        ({"mode": "subscription",
          "payment_method_options": {"card": {"setup_future_usage": "off_session"}}}, None, None,
         "You can not pass `payment_method_options[setup_future_usage]` in `subscription` mode."),
        ({"mode": "subscription"}, None, "line_items",
         "You must provide at least one recurring price in `subscription` mode when using prices."),
        ({"mode": "subscription", "customer_creation": "always"}, None, None,
         "`customer_creation` can only be used in `payment` mode."),
        ({"ui_mode": "embedded_page"}, None, "success_url",
         "`success_url` is not supported with `ui_mode: embedded_page`."),
        ({"ui_mode": "form", "cancel_url": "https://shop.example/cart"}, None, "cancel_url",
         SEVERAL.format("form", "cancel_url, success_url")),
        ({"ui_mode": "elements", "success_url": None, "custom_text": {"submit": {"message": "Go"}}},
         None, "custom_text", "`custom_text` is not supported with `ui_mode: elements`."),
        ({"ui_mode": "embedded_page", "success_url": None, "redirect_on_completion": "never",
          "return_url": "https://shop.example/thanks"}, None, "return_url",
         "`return_url` is not supported with `redirect_on_completion: never`."),
        ({"ui_mode": "custom", "success_url": None}, None, "ui_mode",
         "The ui_mode value custom is no longer supported. Use elements instead."),
        ({"ui_mode": "popup"}, None, "ui_mode",
         "Invalid ui_mode: must be one of elements, embedded_page, form, or hosted_page"),
        ({"ui_mode": "embedded_page", "success_url": None}, "parameter_missing", "return_url",
         "Missing required param: return_url."),
        ({"line_items": [{"price": "price_no", "quantity": 1}]}, "resource_missing",
         "line_items[0][price]", "No such price: 'price_no'"),
        ({"line_items": [{"quantity": 1}]}, None, "line_items[0]",
         "You must provide one of `price` or `price_data` for each line item when using prices."),
        ({"line_items": [goods() | {"quantity": None}]}, None, "line_items[0]",
         "Quantity is required. Add `quantity` to `line_items[0]`"),
        ({"line_items": [goods(quantity=0)]}, "parameter_invalid_integer",
         "line_items[0][quantity]", "This value must be greater than or equal to 1."),
        ({"line_items": [goods(49)]}, "amount_too_small", None,
         "The Checkout Session's total amount due must add up to at least $0.50 usd"),
        ({"line_items": [goods(99_999_999, quantity=2)]}, "amount_too_large", None,
         "The Checkout Session's total amount due must be no more than $999,999.99."),
        ({"line_items": [goods(3, price_data={"currency": "huf"})]}, "amount_too_small", None,
         "The Checkout Session's total amount due must add up to at least 175.00 Ft huf"),
        ({"line_items": [goods(300, price_data={"currency": "cny"})]}, "amount_too_small", None,
         CONVERTS + "¥3.00 converts to approximately $0.42."),
        ({"line_items": [goods(800, price_data={"currency": "twd"})]}, "amount_too_small", None,
         CONVERTS + "$8.00 TWD converts to approximately $0.26 USD."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(
    stripe: Stripe, params: dict[str, Any], code: str | None, param: str | None, said: str
) -> None:
    given = {
        "mode": "payment",
        "success_url": "https://shop.example/thanks",
        "line_items": [goods()],
    } | params
    sent = {
        name: [{key: value for key, value in line.items() if value is not None} for line in value]
        if name == "line_items" and value
        else value
        for name, value in given.items()
        if value is not None
    }
    refused = stripe.post("/v1/checkout/sessions", **sent)
    assert refused.refusal == (400, "invalid_request_error", code, param)
    assert refused.error.message == said


def test_only_active_prices_are_sold_and_what_recurs_not_as_a_payment(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Plan")
    price = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=900,
        recurring={"interval": "month"},
    )
    line = {"price": price.id, "quantity": 1}
    assert open_session(stripe, line).error.message == (
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription`"
        " mode or use only one-time prices."
    )
    assert open_session(stripe, line, mode="subscription").http == 200
    stripe.post(f"/v1/prices/{price.id}", active=False)
    refused = open_session(stripe, line, mode="subscription")
    assert refused.refusal == (400, "invalid_request_error", None, "line_items[0][price]")
    assert refused.error.message == (
        "The price specified is inactive. This field only accepts active prices."
    )


def test_what_is_of_an_inactive_product_is_not_sold(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug").id
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=900).id
    stripe.post(f"/v1/products/{product}", active=False)
    lines = [{"price": price, "quantity": 1}]
    page = {"mode": "payment", "success_url": "https://shop.example/thanks"}
    for path, more in (("/v1/checkout/sessions", page), ("/v1/payment_links", {})):
        refused = stripe.post(path, line_items=lines, **more)
        assert refused.refusal == (400, "invalid_request_error", None, "line_items[0][price]")
        assert refused.error.message == (
            f"Price `{price}` is not available to be purchased because its product is not active."
        )


def test_a_trial_ends_two_days_on_at_the_earliest(stripe: Stripe) -> None:
    plan = goods(900, price_data={"recurring": {"interval": "month"}})

    def until(hours: int) -> Any:
        told = {"trial_end": stripe.now + hours * HOUR}
        return open_session(stripe, plan, mode="subscription", subscription_data=told)

    refused = until(47)
    at = "subscription_data[trial_end]"
    assert refused.refusal == (400, "invalid_request_error", None, at)
    assert refused.error.message == "The `trial_end` date has to be at least 2 days in the future."
    assert until(48).http == 200


def test_a_ui_mode_is_called_what_the_api_version_calls_it(stripe: Stripe) -> None:
    def asked(ui_mode: str, version: str) -> Any:
        given = {
            "mode": "payment",
            "line_items": [goods()],
            "return_url": "https://shop.example/thanks",
            "ui_mode": ui_mode,
        }
        headers = {"Stripe-Version": version}
        return stripe.post("/v1/checkout/sessions", headers=headers, **given)

    assert asked("custom", CLOVER).ui_mode == "custom"
    assert asked("elements", "2026-06-24.dahlia").ui_mode == "elements"
    assert asked("elements", CLOVER).error.message == (
        "Invalid ui_mode: must be one of custom, embedded, or hosted"
    )


def test_only_kinds_that_there_are_can_be_named(stripe: Stripe) -> None:
    refused = stripe.post(
        "/v1/checkout/sessions",
        headers={"Stripe-Version": CLOVER},
        mode="payment",
        success_url="https://shop.example/thanks",
        line_items=[goods()],
        payment_method_types=["cards"],
    )
    at = "payment_method_types[0]"
    assert refused.refusal == (400, "invalid_request_error", None, at)
    assert refused.error.message.startswith(f"Invalid {at}: must be one of card, acss_debit,")


@pytest.mark.parametrize("kind", ["alipay", "customer_balance", "eps", "oxxo"])
def test_a_subscription_is_not_paid_by_what_pays_once(stripe: Stripe, kind: str) -> None:
    currency = {"eps": "eur", "oxxo": "mxn"}.get(kind, "usd")
    monthly = goods(price_data={"currency": currency, "recurring": {"interval": "month"}})
    older, types = stripe.at_version(CLOVER), ["card", kind]
    refused = open_session(older, monthly, mode="subscription", payment_method_types=types)
    assert refused.error.message == (
        f"The payment method `{kind}` cannot be used in `subscription` mode."
    )
    once = goods(price_data={"currency": currency})
    assert open_session(older, once, payment_method_types=types).payment_method_types == types


PAYS_ONCE = (
    "`setup_future_usage` cannot be used with one or more of the values you specified in"
    " `payment_method_types`. Please remove `setup_future_usage` or remove these types from"
    ' `payment_method_types`: ["affirm"]'
)
NOT_HELD = (
    'The following payment method types ["alipay"] can only be used with PaymentIntents that have'
    " capture_method=automatic. Please retry by creating a PaymentIntent with"
    " capture_method=automatic."
)


@pytest.mark.parametrize(
    ("kind", "currency", "params", "sentence"),
    [
        (
            "acss_debit",
            "cad",
            {},
            "acss_debit requires payment_method_options[acss_debit][mandate_options] to be set",
        ),
        (
            "wechat_pay",
            "usd",
            {},
            "WeChat Pay requires payment_method_options[wechat_pay][client] to be set to web.",
        ),
        (
            "affirm",
            "usd",
            {"payment_intent_data": {"setup_future_usage": "off_session"}},
            PAYS_ONCE,
        ),
        (
            "alipay",
            "usd",
            {"payment_intent_data": {"capture_method": "manual"}},
            NOT_HELD,
        ),
    ],
)
def test_a_kind_that_is_named_has_what_it_needs_and_can_what_is_wanted(
    stripe: Stripe, kind: str, currency: str, params: dict[str, Any], sentence: str
) -> None:
    line = goods(price_data={"currency": currency})
    older = stripe.at_version(CLOVER)
    refused = open_session(older, line, payment_method_types=["card", kind], **params)
    assert (refused.http, refused.error.message) == (400, sentence)
    needs = {
        "acss_debit": {"mandate_options": {"payment_schedule": "sporadic"}},
        "wechat_pay": {"client": "web"},
    }
    options = {"payment_method_options": {kind: needs[kind]}} if kind in needs else {}
    opened = open_session(older, line, payment_method_types=["card", kind], **options)
    assert opened.payment_method_types == ["card", kind]


@pytest.mark.parametrize("name", ["statement_descriptor", "statement_descriptor_suffix"])
def test_a_line_that_no_statement_can_print_is_refused_before_a_shopper_sees_the_page(
    stripe: Stripe, name: str
) -> None:
    told = {"payment_intent_data": {name: "ORDER <7"}}
    at = f"payment_intent_data[{name}]"
    session = open_session(stripe, goods(), **told)
    opened = open_elements(stripe, goods())
    changed = stripe.post(f"/v1/checkout/sessions/{opened.id}", **told)
    price = stripe.post(
        "/v1/prices", currency="usd", unit_amount=2500, product_data={"name": "Mug"}
    )
    linked = stripe.post(
        "/v1/payment_links", line_items=[{"price": price.id, "quantity": 1}], **told
    )
    for refused in (session, changed, linked):
        assert refused.refusal == (400, "invalid_request_error", None, at)
        assert refused.error.message == "The statement descriptor cannot include <."


@pytest.mark.parametrize(
    ("mode", "told", "param", "noun"),
    [
        ("payment", {"payment_intent_data": {"transfer_data": {"destination": "acct_no"}}},
         "payment_intent_data[transfer_data][destination]", "destination"),
        ("payment", {"payment_intent_data": {"on_behalf_of": "acct_no"}},
         "payment_intent_data[on_behalf_of]", "on_behalf_of"),
        ("subscription", {"subscription_data": {"on_behalf_of": "acct_no"}},
         "subscription_data[on_behalf_of]", "on_behalf_of"),
        ("subscription", {"subscription_data": {"default_tax_rates": ["acct_no"]}},
         "subscription_data[default_tax_rates][0]", "tax rate"),
    ],
)  # fmt: skip
def test_who_is_paid_is_looked_up_before_a_shopper_sees_the_page(
    stripe: Stripe, mode: str, told: dict[str, Any], param: str, noun: str
) -> None:
    monthly = {"recurring": {"interval": "month"}} if mode == "subscription" else {}
    refused = open_session(stripe, goods(price_data=monthly), mode=mode, **told)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", param)
    assert refused.error.message == f"No such {noun}: 'acct_no'"


def test_what_a_card_cannot_print_is_refused_before_a_shopper_sees_the_page(stripe: Stripe) -> None:
    told = {"statement_descriptor": "MUGS"}
    assert open_session(stripe, payment_intent_data=told).http == 400
    debits = {"allowed_payment_method_types": ["us_bank_account"]}
    assert open_session(stripe, payment_intent_data=told, **debits).http == 200


def test_no_period_begins_in_the_past(stripe: Stripe) -> None:
    line = goods(price_data={"recurring": {"interval": "month"}})
    told = {"billing_cycle_anchor": 1}
    refused = open_session(stripe, line, mode="subscription", subscription_data=told)
    assert refused.refusal[3] == "subscription_data[billing_cycle_anchor]"


@pytest.mark.parametrize("rhythm", [None, "month"])
def test_a_subscription_has_twenty_lines_of_a_kind_at_most(
    stripe: Stripe, rhythm: str | None
) -> None:
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    line = monthly if rhythm else goods()
    assert open_session(stripe, monthly, *[line] * 19, mode="subscription").http == 200
    refused = open_session(stripe, monthly, *[line] * 21, mode="subscription")
    assert refused.refusal == (400, "invalid_request_error", None, "line_items")


def test_the_setup_of_an_open_session_belongs_to_its_page(stripe: Stripe) -> None:
    session = stripe.post(
        "/v1/checkout/sessions",
        mode="setup",
        currency="usd",
        success_url="https://shop.example/thanks",
    )
    intent = session.setup_intent
    for verb, params in (("confirm", {"payment_method": "pm_card_visa"}), ("cancel", {})):
        refused = stripe.post(f"/v1/setup_intents/{intent}/{verb}", **params)
        assert refused.refusal[:3] == (
            400,
            "invalid_request_error",
            "setup_intent_unexpected_state",
        )
        assert "SetupIntents created by Checkout. Try expiring the" in refused.error.message
    stripe.post(f"/v1/checkout/sessions/{session.id}/expire")
    assert stripe.get(f"/v1/setup_intents/{intent}").status == "canceled"


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("customer", "customer"),
        ("payment_intent", "payment_intent"),
        ("payment_link", "payment link"),
        ("subscription", "subscription"),
    ],
)
def test_sessions_are_not_listed_by_what_there_is_not(stripe: Stripe, name: str, noun: str) -> None:
    missed = stripe.get("/v1/checkout/sessions", **{name: "x_no"})
    assert missed.refusal == (400, "invalid_request_error", "resource_missing", name)
    assert missed.error.message == f"No such {noun}: 'x_no'"


@pytest.mark.parametrize("key", ["a b", "", "x" * 201, "größe"])
def test_the_key_of_a_field_of_the_shops_own_is_plain_and_short(stripe: Stripe, key: str) -> None:
    def asking(key: str) -> Any:
        label = {"type": "custom", "custom": "Size"}
        return open_session(stripe, custom_fields=[{"key": key, "label": label, "type": "text"}])

    refused = asking(key)
    assert (refused.http, refused.error.param) == (400, "custom_fields[0][key]")
    assert asking("x" * 200).http == 200
