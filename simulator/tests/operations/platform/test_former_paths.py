"""Where clients of former years look for things, and still find them."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

OLD = "2019-12-03"


@pytest.fixture
def old(stripe: Stripe) -> Stripe:
    return stripe.at_version(OLD)


def plan(old: Stripe) -> str:
    made = old.post(
        "/v1/plans", amount=500, currency="usd", interval="month", product={"name": "Plan"}
    )
    return str(made.id)


def test_a_subscription_lives_below_its_customer(old: Stripe) -> None:
    customer = old.post("/v1/customers", source="tok_visa").id
    path = f"/v1/customers/{customer}/subscriptions"
    made = old.post(path, plan=plan(old))
    assert (made.customer, made.status) == (customer, "active")
    listed = old.get(path)
    assert (listed.url, [each.id for each in listed.data]) == (path, [made.id])
    assert old.post(f"{path}/{made.id}", metadata={"order": "7"}).metadata == {"order": "7"}
    assert old.get(f"{path}/{made.id}").metadata == {"order": "7"}
    assert old.delete(f"{path}/{made.id}").status == "canceled"
    assert old.get(path).data == []


def test_a_subscription_of_another_customer_is_not_found_below_this_one(old: Stripe) -> None:
    owner = old.post("/v1/customers", source="tok_visa").id
    made = old.post(f"/v1/customers/{owner}/subscriptions", plan=plan(old)).id
    other = old.post("/v1/customers").id
    path = f"/v1/customers/{other}/subscriptions/{made}"
    for refused in (old.get(path), old.post(path), old.delete(path)):
        assert refused.refusal == (404, "invalid_request_error", "resource_missing", "subscription")
    assert old.get(f"/v1/subscriptions/{made}").status == "active"


def test_the_discount_of_a_subscription_is_read_and_taken_away_below_its_customer(
    old: Stripe,
) -> None:
    customer = old.post("/v1/customers", source="tok_visa").id
    coupon = old.post("/v1/coupons", percent_off=10, duration="forever").id
    made = old.post(f"/v1/customers/{customer}/subscriptions", plan=plan(old), coupon=coupon)
    path = f"/v1/customers/{customer}/subscriptions/{made.id}/discount"
    assert old.get(path).coupon.id == coupon
    gone = old.delete(path)
    assert (gone.id, gone.deleted) == (made.discount.id, True)
    assert old.get(f"/v1/subscriptions/{made.id}").discount is None
    assert old.get(path).http == old.delete(path).http == 404


def test_what_the_path_says_is_not_sent_again(old: Stripe) -> None:
    customer = old.post("/v1/customers", source="tok_visa").id
    path = f"/v1/customers/{customer}/subscriptions"
    refused = old.post(path, plan=plan(old), customer=customer)
    assert refused.refusal == (400, "invalid_request_error", None, "customer")
    assert refused.error.message.startswith(
        "A parameter provided in the URL (customer) was repeated"
    )
    missing = old.post("/v1/subscriptions", plan=plan(old))
    assert missing.error.param == "customer"


def test_a_refund_is_changed_below_its_charge(old: Stripe) -> None:
    charge = old.post("/v1/charges", amount=1000, currency="usd", source="tok_visa").id
    refund = old.post(f"/v1/charges/{charge}/refunds", amount=100).id
    path = f"/v1/charges/{charge}/refunds/{refund}"
    assert old.post(path, metadata={"why": "late"}).metadata == {"why": "late"}
    assert old.get(f"/v1/refunds/{refund}").metadata == {"why": "late"}


def test_the_discount_of_a_customer_is_read_by_itself(old: Stripe) -> None:
    coupon = old.post("/v1/coupons", percent_off=25, duration="forever").id
    customer = old.post("/v1/customers", coupon=coupon).id
    path = f"/v1/customers/{customer}/discount"
    assert old.get(path).coupon.id == coupon
    assert old.delete(path).deleted is True
    assert old.get(path).refusal == (404, "invalid_request_error", "resource_missing", None)


def test_bank_accounts_have_paths_of_their_own(old: Stripe) -> None:
    customer = old.post("/v1/customers").id
    account: dict[str, Any] = {
        "country": "US",
        "currency": "usd",
        "account_number": "000123456789",
        "routing_number": "110000000",
        "account_holder_name": "Jo Example",
        "account_holder_type": "individual",
    }
    token = old.post("/v1/tokens", bank_account=account).id
    old.post(f"/v1/customers/{customer}/cards", card="tok_visa")
    path = f"/v1/customers/{customer}/bank_accounts"
    made = old.post(path, source=token)
    assert made.status == "new"
    assert [each.id for each in old.get(path).data] == [made.id]
    assert old.post(f"{path}/{made.id}/verify", amounts=[32, 45]).status == "verified"
    assert old.delete(f"{path}/{made.id}").deleted is True
