"""What goes with what in the less used parameters of a Checkout Session.

Source: API reference, "Create a Checkout Session".
"""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import goods, open_session, pay

CLOVER = "2025-10-29.clover"
HEAD_AND_TAIL = "Invalid string: head...tail; must be at most {} characters"


def long(most: int) -> str:
    """One character too many."""
    return f"head{'x' * (most - 7)}tail"


def field(**more: Any) -> dict[str, Any]:
    return {"key": "size", "label": {"type": "custom", "custom": "Size"}, "type": "text"} | more


def menu(*values: str, **more: Any) -> dict[str, Any]:
    options = [{"label": value, "value": value} for value in values]
    return field(type="dropdown", dropdown={"options": options} | more)


@pytest.mark.parametrize(
    ("fields", "param", "said"),
    [
        ([field(key=long(200))], "[0][key]", HEAD_AND_TAIL.format(200)),
        ([field(label={"type": "custom", "custom": long(100)})], "[0][label][custom]",
         HEAD_AND_TAIL.format(100)),
        ([field(), field()], "[1][key]", "Invalid key: size; must be unique"),
        ([field(type="dropdown")], "[0][dropdown]",
         "Missing required param: custom_fields[0][dropdown]."),
        ([menu("a", "a")], "[0][dropdown][options][1][value]", "Invalid key: a; must be unique"),
        ([menu("a b")], "[0][dropdown][options][0][value]",
         "Invalid key: a b; must only contain alphanumeric characters"),
        ([menu(*map(str, range(201)))], "[0][dropdown][options]",
         "Array custom_fields[0][dropdown][options] exceeded maximum 200 allowed elements."),
        ([menu("a", default_value="b")], "[0][dropdown][default_value]",
         "Invalid default_value: b; must be the value of one of the options"),
        ([field(text={"minimum_length": 5, "maximum_length": 4})], "[0][text][minimum_length]",
         "The minimum_length must be less than or equal to the maximum_length."),
    ],
)  # fmt: skip
def test_a_field_of_the_shops_own_is_held_to_its_limits(
    stripe: Stripe, fields: list[Any], param: str, said: str
) -> None:
    sold = {"line_items": [goods()]}
    for refused in (
        open_session(stripe, custom_fields=fields),
        stripe.post("/v1/payment_links", custom_fields=fields, **sold),
    ):
        assert refused.error.param == f"custom_fields{param}"
        assert refused.error.message == said


def test_fields_of_the_shops_own_within_their_limits_are_shown(stripe: Stripe) -> None:
    asked = [menu("s", "m", default_value="m"), field(key="name", text={"maximum_length": 9})]
    shown = open_session(stripe, custom_fields=asked).custom_fields
    assert [row[row.type].default_value for row in shown] == ["m", None]


@pytest.mark.parametrize(
    ("params", "param", "said"),
    [
        ({"custom_text": {"submit": {"message": long(1200)}}}, "custom_text[submit][message]",
         HEAD_AND_TAIL.format(1200)),
        ({"payment_method_collection": "if_required"}, "payment_method_collection",
         "You can only set `payment_method_collection` if there are recurring prices."),
        ({"permissions": {"update_shipping_details": "server_only"}}, "permissions",
         "`permissions` is not supported with `ui_mode: hosted_page`."),
        ({"branding_settings": {"button_color": "blue"}}, "branding_settings[button_color]",
         "Invalid hex color: blue"),
        ({"branding_settings": {"icon": {"type": "url"}}}, "branding_settings[icon][url]",
         "Missing required param: branding_settings[icon][url]."),
    ],
)  # fmt: skip
def test_what_does_not_go_is_refused(
    stripe: Stripe, params: dict[str, Any], param: str, said: str
) -> None:
    error = open_session(stripe, **params).error
    assert (error.param, error.message) == (param, said)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("after_expiration", {"recovery": {"enabled": True}}),
        ("custom_fields", [field()]),
        ("origin_context", "web"),
        ("submit_type", "pay"),
    ],
)
def test_elements_of_the_shops_own_do_what_the_page_would(
    stripe: Stripe, name: str, value: Any
) -> None:
    error = stripe.post(
        "/v1/checkout/sessions",
        line_items=[goods()],
        mode="payment",
        return_url="https://shop.example/",
        ui_mode="elements",
        **{name: value},
    ).error
    assert (error.param, error.message) == (
        name,
        f"`{name}` is not supported with `ui_mode: elements`.",
    )


def setup(stripe: Stripe, **params: Any) -> Reply:
    return stripe.post(
        "/v1/checkout/sessions", mode="setup", success_url="https://shop.example/", **params
    )


def test_a_setup_says_its_currency_or_its_kinds_of_methods(stripe: Stripe) -> None:
    error = setup(stripe).error
    assert (error.code, error.message) == ("parameter_missing", "Missing required param: currency.")
    assert setup(stripe.at_version(CLOVER), payment_method_types=["card"]).http == 200
    assert setup(stripe, allowed_payment_method_types=["card"]).http == 200
    assert setup(stripe, currency="usd").http == 200


def test_a_setup_asks_for_no_phone_number(stripe: Stripe) -> None:
    given = {"mode": "setup", "success_url": "https://shop.example/thanks", "currency": "usd"}
    path = "/v1/checkout/sessions"
    assert stripe.post(path, **given, phone_number_collection={"enabled": False}).http == 200
    refused = stripe.post(path, **given, phone_number_collection={"enabled": True})
    assert refused.error.message == "You can not pass `phone_number_collection` in `setup` mode."


def test_a_setup_has_no_saved_methods_to_choose_from(stripe: Stripe) -> None:
    asked = {"saved_payment_method_options": {"payment_method_save": "enabled"}}
    error = setup(stripe, currency="usd", **asked).error
    assert error.message == "You can not pass `saved_payment_method_options` in `setup` mode."


