"""Moments that nobody can mean are refused where they are read: milliseconds, and what is over.

Source: Stripe's refusals, quoted.
"""

from typing import Any

import pytest

from simulator.tests.calls import NOW, Stripe

TOO_FAR = "Invalid timestamp: can be no more than five years in the future."
MILLISECONDS = (NOW + 86_400) * 1000


@pytest.fixture
def price(stripe: Stripe) -> str:
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    return str(stripe.post("/v1/prices", product=product, **sold).id)


def subscribe(stripe: Stripe, price: str, **more: Any) -> Any:
    customer = stripe.post("/v1/customers", source="tok_visa", email="jo@example.org").id
    return stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}], **more)


@pytest.mark.parametrize(
    "name", ["backdate_start_date", "billing_cycle_anchor", "cancel_at", "trial_end"]
)
@pytest.mark.parametrize("moment", [MILLISECONDS, 10**15, NOW + 6 * 365 * 86_400])
def test_a_subscription_takes_no_moment_more_than_five_years_away(
    stripe: Stripe, price: str, name: str, moment: int
) -> None:
    refused = subscribe(stripe, price, **{name: moment})
    assert refused.refusal == (400, "invalid_request_error", None, name)
    assert refused.error.message == TOO_FAR
    assert stripe.get("/v1/subscriptions").data == []


def test_what_is_inside_of_another_parameter_is_named_by_its_path(
    stripe: Stripe, price: str
) -> None:
    subscription = subscribe(stripe, price)
    path = f"/v1/subscriptions/{subscription.id}"
    paused = {"behavior": "void", "resumes_at": MILLISECONDS}
    refused = stripe.post(path, pause_collection=paused)
    assert refused.refusal[3] == "pause_collection[resumes_at]"
    refused = stripe.post(
        "/v1/invoices/create_preview",
        subscription=subscription.id, subscription_details={"trial_end": MILLISECONDS},
    )  # fmt: skip
    assert refused.refusal[3] == "subscription_details[trial_end]"


def test_days_are_counted_no_further(stripe: Stripe, price: str) -> None:
    sent = {"collection_method": "send_invoice"}
    assert subscribe(stripe, price, days_until_due=10**12, **sent).error.message == TOO_FAR
    assert subscribe(stripe, price, days_until_due=-1, **sent).http == 400
    assert subscribe(stripe, price, days_until_due=0, **sent).http == 200


def test_an_invoice_is_due_after_it_is_drawn_up(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    refused = stripe.post(
        "/v1/invoices", customer=customer, collection_method="send_invoice", due_date=NOW - 1
    )
    assert refused.error.message == (
        "Invalid timestamp: must be an integer Unix timestamp in the future."
    )


@pytest.mark.parametrize("moment", [-5, 10**15])
def test_a_clock_stands_at_a_moment_of_the_calendar(stripe: Stripe, moment: int) -> None:
    refused = stripe.post("/v1/test_helpers/test_clocks", frozen_time=moment)
    assert refused.refusal == (400, "invalid_request_error", None, "frozen_time")


def test_a_promotion_code_ends_later_and_within_five_years(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10).id
    promotion = {"type": "coupon", "coupon": coupon}
    far = stripe.post("/v1/promotion_codes", promotion=promotion, expires_at=MILLISECONDS)
    assert far.error.message == TOO_FAR
    over = stripe.post("/v1/promotion_codes", promotion=promotion, expires_at=NOW - 1)
    assert "which is in the past" in over.error.message


def test_prorations_are_of_the_current_period(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price)
    [item] = subscription.body["items"]["data"]
    more = [{"id": item.id, "quantity": 2}]
    path = f"/v1/subscriptions/{subscription.id}"
    refused = stripe.post(path, items=more, proration_date=item.current_period_end + 1)
    assert refused.refusal[3] == "proration_date"
    assert stripe.post(path, items=more, proration_date=NOW + 86_400).http == 200
