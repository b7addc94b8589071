"""Whatever is kept can be restored, and is the same then: also what is rare, or was emptied."""

import json
from collections.abc import Callable

import pytest

from simulator.state.snapshot import restore, take
from simulator.tests.calls import Stripe
from simulator.world import World


def what_was_deleted_and_is_still_in_use(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="LESS", amount_off=100, currency="usd")
    plan = {"currency": "usd", "amount": 500, "interval": "month", "product": {"name": "Mug"}}
    stripe.post("/v1/plans", id="MUG", **plan)
    for path in ("/v1/coupons/LESS", "/v1/plans/MUG"):
        assert stripe.delete(path).deleted


def warned_of_a_charge(stripe: Stripe) -> None:
    stripe.post("/v1/charges", amount=2000, currency="usd", source="tok_createIssuerFraudRecord")
    stripe.advance(seconds=1)
    assert stripe.get("/v1/radar/early_fraud_warnings").data


def a_person_of_whom_nothing_is_told_any_more(stripe: Stripe) -> None:
    account = stripe.post("/v1/accounts", type="custom", country="US")
    path = f"/v1/accounts/{account.id}/persons"
    person = stripe.post(path, first_name="Jo", dob={"day": 1, "month": 2, "year": 1990})
    emptied = stripe.post(f"{path}/{person.id}", dob="", full_name_aliases="", phone="")
    assert emptied.dob == {"day": None, "month": None, "year": None}
    assert emptied.full_name_aliases == []


def a_quote(stripe: Stripe) -> None:
    price = stripe.post("/v1/prices", currency="usd", unit_amount=5, product_data={"name": "Mug"})
    for more in ({}, {"discounts": ""}):
        assert stripe.post("/v1/quotes", line_items=[{"price": price.id, **more}]).http == 200


def shares_of_a_whole_percentage(stripe: Stripe) -> None:
    line = {"currency": "usd", "unit_amount": 500, "recurring": {"interval": "month"}}
    price = stripe.post("/v1/prices", **line, product_data={"name": "Mug"}).id
    customer = stripe.post("/v1/customers", source="tok_visa").id
    account = stripe.post("/v1/accounts", type="custom", country="US").id
    shares = {"application_fee_percent": 10, "transfer_data": {"destination": account}}
    stripe.post("/v1/payment_links", line_items=[{"price": price, "quantity": 1}], **shares)
    stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}], **shares)


@pytest.mark.parametrize(
    "made",
    [
        a_person_of_whom_nothing_is_told_any_more,
        a_quote,
        shares_of_a_whole_percentage,
        warned_of_a_charge,
        what_was_deleted_and_is_still_in_use,
    ],
)
def test_it_can_be_restored(stripe: Stripe, made: Callable[[Stripe], None]) -> None:
    made(stripe)
    kept = take(stripe.account)
    again = World("another").account(stripe.secret_key)
    restore(again, kept)
    assert json.loads(take(again))["objects"] == json.loads(kept)["objects"]
    assert take(again) == kept
