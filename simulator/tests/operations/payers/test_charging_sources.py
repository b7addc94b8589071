"""Charges on Sources, cards and bank accounts of the old kind."""

from __future__ import annotations

from typing import Any

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.payers.test_sources import asked, customer

VISA = {"object": "card", "number": "4242424242424242", "exp_month": 12, "exp_year": 2030}


def charged(stripe: Stripe, **params: Any) -> Reply:
    return stripe.post("/v1/charges", amount=1000, currency="usd", **params)


def test_a_charge_on_a_customer_takes_the_default_source(stripe: Stripe) -> None:
    made = customer(stripe)
    charge = charged(stripe, customer=made.id)
    assert (charge.status, charge.paid, charge.payment_intent) == ("succeeded", True, None)
    assert (charge.payment_method, charge.customer) == (made.default_source, made.id)
    assert charge.source == stripe.get(f"/v1/customers/{made.id}/sources").data[0]


def test_a_charge_on_a_token_shows_the_card_of_nobody(stripe: Stripe) -> None:
    charge = charged(stripe, source="tok_visa")
    assert charge.source.object == "card"
    assert (charge.source.customer, charge.source.cvc_check) == (None, "pass")
    again = charged(stripe, source=charge.payment_method)
    assert again.refusal == (400, "invalid_request_error", "resource_missing", "source")


def test_a_charge_on_a_raw_test_number_works_too(stripe: Stripe) -> None:
    assert charged(stripe, source=VISA).source.last4 == "4242"


def test_a_customer_without_a_card_cannot_be_charged(stripe: Stripe) -> None:
    bare = stripe.post("/v1/customers").id
    refused = charged(stripe, customer=bare)
    assert refused.refusal == (402, "card_error", "missing", "card")
    assert "doesn't have any saved payment details" in refused.error.message
    old = stripe.at_version("2019-02-19").post(
        "/v1/charges", amount=1000, currency="usd", customer=bare
    )
    assert old.error.message == "Cannot charge a customer that has no active card"


def test_nobody_cannot_be_charged(stripe: Stripe) -> None:
    refused = charged(stripe)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", None)
    assert refused.error.message == "Must provide source or customer."


def test_a_declined_charge_leaves_a_failed_one(stripe: Stripe) -> None:
    refused = charged(stripe, source="tok_chargeDeclinedInsufficientFunds")
    assert (refused.http, refused.error.decline_code) == (402, "insufficient_funds")
    failed = stripe.get(f"/v1/charges/{refused.error.charge}")
    assert (failed.status, failed.captured) == ("failed", False)


def test_a_source_of_a_card_token_can_be_charged_again_and_again(stripe: Stripe) -> None:
    source = stripe.post("/v1/sources", type="card", token="tok_visa")
    assert (source.status, source.usage, source.flow) == ("chargeable", "reusable", "none")
    assert source.card.last4 == "4242"
    made = customer(stripe, source.id)
    assert charged(stripe, customer=made.id).source.id == source.id
    assert charged(stripe, customer=made.id).status == "succeeded"


def test_a_source_that_waits_for_its_payer_cannot_be_charged(stripe: Stripe) -> None:
    source = stripe.post(
        "/v1/sources",
        type="bancontact",
        amount=1000,
        currency="eur",
        redirect={"return_url": "https://shop.example/back"},
    )
    assert (source.status, source.redirect.status) == ("pending", "pending")
    refused = charged(stripe, source=source.id)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "The source you provided is not in a chargeable state."


RAW = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
BACK = {"return_url": "https://shop.example/back"}


def test_a_card_that_is_typed_in_becomes_a_source_that_can_be_charged(stripe: Stripe) -> None:
    source = stripe.post("/v1/sources", type="card", card=RAW)
    assert (source.body["status"], source.card.last4, source.card.brand) == (
        "chargeable", "4242", "Visa",
    )  # fmt: skip
    assert charged(stripe, source=source.id).body["status"] == "succeeded"


