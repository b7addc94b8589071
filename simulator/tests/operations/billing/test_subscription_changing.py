"""What an update of a Subscription changes of its terms.

Source: API reference, "Update a subscription".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscriptions import new_price, subscribe
from simulator.tests.operations.shopping import again, goods, open_session, pay


@pytest.fixture
def price(stripe: Stripe) -> str:
    return new_price(stripe)


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ("2024-06-20", "classic"),
        ("2025-03-31.basil", "classic"),
        ("2025-09-30.clover", "flexible"),
        ("2026-10-28.endive", "flexible"),
    ],
)
def test_since_clover_it_is_billed_flexibly_by_default(
    stripe: Stripe, price: str, version: str, mode: str
) -> None:
    assert subscribe(stripe.at_version(version), price).billing_mode["type"] == mode


@pytest.mark.parametrize(
    ("version", "mode"), [("2024-06-20", "classic"), ("2026-10-28.endive", "flexible")]
)
def test_what_a_page_begins_is_billed_as_in_the_version_that_opened_it(
    stripe: Stripe, version: str, mode: str
) -> None:
    line = goods(price_data={"recurring": {"interval": "month"}})
    session = open_session(stripe.at_version(version), line, mode="subscription")
    assert pay(stripe, session) is None
    assert again(stripe, session, expand=["subscription"]).subscription.billing_mode["type"] == mode


def test_how_it_is_billed_can_be_said_and_migrated(stripe: Stripe, price: str) -> None:
    classic = subscribe(stripe, price, billing_mode={"type": "classic"})
    assert classic.billing_mode == {"flexible": None, "type": "classic"}
    stripe.types()
    moved = stripe.post(
        f"/v1/subscriptions/{classic.id}/migrate", billing_mode={"type": "flexible"}
    )
    assert moved.billing_mode == {
        "flexible": {"proration_discounts": "included"},
        "type": "flexible",
        "updated_at": stripe.now,
    }
    assert stripe.types() == ["customer.subscription.updated"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (
            {"payment_settings": {"save_default_payment_method": "on_subscription"}},
            lambda s: s.payment_settings.save_default_payment_method == "on_subscription",
        ),
        (
            {"trial_settings": {"end_behavior": {"missing_payment_method": "cancel"}}},
            lambda s: s.trial_settings.end_behavior.missing_payment_method == "cancel",
        ),
        (
            {"cancellation_details": {"comment": "Bye", "feedback": "unused"}},
            lambda s: (
                (s.cancellation_details.comment, s.cancellation_details.feedback)
                == ("Bye", "unused")
            ),
        ),
        (
            {"automatic_tax": {"enabled": True}},
            lambda s: (
                s.automatic_tax
                == {"disabled_reason": None, "enabled": True, "liability": {"type": "self"}}
            ),
        ),
        (
            {"invoice_settings": {"account_tax_ids": ["txi_1"]}},
            lambda s: s.invoice_settings.account_tax_ids == ["txi_1"],
        ),
    ],
)
def test_settings_are_changed_and_told(
    stripe: Stripe, price: str, asked: dict[str, Any], shown: Any
) -> None:
    subscription = subscribe(stripe, price)
    stripe.types()
    changed = stripe.post(f"/v1/subscriptions/{subscription.id}", **asked)
    assert shown(changed)
    assert shown(stripe.get(f"/v1/subscriptions/{subscription.id}"))
    assert stripe.types() == ["customer.subscription.updated"]


def test_a_setting_that_is_not_sent_stays(stripe: Stripe, price: str) -> None:
    subscription = subscribe(
        stripe, price, payment_settings={"save_default_payment_method": "on_subscription"}
    )
    changed = stripe.post(
        f"/v1/subscriptions/{subscription.id}",
        payment_settings={"payment_method_types": ["card"]},
    )
    assert changed.payment_settings.payment_method_types == ["card"]
    assert changed.payment_settings.save_default_payment_method == "on_subscription"


def test_discounts_are_replaced_left_and_cleared(stripe: Stripe, price: str) -> None:
    coupons = [
        stripe.post("/v1/coupons", percent_off=10 * n, duration="forever").id for n in (1, 2)
    ]
    subscription = subscribe(stripe, price, discounts=[{"coupon": coupons[0]}])
    assert "customer.discount.created" in stripe.types()
    path = f"/v1/subscriptions/{subscription.id}"
    kept = stripe.post(path, discounts=[{"discount": subscription.discounts[0]}])
    assert kept.discounts == subscription.discounts
    assert stripe.types() == []
    other = stripe.post(path, discounts=[{"coupon": coupons[1]}])
    assert len(other.discounts) == 1
    assert other.discounts != subscription.discounts
    told = ["customer.discount.created", "customer.discount.deleted"]
    assert stripe.types() == [*told, "customer.subscription.updated"]
    assert stripe.post(path, discounts="").discounts == []
    assert stripe.types() == ["customer.discount.deleted", "customer.subscription.updated"]


def test_it_can_end_with_the_first_or_the_last_of_its_periods(stripe: Stripe, price: str) -> None:
    yearly = new_price(stripe, recurring={"interval": "year"})
    subscription = subscribe(stripe, price)
    path = f"/v1/subscriptions/{subscription.id}"
    both = stripe.post(path, items=[{"price": yearly}])
    month, year = (item.current_period_end for item in both.body["items"]["data"])
    assert stripe.post(path, cancel_at="max_period_end").cancel_at == year
    ends = stripe.post(path, cancel_at="min_period_end")
    assert (ends.cancel_at, ends.canceled_at) == (month, stripe.now)
    assert stripe.post(path, cancel_at="").cancel_at is None
    assert stripe.post(path, cancel_at_period_end=True).cancel_at == month
    stays = stripe.post(path, cancel_at_period_end=False)
    assert (stays.cancel_at, stays.canceled_at) == (None, None)
