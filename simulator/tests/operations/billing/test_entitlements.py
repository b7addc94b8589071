"""Features and entitlements. Source: API reference, "Features", "Active Entitlements"."""

from typing import Any

from simulator.tests.calls import Reply, Stripe

CHANGED = "entitlements.active_entitlement_summary.updated"


def feature(stripe: Stripe, key: str) -> Reply:
    return stripe.post("/v1/entitlements/features", name=key.title()[:20], lookup_key=key)


def plan_with(stripe: Stripe, *features: Reply) -> str:
    """The id of the price of a product with these features."""
    product = stripe.post("/v1/products", name="Plan").id
    for each in features:
        path = f"/v1/products/{product}/features"
        assert stripe.post(path, entitlement_feature=each.id).http == 200
    monthly = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    return str(stripe.post("/v1/prices", product=product, **monthly).id)


def subscriber(stripe: Stripe, *prices: str, **more: Any) -> Reply:
    customer = stripe.post("/v1/customers", payment_method="pm_card_visa").id
    method = stripe.get("/v1/payment_methods", customer=customer).data[0].id
    items = [{"price": price} for price in prices]
    return stripe.post(
        "/v1/subscriptions", customer=customer, items=items, default_payment_method=method, **more
    )


def held(stripe: Stripe, customer: str) -> list[str]:
    listed = stripe.get("/v1/entitlements/active_entitlements", customer=customer)
    return sorted(each.lookup_key for each in listed.data)


def test_who_is_subscribed_has_the_features_of_what_is_sold(stripe: Stripe) -> None:
    api, seats = feature(stripe, "api"), feature(stripe, "seats")
    both, one = plan_with(stripe, api, seats), plan_with(stripe, api)
    stripe.told()
    made = subscriber(stripe, both)
    (event,) = (each for each in stripe.told() if each.type == CHANGED)
    summary = event.data.object
    assert (summary.customer, summary.entitlements.has_more) == (made.customer, False)
    assert [each.feature for each in summary.entitlements.data] == [api.id, seats.id]
    assert event.data.previous_attributes == {"entitlements": {"data": []}}
    assert held(stripe, made.customer) == ["api", "seats"]
    [item] = made.body["items"]["data"]
    changed = [{"id": item["id"], "price": one}]
    assert stripe.post(f"/v1/subscriptions/{made.id}", items=changed).http == 200
    assert held(stripe, made.customer) == ["api"]
    kept = summary.entitlements.data[0].id
    path = f"/v1/entitlements/active_entitlements/{kept}"
    assert stripe.get(path, expand=["feature"]).feature.name == "Api"
    stripe.delete(f"/v1/subscriptions/{made.id}")
    assert held(stripe, made.customer) == []
    assert stripe.get(path).http == 404
    assert stripe.types().count(CHANGED) == 2


def test_who_has_not_paid_yet_is_entitled_to_nothing(stripe: Stripe) -> None:
    price = plan_with(stripe, feature(stripe, "api"))
    customer = stripe.post("/v1/customers").id
    made = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price}],
        payment_behavior="default_incomplete",
    )
    assert (made.status, held(stripe, customer)) == ("incomplete", [])
    trial = stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price}], trial_period_days=7
    )
    assert (trial.status, held(stripe, customer)) == ("trialing", ["api"])


def test_what_two_subscriptions_give_is_given_once(stripe: Stripe) -> None:
    api = feature(stripe, "api")
    prices = [plan_with(stripe, api) for _ in range(2)]
    made = subscriber(stripe, *prices)
    assert held(stripe, made.customer) == ["api"]


def test_a_feature_has_a_key_of_its_own_and_is_put_away_for_good(stripe: Stripe) -> None:
    api, seats = feature(stripe, "api"), feature(stripe, "seats")
    twice = feature(stripe, "api")
    assert twice.refusal[2:] == ("resource_already_exists", "lookup_key")
    assert feature(stripe, "x" * 81).error.param == "lookup_key"
    path = f"/v1/entitlements/features/{api.id}"
    after = stripe.post(path, active=False, metadata={"k": "v"})
    assert (after.active, after.metadata) == (False, {"k": "v"})
    assert stripe.post(path, active=True).error.param == "active"
    for archived, shown in ((None, seats), (False, seats), (True, api)):
        asked = {} if archived is None else {"archived": archived}
        listed = stripe.get("/v1/entitlements/features", **asked).data
        assert [each.id for each in listed] == [shown.id]
    assert stripe.get("/v1/entitlements/features", lookup_key="seats").data[0].id == seats.id


def test_a_feature_is_attached_once_and_while_it_is_active(stripe: Stripe) -> None:
    api = feature(stripe, "api")
    product = stripe.post("/v1/products", name="Plan").id
    path = f"/v1/products/{product}/features"
    attached = stripe.post(path, entitlement_feature=api.id)
    assert attached.entitlement_feature.lookup_key == "api"
    assert stripe.post(path, entitlement_feature=api.id).http == 400
    stripe.post(f"/v1/entitlements/features/{api.id}", name="The API")
    assert stripe.get(path).data[0].entitlement_feature.name == "The API"
    assert stripe.delete(f"{path}/{attached.id}").deleted is True
    stripe.post(f"/v1/entitlements/features/{api.id}", active=False)
    assert stripe.post(path, entitlement_feature=api.id).error.param == "entitlement_feature"
    assert stripe.post(path, entitlement_feature="feat_no").error.code == "resource_missing"
    assert stripe.post("/v1/products/prod_no/features", entitlement_feature=api.id).http == 404
