"""Plans, the older reading of recurring Prices. Source: API reference, "Plans"."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


@pytest.fixture
def product(stripe: Stripe) -> str:
    return str(stripe.post("/v1/products", name="Magazine").id)


def planned(stripe: Stripe, product: Any, **more: Any) -> Any:
    given = {"product": product, "currency": "usd", "amount": 500, "interval": "month", **more}
    return stripe.post("/v1/plans", **given)


def test_a_new_plan_shows_every_field(stripe: Stripe, product: str) -> None:
    plan = planned(stripe, product)
    assert plan.id.startswith("plan_")
    assert plan.body | {"id": "plan_x"} == {
        "id": "plan_x",
        "object": "plan",
        "active": True,
        "amount": 500,
        "amount_decimal": "500",
        "billing_scheme": "per_unit",
        "created": stripe.now,
        "currency": "usd",
        "interval": "month",
        "interval_count": 1,
        "livemode": False,
        "metadata": {},
        "meter": None,
        "nickname": None,
        "product": product,
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def test_a_plan_is_a_price_and_a_recurring_price_is_a_plan(stripe: Stripe, product: str) -> None:
    plan = planned(stripe, product, trial_period_days=7)
    price = stripe.get(f"/v1/prices/{plan.id}")
    assert (price.unit_amount, price.recurring["trial_period_days"]) == (500, 7)
    other = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=900,
        recurring={"interval": "year"},
    )  # fmt: skip
    assert stripe.get(f"/v1/plans/{other.id}").interval == "year"
    assert {one["id"] for one in stripe.get("/v1/plans").data} == {plan.id, other.id}


def test_what_is_paid_once_is_no_plan(stripe: Stripe, product: str) -> None:
    once = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=900)
    refused = stripe.get(f"/v1/plans/{once.id}")
    assert (refused.http, refused.error["message"]) == (404, f"No such plan: '{once.id}'")


def test_a_plan_can_make_its_product(stripe: Stripe) -> None:
    plan = planned(stripe, {"name": "Gold"}, id="gold")
    assert plan.id == "gold"
    assert stripe.get(f"/v1/products/{plan.product}").name == "Gold"
    assert stripe.types() == ["product.created", "plan.created", "price.created"]


def test_a_taken_id_is_refused(stripe: Stripe, product: str) -> None:
    planned(stripe, product, id="gold")
    refused = planned(stripe, product, id="gold")
    assert (refused.http, refused.error["code"]) == (400, "resource_already_exists")
    assert refused.error["message"] == "Plan already exists."


@pytest.mark.parametrize("missing", ["amount", "product", "currency", "interval"])
def test_what_is_missing_is_named(stripe: Stripe, product: str, missing: str) -> None:
    given = {"product": product, "currency": "usd", "amount": 500, "interval": "month"}
    del given[missing]
    refused = stripe.post("/v1/plans", **given)
    assert (refused.http, refused.error["param"]) == (400, missing)


def test_a_plan_is_subscribed_to_by_either_name(stripe: Stripe, product: str) -> None:
    plan = planned(stripe, product)
    customer = stripe.post("/v1/customers", source="tok_visa")
    as_it_was = stripe.at_version("2020-08-27")
    by_plan = as_it_was.post("/v1/subscriptions", customer=customer.id, items=[{"plan": plan.id}])
    assert (by_plan.http, by_plan.plan["id"]) == (200, plan.id)
    before_items = as_it_was.post("/v1/subscriptions", customer=customer.id, plan=plan.id)
    assert before_items.body["items"]["data"][0]["price"]["id"] == plan.id
    invoice = as_it_was.get(f"/v1/invoices/{by_plan.latest_invoice}")
    assert invoice.lines["data"][0]["plan"]["id"] == plan.id


@pytest.mark.parametrize(
    ("given", "param"),
    [({"plan": "gone"}, "plan"), ({"items": [{"plan": "gone"}]}, "items[0][plan]")],
)
def test_a_plan_that_there_is_not_is_named(
    stripe: Stripe, given: dict[str, Any], param: str
) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa")
    refused = stripe.at_version("2020-08-27").post(
        "/v1/subscriptions", customer=customer.id, **given
    )
    assert (refused.http, refused.error["param"]) == (400, param)
    assert refused.error["message"] == "No such plan: 'gone'"


def test_its_name_can_be_changed_and_not_its_amount(stripe: Stripe, product: str) -> None:
    plan = planned(stripe, product)
    changed = stripe.post(f"/v1/plans/{plan.id}", nickname="Monthly", trial_period_days=3)
    assert (changed.nickname, changed.trial_period_days) == ("Monthly", 3)
    assert stripe.types()[-2:] == ["plan.updated", "price.updated"]
    refused = stripe.post(f"/v1/plans/{plan.id}", amount=700)
    assert refused.error["message"] == "Received unknown parameter: amount"


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({"amount": -1}, "amount"),
        ({"amount_decimal": "-0.5"}, "amount_decimal"),
        ({"amount": 500, "interval_count": 37}, "interval_count"),
        ({"amount": 500, "amount_decimal": "500"}, "amount"),
    ],
)
def test_a_refusal_names_what_the_plan_was_sent(
    stripe: Stripe, product: str, sent: dict[str, Any], param: str
) -> None:
    given = {"product": product, "currency": "usd", "interval": "month"} | sent
    refused = stripe.post("/v1/plans", **given)
    assert (refused.http, refused.error.param) == (400, param)
    assert "unit_amount" not in refused.error.message


def test_a_deleted_plan_is_gone_and_who_subscribed_stays(stripe: Stripe, product: str) -> None:
    plan = planned(stripe, product)
    customer = stripe.post("/v1/customers", source="tok_visa")
    subscribed = stripe.post("/v1/subscriptions", customer=customer.id, items=[{"plan": plan.id}])
    assert stripe.delete(f"/v1/plans/{plan.id}").body == {
        "id": plan.id, "object": "plan", "deleted": True,
    }  # fmt: skip
    assert stripe.get(f"/v1/plans/{plan.id}").http == 404
    assert stripe.get(f"/v1/subscriptions/{subscribed.id}").body["status"] == "active"


def test_tiers_are_shown_where_they_are_asked_for(stripe: Stripe, product: str) -> None:
    tiers = [{"up_to": 10, "unit_amount": 100}, {"up_to": "inf", "unit_amount": 80}]
    plan = stripe.post(
        "/v1/plans", product=product, currency="usd", interval="month", billing_scheme="tiered",
        tiers_mode="graduated", tiers=tiers,
    )  # fmt: skip
    assert "tiers" not in plan.body
    shown = stripe.get(f"/v1/plans/{plan.id}", expand=["tiers"]).tiers
    assert [tier["up_to"] for tier in shown] == [10, None]


def test_who_is_subscribed_to_a_plan_that_is_deleted_stays_so(stripe: Stripe) -> None:
    plan = stripe.post(
        "/v1/plans", currency="usd", amount=500, interval="week", product={"name": "Mug"}
    )
    customer = stripe.post("/v1/customers", source="tok_visa").id
    subscription = stripe.post("/v1/subscriptions", customer=customer, items=[{"plan": plan.id}])
    assert stripe.delete(f"/v1/plans/{plan.id}").deleted
    assert stripe.get(f"/v1/plans/{plan.id}").http == 404
    stripe.advance(days=8)
    path = f"/v1/subscriptions/{subscription.id}"
    renewed = stripe.get(path, expand=["latest_invoice"])
    assert (renewed.latest_invoice.status, renewed.latest_invoice.total) == ("paid", 500)
    [item] = renewed.body["items"]["data"]
    more = stripe.post(path, items=[{"id": item.id, "quantity": 2}])
    assert more.quantity == 2
    again = stripe.post("/v1/subscriptions", customer=customer, items=[{"plan": plan.id}])
    assert again.http == 400
