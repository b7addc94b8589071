"""A PaymentIntent that a source pays: how it, its errors and its charges tell of it."""

from __future__ import annotations

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe

INTENTS = "/v1/payment_intents"


@pytest.fixture
def old(stripe: Stripe) -> Stripe:
    """A client of the last API version in which an intent takes a `source`."""
    return stripe.at_version(CARDS_NAMED)


def confirm(old: Stripe, intent: Reply, **params: object) -> Reply:
    return old.post(f"{INTENTS}/{intent.id}/confirm", **params)


def test_a_named_source_is_shown_in_the_place_of_the_payment_method(old: Stripe) -> None:
    intent = old.intent(source="tok_visa")
    assert (intent.status, intent.payment_method) == ("requires_confirmation", None)
    assert intent.source.startswith("card_")
    paid = confirm(old, intent)
    assert (paid.status, paid.source, paid.payment_method) == ("succeeded", intent.source, None)
    expanded = old.get(f"{INTENTS}/{intent.id}", expand=["source"]).source
    assert (expanded.object, expanded.brand) == ("card", "Visa")


def test_its_charge_shows_both_the_source_whole(old: Stripe) -> None:
    paid = old.intent(source="tok_visa", confirm=True)
    charge = old.charge_of(paid)
    assert (charge.payment_method, charge.source.id) == (paid.source, paid.source)
    checks = charge.payment_method_details.card.checks
    assert (charge.source.object, charge.source.cvc_check) == ("card", checks.cvc_check)


def test_a_payment_method_leaves_no_source_on_the_charge(old: Stripe) -> None:
    paid = old.paid()
    assert (paid.source, old.charge_of(paid).source) == (None, None)


def test_a_card_that_is_named_as_a_payment_method_is_shown_as_one(old: Stripe) -> None:
    customer = old.post("/v1/customers", source="tok_visa")
    paid = old.paid(customer.default_source, customer=customer.id)
    assert (paid.payment_method, paid.source) == (customer.default_source, None)


def test_a_default_source_pays_as_a_source(old: Stripe) -> None:
    customer = old.post("/v1/customers", source="tok_visa")
    paid = old.intent(customer=customer.id, confirm=True)
    assert (paid.status, paid.source) == ("succeeded", customer.default_source)
    assert paid.payment_method is None
    assert old.charge_of(paid).source.customer == customer.id


def test_a_decline_tells_of_the_source_and_the_intent_forgets_it(old: Stripe) -> None:
    intent = old.intent(source="tok_chargeDeclined")
    refused = confirm(old, intent)
    assert refused.refusal == (402, "card_error", "card_declined", None)
    assert refused.error.source.id == intent.source
    assert "payment_method" not in refused.error
    after = refused.error.payment_intent
    assert (after.status, after.source, after.payment_method) == (
        "requires_payment_method",
        None,
        None,
    )
    last = old.get(f"{INTENTS}/{intent.id}").last_payment_error
    assert (last.source.id, last.source.object) == (intent.source, "card")
    assert not {"payment_method", "payment_method_type"} & last.keys()
    charge = old.get(f"/v1/charges/{last.charge}")
    assert (charge.status, charge.source.id) == ("failed", intent.source)


def test_either_takes_the_place_of_the_other(old: Stripe) -> None:
    intent = old.intent(source="tok_visa")
    by_method = old.post(f"{INTENTS}/{intent.id}", payment_method="pm_card_visa")
    assert by_method.source is None
    by_source = old.post(f"{INTENTS}/{intent.id}", source="tok_mastercard")
    assert (by_source.payment_method, by_source.status) == (None, "requires_confirmation")
    assert by_source.source.startswith("card_")


def test_a_challenge_is_passed_by_what_was_named(old: Stripe) -> None:
    intent = old.intent(source="tok_threeDSecure2Required", confirm=True)
    assert intent.status == "requires_action"
    assert intent.source.startswith("card_")
    old.challenge(intent, passed=True)
    paid = old.get(f"{INTENTS}/{intent.id}")
    assert (paid.status, paid.source) == ("succeeded", intent.source)


def test_a_source_that_pays_once_has_done_so(old: Stripe) -> None:
    source = old.post("/v1/sources", type="card", token="tok_visa")
    paid = old.intent(source=source.id, confirm=True)
    assert (paid.status, paid.source) == ("succeeded", source.id)
    assert old.get(f"/v1/sources/{source.id}").status == "consumed"


def test_the_source_of_what_is_over_cannot_be_changed(old: Stripe) -> None:
    intent = old.intent()
    old.post(f"{INTENTS}/{intent.id}/cancel")
    for refused in (
        old.post(f"{INTENTS}/{intent.id}", source="tok_visa"),
        confirm(old, intent, source="tok_visa"),
    ):
        assert refused.error.param == "source"
        assert refused.error.message.startswith("This PaymentIntent's source could not be updated")