def test_a_reusable_source_of_nobody_is_charged_once(stripe: Stripe) -> None:
    source = stripe.post("/v1/sources", type="card", token="tok_visa").id
    assert charged(stripe, source=source).http == 200
    assert stripe.get(f"/v1/sources/{source}").body["status"] == "consumed"
    refused = charged(stripe, source=source)
    assert refused.http == 400
    assert refused.error.message == (
        "The reusable source you provided is consumed because it was previously charged without"
        " being attached to a customer or was detached from a customer. To charge a reusable source"
        " multiple time you must attach it to a customer first."
    )


def test_a_card_whose_owner_was_asked_is_charged(stripe: Stripe) -> None:
    asking = asked(stripe, "tok_threeDSecureRequired", yes=True)
    old = stripe.at_version("2019-12-03")
    paid = charged(old, source=asking)
    assert paid.body["status"] == "succeeded"
    secure = paid.payment_method_details.card.three_d_secure
    assert (secure.authenticated, secure.succeeded) == (True, True)
    assert stripe.get(f"/v1/sources/{asking}").body["status"] == "consumed"


def test_a_card_that_must_ask_its_owner_cannot_be_charged_the_old_way(stripe: Stripe) -> None:
    refused = charged(stripe, source=VISA | {"number": "4000002500003155"})
    assert (refused.http, refused.error.code) == (402, "authentication_required")


def test_a_bank_account_is_debited_under_its_old_name(stripe: Stripe) -> None:
    account = {
        "object": "bank_account", "country": "US", "currency": "usd",
        "account_number": "000123456789", "routing_number": "110000000",
        "account_holder_name": "Jo Example", "account_holder_type": "individual",
    }  # fmt: skip
    owner = stripe.post("/v1/customers").id
    kept = stripe.post(f"/v1/customers/{owner}/sources", source=account).id
    stripe.post(f"/v1/customers/{owner}/sources/{kept}/verify", amounts=[32, 45])
    details = charged(stripe, customer=owner).payment_method_details
    assert list(details) == ["ach_debit", "type"]
    assert details.ach_debit.last4 == "6789"
    assert details.ach_debit.country == "US"


def sepa_source(stripe: Stripe, iban: str) -> str:
    """A reusable Source of a bank account, as clients made them before PaymentMethods."""
    made = stripe.post(
        "/v1/sources", type="sepa_debit", currency="eur", sepa_debit={"iban": iban},
        owner={"name": "Jenny Rosen", "email": "jenny@example.com"},
    )  # fmt: skip
    assert made.usage == "reusable"
    source: str = made.id
    return source


def debited(stripe: Stripe, customer: str, source: str) -> Reply:
    return stripe.at_version("2020-08-27").post(
        "/v1/payment_intents", amount=1000, currency="eur", customer=customer, source=source,
        payment_method_types=["card", "sepa_debit"], confirm=True,
    )  # fmt: skip


def test_a_bank_account_that_is_a_source_has_its_mandate_and_pays_again(stripe: Stripe) -> None:
    source = sepa_source(stripe, "DE89 3704 0044 0532 0130 00")
    owner = customer(stripe, source).id
    first, second = (debited(stripe, owner, source) for _ in range(2))
    for intent in (first, second):
        assert (intent.http, intent.status, intent.source) == (200, "processing", source)
        [charge] = intent.charges.data
        assert (charge.status, charge.source.id) == ("pending", source)
    stripe.advance(days=6)
    assert stripe.get(f"/v1/payment_intents/{second.id}").status == "succeeded"


def test_a_bank_account_that_is_a_source_may_refuse_later(stripe: Stripe) -> None:
    source = sepa_source(stripe, "DE62370400440532013001")
    intent = debited(stripe, customer(stripe, source).id, source)
    assert intent.status == "processing"
    stripe.advance(days=6)
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "requires_payment_method"
