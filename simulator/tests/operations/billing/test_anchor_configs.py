"""Anchors that are told as a day. Source: API reference, "Create a subscription"."""

from datetime import UTC, datetime
from typing import Any

import pytest

from simulator.operations.billing.anchor_configs import anchor_of
from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay


def at(moment: str) -> int:
    return int(datetime.fromisoformat(f"{moment}+00:00").timestamp())


@pytest.mark.parametrize(
    ("config", "moment"),
    [
        ({"day_of_month": 20}, at("2026-01-20T10:30:00")),
        ({"day_of_month": 10}, at("2026-02-10T10:30:00")),
        ({"day_of_month": 15}, at("2026-02-15T10:30:00")),
        ({"day_of_month": 15, "hour": 11, "minute": 0, "second": 5}, at("2026-01-15T11:00:05")),
        ({"day_of_month": 31, "month": 2}, at("2026-02-28T10:30:00")),
        ({"day_of_month": 1, "month": 1}, at("2027-01-01T10:30:00")),
    ],
)
def test_the_next_moment_is_taken_that_is_like_it(config: dict[str, Any], moment: int) -> None:
    given = {"billing_cycle_anchor_config": config}
    assert anchor_of(given, at("2026-01-15T10:30:00")) == moment


def subscribe(stripe: Stripe, **more: Any) -> Reply:
    customer = stripe.post("/v1/customers", payment_method="pm_card_visa").id
    method = stripe.get("/v1/payment_methods", customer=customer).data[0].id
    monthly = {"currency": "usd", "unit_amount": 3100, "recurring": {"interval": "month"}}
    price = stripe.post("/v1/prices", product_data={"name": "Plan"}, **monthly).id
    return stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price}],
        default_payment_method=method,
        expand=["latest_invoice"],
        **more,
    )


def test_until_the_day_a_part_of_the_price_is_billed(stripe: Stripe) -> None:
    day = datetime.fromtimestamp(stripe.now + 10 * 86_400, UTC).day
    made = subscribe(stripe, billing_cycle_anchor_config={"day_of_month": day})
    assert made.billing_cycle_anchor == stripe.now + 10 * 86_400
    assert made.billing_cycle_anchor_config == {
        "day_of_month": day,
        "hour": None,
        "minute": None,
        "month": None,
        "second": None,
    }
    assert 900 < made.latest_invoice.total < 1200
    assert subscribe(stripe).billing_cycle_anchor_config is None


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"day_of_month": 32}, "[day_of_month]"),
        ({"day_of_month": 0}, "[day_of_month]"),
        ({"day_of_month": 1, "month": 13}, "[month]"),
        ({"day_of_month": 1, "hour": 24}, "[hour]"),
    ],
)
def test_a_day_is_one_that_there_is(stripe: Stripe, given: dict[str, int], param: str) -> None:
    config = {"billing_cycle_anchor_config": given}
    refused = subscribe(stripe, **config)
    assert refused.error.param == f"billing_cycle_anchor_config{param}"
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    page = open_session(stripe, monthly, mode="subscription", subscription_data=config)
    assert page.error.param == f"subscription_data[billing_cycle_anchor_config]{param}"


def test_there_is_one_anchor(stripe: Stripe) -> None:
    config = {"billing_cycle_anchor_config": {"day_of_month": 1}}
    refused = subscribe(stripe, billing_cycle_anchor=stripe.now + 86_400, **config)
    assert refused.refusal[2:] == ("parameters_exclusive", "billing_cycle_anchor")


def test_a_page_anchors_what_it_begins(stripe: Stripe) -> None:
    day = datetime.fromtimestamp(stripe.now + 10 * 86_400, UTC).day
    config = {"billing_cycle_anchor_config": {"day_of_month": day}, "proration_behavior": "none"}
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    session = open_session(stripe, monthly, mode="subscription", subscription_data=config)
    assert session.amount_total == 0
    pay(stripe, session)
    made = again(stripe, session, expand=["subscription"]).subscription
    assert made.billing_cycle_anchor == stripe.now + 10 * 86_400
