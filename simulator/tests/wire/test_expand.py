"""Expansion: what can be expanded, how deep, in lists, and what refuses the rest."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe

INTENTS = "/v1/payment_intents"


def test_an_id_becomes_its_object(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    intent = stripe.paid(customer=customer.id, expand=["customer", "latest_charge"])
    assert intent.customer == customer.body
    assert intent.latest_charge.object == "charge"
    assert intent.latest_charge.payment_intent == intent.id


def test_levels_are_joined_by_dots(stripe: Stripe) -> None:
    intent = stripe.paid(capture_method="automatic")
    expanded = stripe.get(
        f"{INTENTS}/{intent.id}", expand=["latest_charge.balance_transaction", "payment_method"]
    )
    assert expanded.latest_charge.balance_transaction.net == 2397
    assert expanded.payment_method.card.last4 == "4242"


def test_members_of_a_list_are_expanded(stripe: Stripe) -> None:
    stripe.paid()
    stripe.intent()
    listed = stripe.get(INTENTS, expand=["data.latest_charge"])
    assert listed.data[0].latest_charge is None
    assert listed.data[1].latest_charge.object == "charge"


def test_a_null_stays_null(stripe: Stripe) -> None:
    assert stripe.intent(expand=["customer"]).customer is None


def test_a_deleted_customer_expands_to_its_stub(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    intent = stripe.intent(customer=customer)
    stripe.delete(f"/v1/customers/{customer}")
    expanded = stripe.get(f"{INTENTS}/{intent.id}", expand=["customer"])
    assert expanded.customer == {"id": customer, "object": "customer", "deleted": True}


def test_what_cannot_be_expanded_is_named(stripe: Stripe) -> None:
    intent = stripe.intent()
    refused = stripe.get(f"{INTENTS}/{intent.id}", expand=["foo"])
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "This property cannot be expanded (foo)."


def test_lists_say_what_may_have_been_meant(stripe: Stripe) -> None:
    refused = stripe.get(INTENTS, expand=["customer"])
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "This property cannot be expanded (customer). You may want to try expanding"
        " 'data.customer' instead."
    )


def test_four_levels_are_the_most(stripe: Stripe) -> None:
    refused = stripe.get(f"{INTENTS}/{stripe.intent().id}", expand=["a.b.c.d.e"])
    assert refused.refusal[2] == "property_expansion_max_depth"
    assert refused.error.message == (
        "You cannot expand more than 4 levels of a property. Property: a.b.c.d.e"
    )


def test_deeper_strangers_are_passed_over(stripe: Stripe) -> None:
    intent = stripe.paid()
    expanded = stripe.get(f"{INTENTS}/{intent.id}", expand=["latest_charge.wat"])
    assert expanded.latest_charge.object == "charge"


def test_a_refusal_to_expand_leaves_nothing_behind(stripe: Stripe) -> None:
    assert stripe.intent(expand=["foo"]).http == 400
    assert stripe.get(INTENTS).data == []
    assert stripe.told() == []


def test_keys_stay_in_order(stripe: Stripe) -> None:
    intent = stripe.paid(expand=["latest_charge"])
    charge = stripe.get(f"/v1/charges/{intent.latest_charge.id}", expand=["refunds"])
    for keys in (list(intent.latest_charge), list(charge.body)):
        assert keys[:2] == ["id", "object"]
        assert keys[2:] == sorted(keys[2:])


def test_events_are_never_expanded(stripe: Stripe) -> None:
    stripe.paid(expand=["latest_charge", "payment_method"])
    assert all(
        isinstance(event.data.object.get("latest_charge", ""), str | None)
        for event in stripe.told()
    )


def test_a_bad_path_is_told_before_a_missing_object(stripe: Stripe) -> None:
    for refused in (
        stripe.get("/v1/customers/cus_nope", expand=["foo"]),
        stripe.at_version("2020-08-27").get("/v1/customers/cus_nope", expand=["foo"]),
        stripe.post(f"{INTENTS}/pi_nope/capture", expand=["foo"]),
        stripe.intent(customer="cus_nope", expand=["foo"]),
        stripe.get("/v1/subscriptions/sub_nope", expand=["foo"]),
    ):
        assert refused.refusal == (400, "invalid_request_error", None, None)
        assert refused.error.message == "This property cannot be expanded (foo)."


def test_an_empty_list_knows_what_its_members_would_have(stripe: Stripe) -> None:
    refused = stripe.get(INTENTS, expand=["data.amount"])
    assert refused.error.message == "This property cannot be expanded (data.amount)."
    assert stripe.get(INTENTS, expand=["data.customer"]).data == []


def test_what_only_older_versions_had_is_left_to_them(stripe: Stripe) -> None:
    old = stripe.at_version("2020-08-27")
    assert old.get(f"{INTENTS}/pi_nope", expand=["charges"]).http == 404
    assert stripe.get(f"{INTENTS}/pi_nope", expand=["charges"]).http == 400


def test_a_stranger_in_a_hash_is_named_with_its_way(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    path = "invoice_settings.bogus"
    refused = stripe.get(f"/v1/customers/{customer}", expand=[path])
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == f"This property cannot be expanded ({path})."
    path = "invoice_settings.default_payment_method"
    assert stripe.get(f"/v1/customers/{customer}", expand=[path]).http == 200


def test_only_a_search_counts_what_there_is(stripe: Stripe) -> None:
    refused = stripe.get("/v1/customers", expand=["total_count"])
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "This property cannot be included (total_count)"
    found = stripe.get("/v1/customers/search", query="email:'a@b.c'", expand=["total_count"])
    assert found.total_count == 0


def test_the_data_of_a_list_is_a_level(stripe: Stripe) -> None:
    path = "data.items.data.price.product"
    refused = stripe.get("/v1/subscriptions", expand=[path])
    assert refused.error.code == "property_expansion_max_depth"
    assert refused.error.message == (
        f"You cannot expand more than 4 levels of a property. Property: {path}"
    )
    assert stripe.get("/v1/subscriptions", expand=["data.items.data.price"]).http == 200


@pytest.mark.parametrize("path", ["metadata", "shipping", "automatic_payment_methods"])
def test_a_hash_in_which_nothing_is_named_cannot_be_expanded(stripe: Stripe, path: str) -> None:
    intent = stripe.post("/v1/payment_intents", amount=2000, currency="usd").id
    refused = stripe.get(f"/v1/payment_intents/{intent}", expand=[path])
    assert refused.error.message == f"This property cannot be expanded ({path})."


@pytest.mark.parametrize("version", ["2019-12-03", "2026-08-26.dahlia"])
def test_what_an_event_tells_of_cannot_be_expanded(stripe: Stripe, version: str) -> None:
    stripe.post("/v1/customers")
    client = stripe.at_version(version)
    [event] = client.get("/v1/events").data
    for path, where in (
        ("data.object", f"/v1/events/{event.id}"),
        ("data.object.customer", f"/v1/events/{event.id}"),
        ("data.data.object", "/v1/events"),
    ):
        refused = client.get(where, expand=[path])
        assert refused.error.message == f"This property cannot be expanded ({path})."


def test_the_first_intent_of_an_account_is_expanded_through_the_invoice(stripe: Stripe) -> None:
    old = stripe.at_version("2023-10-16")
    product = old.post("/v1/products", name="Standard plan").id
    recurring = {"interval": "month"}
    price = old.post(
        "/v1/prices", product=product, currency="usd", unit_amount=2500, recurring=recurring
    )
    customer = old.post("/v1/customers", source="tok_visa").id
    made = old.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price.id}],
        expand=["latest_invoice.payment_intent"],
    )
    assert made.latest_invoice.payment_intent.status == "succeeded"


def test_a_discount_that_is_not_there_stays_null(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    assert stripe.get(f"/v1/customers/{customer}", expand=["discount"]).body["discount"] is None
    product = stripe.post("/v1/products", name="Lamp").id
    assert stripe.get(f"/v1/products/{product}", expand=["tax_code"]).body["tax_code"] is None


def test_the_rule_that_decided_over_a_charge_is_an_id_until_it_is_expanded(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid("pm_card_riskLevelElevated"))
    assert charge.outcome.rule == "manual_review_if_elevated_risk"
    expanded = stripe.get(f"/v1/charges/{charge.id}", expand=["outcome.rule"]).outcome.rule
    assert (expanded.id, expanded.action) == (charge.outcome.rule, "manual_review")
    assert expanded.predicate == ":risk_level: = 'elevated'"


def test_where_no_rule_decided_none_is_shown(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid())
    expanded = stripe.get(f"/v1/charges/{charge.id}", expand=["outcome.rule"])
    assert "rule" not in expanded.body["outcome"]
