"""Checkout Sessions: what is opened, refused, listed and expired.

Source: API reference, "Checkout Sessions"; Stripe docs, "How Checkout works".
"""

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

HOUR = 3_600


def test_a_new_session_shows_every_field(stripe: Stripe) -> None:
    session = open_session(stripe, goods(1500, 2), cancel_url="https://shop.example/cart")
    assert session.http == 200
    assert session.id.startswith("cs_test_")
    assert len(session.id) == 66
    assert session.url.startswith(f"https://checkout.stripe.com/c/pay/{session.id}#")
    made = {"id": session.id, "url": session.url}
    configuration = session.payment_method_configuration_details
    assert session.body == made | {
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": True},
        "after_expiration": None,
        "allow_promotion_codes": None,
        "allowed_payment_method_types": None,
        "amount_subtotal": 3000,
        "amount_total": 3000,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "branding_settings": {
            "background_color": "#ffffff",
            "border_style": "rounded",
            "button_color": "#0074d4",
            "display_name": "Paidonce",
            "font_family": "default",
            "icon": None,
            "logo": None,
        },
        "cancel_url": "https://shop.example/cart",
        "client_reference_id": None,
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": stripe.now,
        "currency": "usd",
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": None,
        "customer_account": None,
        "customer_creation": "if_required",
        "customer_details": None,
        "customer_email": None,
        "discounts": [],
        "expires_at": stripe.now + 24 * HOUR,
        "integration_identifier": None,
        "invoice": None,
        "invoice_creation": {
            "enabled": False,
            "invoice_data": {
                "account_tax_ids": None,
                "custom_fields": None,
                "description": None,
                "footer": None,
                "issuer": None,
                "metadata": {},
                "rendering_options": None,
            },
        },
        "livemode": False,
        "locale": None,
        "managed_payments": {"enabled": False},
        "metadata": {},
        "mode": "payment",
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": configuration,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card", "link"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "wallet_options": None,
    }
    assert stripe.types() == []


def test_an_email_is_shown_as_what_is_known_of_the_shopper(stripe: Stripe) -> None:
    session = open_session(stripe, customer_email="jo@example.org")
    assert session.customer_details == {
        "address": None,
        "business_name": None,
        "email": "jo@example.org",
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }
    assert session.collected_information == {
        "business_name": None,
        "individual_name": None,
        "shipping_details": None,
    }


@pytest.mark.parametrize("email", [None, "jo@example.org"])
def test_of_a_customer_without_an_email_nothing_is_known(stripe: Stripe, email: str | None) -> None:
    customer = stripe.post("/v1/customers", **({"email": email} if email else {}))
    session = open_session(stripe, customer=customer.id)
    assert session.customer_creation is None
    known = session.customer_details
    assert (known and known["email"]) == email
    assert session.saved_payment_method_options == {
        "allow_redisplay_filters": ["always"],
        "payment_method_remove": "disabled",
        "payment_method_save": None,
    }


def test_lines_come_in_their_order_and_only_where_they_are_asked_for(stripe: Stripe) -> None:
    session = open_session(stripe, goods(1500, 2, "Mug"), goods(250, 1, "Tea"))
    assert "line_items" not in session.body
    listed = stripe.get(f"/v1/checkout/sessions/{session.id}/line_items")
    assert [(line.description, line.amount_total) for line in listed.data] == [
        ("Mug", 3000),
        ("Tea", 250),
    ]
    assert listed.url == f"/v1/checkout/sessions/{session.id}/line_items"
    first = stripe.get(f"/v1/checkout/sessions/{session.id}/line_items", limit=1)
    assert (len(first.data), first.has_more) == (1, True)
    rest = stripe.get(
        f"/v1/checkout/sessions/{session.id}/line_items", starting_after=first.data[0].id
    )
    assert [line.description for line in rest.data] == ["Tea"]
    expanded = again(stripe, session, expand=["line_items.data.price.product"])
    assert expanded.line_items.data[0].price.product.name == "Mug"


def test_an_inline_price_is_inactive_and_so_is_its_product(stripe: Stripe) -> None:
    session = open_session(stripe, goods(), expand=["line_items.data.price.product"])
    price = session.line_items.data[0].price
    assert (price.active, price.product.active) == (False, False)


