"""Promotion codes. Source: API reference, "Promotion Codes"."""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, open_session, pay

DAY = 86_400


def coupon(stripe: Stripe, **more: Any) -> str:
    return str(stripe.post("/v1/coupons", percent_off=50, **more).id)


def code_of(stripe: Stripe, coupon: str, **more: Any) -> Reply:
    named = {"type": "coupon", "coupon": coupon}
    return stripe.post("/v1/promotion_codes", promotion=named, **more)


def is_active(stripe: Stripe, code: Reply) -> bool:
    return bool(stripe.get(f"/v1/promotion_codes/{code.id}").active)


def test_a_code_that_is_spent_is_active_no_more(stripe: Stripe) -> None:
    code = code_of(stripe, coupon(stripe), max_redemptions=1)
    pay(stripe, open_session(stripe, discounts=[{"promotion_code": code.id}]))
    told = next(event for event in stripe.told() if event.type == "promotion_code.updated")
    assert told.data.previous_attributes == {"active": True, "times_redeemed": 0}
    assert not is_active(stripe, code)


def test_a_code_is_active_no_longer_than_its_coupon_is_valid(stripe: Stripe) -> None:
    spent, gone = coupon(stripe, max_redemptions=1), coupon(stripe)
    late = coupon(stripe, redeem_by=stripe.now + 2 * DAY)
    codes = [code_of(stripe, each) for each in (spent, gone, late)]
    over = code_of(stripe, late, expires_at=stripe.now + DAY)
    pay(stripe, open_session(stripe, discounts=[{"coupon": spent}]))
    stripe.delete(f"/v1/coupons/{gone}")
    assert [is_active(stripe, code) for code in (*codes, over)] == [False, False, True, True]
    stripe.advance(days=1)
    assert (is_active(stripe, codes[2]), is_active(stripe, over)) == (True, False)
    stripe.advance(days=1)
    assert not is_active(stripe, codes[2])
    assert stripe.get(f"/v1/coupons/{late}").valid is False
    assert stripe.get("/v1/promotion_codes", active=True).data == []
    assert code_of(stripe, late).active is False


def test_only_a_code_that_can_be_redeemed_is_made_active_again(stripe: Stripe) -> None:
    good = code_of(stripe, coupon(stripe), code="SPRING")
    spent = code_of(stripe, coupon(stripe), max_redemptions=1)
    pay(stripe, open_session(stripe, discounts=[{"promotion_code": spent.id}]))
    stripe.post(f"/v1/promotion_codes/{good.id}", active=False)
    assert stripe.post(f"/v1/promotion_codes/{good.id}", active=True).active is True
    assert stripe.post(f"/v1/promotion_codes/{spent.id}", active=True).error.param == "active"
    stripe.post(f"/v1/promotion_codes/{good.id}", active=False)
    code_of(stripe, coupon(stripe), code="spring")
    assert stripe.post(f"/v1/promotion_codes/{good.id}", active=True).error.param == "code"


def test_customers_may_have_codes_of_their_own_that_read_the_same(stripe: Stripe) -> None:
    half, tenth = coupon(stripe), str(stripe.post("/v1/coupons", percent_off=10).id)
    ann, bob = (stripe.post("/v1/customers").id for _ in range(2))
    assert code_of(stripe, half, code="THANKS", customer=ann).http == 200
    assert code_of(stripe, tenth, code="thanks", customer=bob).http == 200
    for whose in ({"customer": ann}, {}):
        assert code_of(stripe, half, code="Thanks", **whose).error.param == "code"
    session = open_session(stripe, customer=bob, allow_promotion_codes=True)
    pay(stripe, session, promotion_code="THANKS")
    assert again(stripe, session).amount_total == 2250


@pytest.mark.parametrize(
    ("of_coupon", "of_code"),
    [({"max_redemptions": 2}, {"max_redemptions": 3}), ({"redeem_by": DAY}, {"expires_at": DAY})],
)
def test_no_code_outlives_its_coupon(
    stripe: Stripe, of_coupon: dict[str, int], of_code: dict[str, int]
) -> None:
    by = stripe.now if "redeem_by" in of_coupon else 0
    made = coupon(stripe, **{name: value + by for name, value in of_coupon.items()})
    told = {name: value + by for name, value in of_code.items()}
    more = {name: value + (by > 0) for name, value in told.items()}
    refused = code_of(stripe, made, **more)
    assert refused.error.param in of_code
    assert refused.error.message.startswith("This value must be less than or equal to ")
    assert code_of(stripe, made, max_redemptions=0).error.param == "max_redemptions"


def test_the_minimum_in_other_currencies_is_added_to_and_shown_only_when_asked(
    stripe: Stripe,
) -> None:
    least = {"minimum_amount": 100, "minimum_amount_currency": "usd"}
    euros = {"currency_options": {"eur": {"minimum_amount": 90}}}
    code = code_of(stripe, coupon(stripe), restrictions=least | euros)
    assert "currency_options" not in code.restrictions
    path, shown = f"/v1/promotion_codes/{code.id}", ["restrictions.currency_options"]
    pounds = {"currency_options": {"gbp": {"minimum_amount": 80}}}
    after = stripe.post(path, restrictions=pounds, expand=shown).restrictions
    assert after == {"first_time_transaction": False} | least | {
        "currency_options": {"eur": {"minimum_amount": 90}, "gbp": {"minimum_amount": 80}}
    }
    twice = {"currency_options": {"usd": {"minimum_amount": 80}}}
    refused = stripe.post(path, restrictions=twice)
    assert refused.error.param == "restrictions[currency_options][usd]"


def test_a_code_for_new_customers_is_not_for_guests(stripe: Stripe) -> None:
    first = {"first_time_transaction": True}
    code = code_of(stripe, coupon(stripe), restrictions=first, code="FIRST")
    discounts = [{"promotion_code": code.id}]
    assert open_session(stripe, discounts=discounts).http == 400
    assert open_session(stripe, discounts=discounts, customer_creation="always").http == 200
    guest = open_session(stripe, allow_promotion_codes=True)
    assert (pay(stripe, guest, promotion_code="FIRST") or "").endswith("no customer is created.")


def test_who_has_paid_an_invoice_elsewhere_is_no_first_time_customer(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    first = {"first_time_transaction": True}
    code = code_of(stripe, coupon(stripe), restrictions=first)
    discounts = [{"promotion_code": code.id}]
    assert open_session(stripe, discounts=discounts, customer=customer).http == 200
    stripe.post("/v1/invoiceitems", customer=customer, amount=1000, currency="usd")
    sent = {"collection_method": "send_invoice", "days_until_due": 7}
    asked = {"customer": customer, "pending_invoice_items_behavior": "include"}
    invoice = stripe.post("/v1/invoices", **sent, **asked).id
    stripe.post(f"/v1/invoices/{invoice}/pay", paid_out_of_band=True)
    refused = open_session(stripe, discounts=discounts, customer=customer)
    assert refused.error.code == "promotion_code_customer_not_first_time"