@pytest.mark.parametrize(
    ("name", "value"),
    [("payment_method_configuration", "pmc_1"), ("excluded_payment_method_types", ["card"])],
)
def test_kinds_of_methods_are_named_or_left_to_the_account(
    stripe: Stripe, name: str, value: Any
) -> None:
    older = stripe.at_version(CLOVER)
    error = open_session(older, payment_method_types=["card"], **{name: value}).error
    assert error.message == (
        f"You may only specify one of these parameters: {name}, payment_method_types."
    )


def test_promotions_are_sent_to_americans_alone(stripe: Stripe) -> None:
    asked = {"consent_collection": {"promotions": "auto"}}
    session = open_session(stripe, **asked)
    assert session.consent_collection == {
        "payment_method_reuse_agreement": None,
        "promotions": "auto",
        "terms_of_service": "none",
    }
    stripe.account.country = "FR"
    error = open_session(stripe, **asked).error
    assert error.message == "`consent_collection.promotions` is not available in your country."


def test_a_name_that_is_asked_for_is_required_unless_it_is_optional(stripe: Stripe) -> None:
    asked = {"business": {"enabled": True}, "individual": {"enabled": True, "optional": True}}
    assert open_session(stripe, name_collection=asked).name_collection == {
        "business": {"enabled": True, "optional": False},
        "individual": {"enabled": True, "optional": True},
    }
    assert "name_collection" not in open_session(stripe).body


@pytest.mark.parametrize(
    ("adjustable", "param", "said"),
    [
        ({"minimum": 5, "maximum": 4}, "[adjustable_quantity]",
         "The minimum of `adjustable_quantity` must be less than or equal to its maximum."),
        ({"maximum": 1_000_000}, "[adjustable_quantity][maximum]",
         "This value must be less than or equal to 999999."),
        ({"minimum": 3}, "[quantity]",
         "The quantity must be between 3 and 99, the limits of `adjustable_quantity`."),
    ],
)  # fmt: skip
def test_a_shopper_cannot_be_let_choose_from_nothing(
    stripe: Stripe, adjustable: dict[str, int], param: str, said: str
) -> None:
    line = goods(quantity=2, adjustable_quantity={"enabled": True} | adjustable)
    error = open_session(stripe, line).error
    assert (error.param, error.message) == (f"line_items[0]{param}", said)


def test_what_is_counted_as_it_is_used_has_no_quantity(stripe: Stripe) -> None:
    meter = stripe.post(
        "/v1/billing/meters",
        display_name="Calls",
        event_name="calls",
        default_aggregation={"formula": "sum"},
    ).id
    price = stripe.post(
        "/v1/prices",
        currency="usd",
        unit_amount=5,
        product_data={"name": "Calls"},
        recurring={"interval": "month", "meter": meter, "usage_type": "metered"},
    ).id
    line = {"price": price, "quantity": 1}
    error = open_session(stripe, line, mode="subscription").error
    assert error.message == (
        "Quantity should not be specified where usage_type is `metered`. Remove `quantity` from"
        " `line_items[0]`"
    )
    assert open_session(stripe, {"price": price}, mode="subscription").http == 200


def test_a_shipping_rate_that_is_out_of_use_is_offered_nowhere(stripe: Stripe) -> None:
    fixed = {"amount": 500, "currency": "usd"}
    rate = stripe.post(
        "/v1/shipping_rates", display_name="Post", type="fixed_amount", fixed_amount=fixed
    ).id
    stripe.post(f"/v1/shipping_rates/{rate}", active=False)
    ways = [{"shipping_rate": rate}]
    sold = {"line_items": [goods()], "shipping_options": ways}
    for refused in (
        open_session(stripe, shipping_options=ways),
        stripe.post("/v1/payment_links", **sold),
    ):
        assert refused.error.message.startswith("The shipping rate specified is inactive.")


def test_a_line_that_is_not_there_cannot_be_updated(stripe: Stripe) -> None:
    session = open_session(stripe)
    error = stripe.post(
        f"/v1/checkout/sessions/{session.id}", line_items=[{"id": "li_x", "quantity": 2}]
    ).error
    assert (error.param, error.message) == ("line_items[0][id]", "No such line item: 'li_x'")


def test_no_more_is_offered_than_could_be_bought_at_once(stripe: Stripe) -> None:
    price = stripe.post("/v1/prices", currency="usd", unit_amount=100, product_data={"name": "T"})
    line, offered = {"price": price.id, "quantity": 1}, [{"price": price.id, "quantity": 1}] * 2
    session = {"mode": "payment", "success_url": "https://shop.example/thanks"}
    for path, most, more in (("checkout/sessions", 100, session), ("payment_links", 20, {})):
        for lines, http in ((most - 2, 200), (most - 1, 400)):
            given = {"line_items": [line] * lines, "optional_items": offered} | more
            reply = stripe.post(f"/v1/{path}", **given)
            assert reply.http == http
            assert http == 200 or reply.error.param == "optional_items"


def test_a_page_has_an_icon_or_a_logo(stripe: Stripe) -> None:
    picture = {"type": "url", "url": "https://shop.example/mug.png"}
    assert open_session(stripe, branding_settings={"icon": picture}).http == 200
    both = open_session(stripe, branding_settings={"icon": picture, "logo": picture})
    assert both.error.param == "branding_settings[icon]"


def test_an_address_that_nobody_typed_takes_the_place_of_none(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    session = open_session(stripe, customer=customer, customer_update={"address": "auto"})
    pay(stripe, session)
    assert stripe.get(f"/v1/customers/{customer}").address is None