def test_a_session_that_there_is_not_is_missed_without_quotes(stripe: Stripe) -> None:
    missing = stripe.get("/v1/checkout/sessions/cs_test_no")
    assert missing.refusal == (404, "invalid_request_error", "resource_missing", None)
    assert missing.error.message == "No such checkout.session: cs_test_no"
    too_long = stripe.get(f"/v1/checkout/sessions/cs_t{'x' * 60}eCUl")
    assert too_long.refusal == (404, "invalid_request_error", None, "session")
    assert too_long.error.message == "Invalid string: cs_t...eCUl; must be at most 66 characters"


@pytest.mark.parametrize(
    ("seconds", "how"), [(29 * 60, "at least 30 minutes"), (25 * HOUR, "less than 24 hours")]
)
def test_a_session_lives_between_half_an_hour_and_a_day(
    stripe: Stripe, seconds: int, how: str
) -> None:
    refused = open_session(stripe, expires_at=stripe.now + seconds)
    assert refused.refusal == (400, "invalid_request_error", None, "expires_at")
    assert refused.error.message == (
        f"The `expires_at` timestamp must be {how} from Checkout Session creation."
    )


def test_a_session_expires_when_its_time_is_over(stripe: Stripe) -> None:
    session = open_session(stripe, expires_at=stripe.now + HOUR)
    stripe.advance(minutes=59)
    assert again(stripe, session).status == "open"
    stripe.advance(minutes=1)
    after = again(stripe, session)
    assert (after.status, after.payment_status, after.url) == ("expired", "unpaid", None)
    assert stripe.types() == ["checkout.session.expired"]


def test_a_session_that_is_paid_does_not_expire(stripe: Stripe) -> None:
    session = open_session(stripe)
    pay(stripe, session)
    stripe.advance(days=2)
    assert again(stripe, session).status == "complete"
    assert "checkout.session.expired" not in stripe.types()


def test_only_an_open_session_can_be_expired(stripe: Stripe) -> None:
    session = open_session(stripe)

    def expire() -> Reply:
        return stripe.post(f"/v1/checkout/sessions/{session.id}/expire")

    assert expire().status == "expired"
    refused = expire()
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has'
        " a status of `expired`."
    )
    assert stripe.types() == ["checkout.session.expired"]


def test_sessions_are_listed_by_what_became_of_them(stripe: Stripe) -> None:
    bought, left = open_session(stripe, customer_email="jo@example.org"), open_session(stripe)
    pay(stripe, bought)
    paid = again(stripe, bought)

    def listed(**filters: object) -> list[str]:
        return [found.id for found in stripe.get("/v1/checkout/sessions", **filters).data]

    assert listed() == [left.id, bought.id]
    assert listed(status="complete") == [bought.id]
    assert listed(payment_intent=paid.payment_intent) == [bought.id]
    assert listed(customer_details={"email": "jo@example.org"}) == [bought.id]


def test_metadata_of_a_session_can_be_changed(stripe: Stripe) -> None:
    session = open_session(stripe, metadata={"order": "7"})
    changed = stripe.post(f"/v1/checkout/sessions/{session.id}", metadata={"cart": "9"})
    assert changed.metadata == {"order": "7", "cart": "9"}


def test_lines_of_an_open_session_can_be_changed(stripe: Stripe) -> None:
    session = open_session(stripe, goods(1500, 2), expand=["line_items"])
    line = session.line_items.data[0]
    changed = stripe.post(
        f"/v1/checkout/sessions/{session.id}",
        line_items=[{"id": line.id, "quantity": 3}, goods(250)],
        expand=["line_items"],
    )
    assert changed.amount_total == 4750
    assert changed.line_items.data[0].id == line.id
    cheaper = stripe.post(
        f"/v1/checkout/sessions/{session.id}",
        line_items=[{"id": line.id, "price_data": goods(1000)["price_data"]}],
    )
    assert cheaper.amount_total == 3000


# Totals.


def test_discount_tax_and_shipping_add_up(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="QUARTER", percent_off=25, duration="once")
    vat = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False)
    post = stripe.post(
        "/v1/shipping_rates",
        display_name="Post",
        type="fixed_amount",
        fixed_amount={"amount": 500, "currency": "usd"},
    )
    session = open_session(
        stripe,
        goods(1000, 2, tax_rates=[vat.id]),
        goods(333),
        discounts=[{"coupon": "QUARTER"}],
        shipping_options=[{"shipping_rate": post.id}],
        expand=["line_items", "total_details.breakdown"],
    )
    assert (session.amount_subtotal, session.amount_total) == (2333, 2550)
    details = session.total_details
    assert (details.amount_discount, details.amount_tax, details.amount_shipping) == (583, 300, 500)
    assert [
        (line.amount_subtotal, line.amount_discount, line.amount_tax, line.amount_total)
        for line in session.line_items.data
    ] == [(2000, 500, 300, 1800), (333, 83, 0, 250)]
    assert details.breakdown.taxes[0].amount == 300
    assert session.discounts == [{"coupon": "QUARTER", "promotion_code": None}]
    assert session.shipping_cost.shipping_rate == post.id
    assert session.shipping_options == [{"shipping_amount": 500, "shipping_rate": post.id}]


def test_tax_that_is_in_the_price_raises_nothing(stripe: Stripe) -> None:
    vat = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=True)
    session = open_session(stripe, goods(1200, tax_rates=[vat.id]))
    assert (session.amount_total, session.total_details.amount_tax) == (1200, 200)


def test_nothing_to_pay_needs_no_payment(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="ALL", percent_off=100, duration="once")
    session = open_session(stripe, discounts=[{"coupon": "ALL"}])
    pay(stripe, session)
    after = again(stripe, session)
    assert (after.status, after.payment_status) == ("complete", "no_payment_required")
    assert after.payment_intent is None
    assert stripe.types()[-1:] == ["checkout.session.completed"]


# Other ways to show it, and older versions.


def test_an_embedded_page_has_a_client_secret_and_no_address(stripe: Stripe) -> None:
    session = open_session(
        stripe,
        ui_mode="embedded_page",
        success_url="",
        return_url="https://shop.example/back?session={CHECKOUT_SESSION_ID}",
    )
    assert session.http == 400  # an address is not unset by an empty one
    given = {"mode": "payment", "line_items": [goods()], "ui_mode": "embedded_page"}
    session = stripe.post("/v1/checkout/sessions", **given, return_url="https://shop.example/back")
    assert session.url is None
    assert session.client_secret.startswith(f"{session.id}_secret_")
    assert (session.redirect_on_completion, session.return_url) == (
        "always",
        "https://shop.example/back",
    )


def test_a_trial_costs_nothing_yet(stripe: Stripe) -> None:
    plan = goods(900, price_data={"recurring": {"interval": "month"}})
    session = open_session(
        stripe,
        plan,
        goods(250),
        mode="subscription",
        subscription_data={"trial_period_days": 7},
        expand=["line_items"],
    )
    assert (session.amount_subtotal, session.amount_total) == (250, 250)
    assert [line.amount_total for line in session.line_items.data] == [0, 250]


def test_a_price_is_sold_in_each_of_its_currencies(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug")
    price = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=900,
        currency_options={"eur": {"unit_amount": 800}},
    )
    session = open_session(stripe, {"price": price.id, "quantity": 2}, currency="eur")
    assert (session.currency, session.amount_total) == ("eur", 1600)


def test_what_a_shopper_may_add_is_shown(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Saucer")
    price = stripe.post("/v1/prices", product=product.id, currency="usd", unit_amount=300)
    item = {"price": price.id, "quantity": 1, "adjustable_quantity": {"enabled": True}}
    session = open_session(stripe, optional_items=[item])
    assert session.body["optional_items"] == [
        {
            "adjustable_quantity": {"enabled": True, "maximum": 99, "minimum": 0},
            "price": price.id,
            "quantity": 1,
        }
    ]
    assert session.amount_total == 2500


def test_the_secret_of_a_session_goes_with_its_page(stripe: Stripe) -> None:
    session = stripe.post(
        "/v1/checkout/sessions",
        mode="payment",
        line_items=[goods()],
        ui_mode="embedded_page",
        return_url="https://shop.example/thanks",
    )
    assert session.client_secret.startswith(f"{session.id}_secret_")
    pay(stripe, session)
    assert again(stripe, session).client_secret is None
