"""Cards, bank accounts and Sources that a Customer keeps the old way, and the charges on them."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.operations.payers.source_objects import decided
from simulator.resources.source import Source
from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.connecting import connected, on
from simulator.work import Work


def customer(stripe: Stripe, source: str = "tok_visa", **params: Any) -> Reply:
    return stripe.post("/v1/customers", source=source, **params)


def charged(stripe: Stripe, **params: Any) -> Reply:
    return stripe.post("/v1/charges", amount=1000, currency="usd", **params)


# Keeping them.


def test_a_customers_source_becomes_its_default(stripe: Stripe) -> None:
    made = customer(stripe, expand=["sources", "default_source"])
    card = made.default_source
    assert (card.object, card.brand, card.last4) == ("card", "Visa", "4242")
    assert (card.customer, card.cvc_check) == (made.id, "pass")
    assert made.sources.data == [card]
    assert (made.sources.total_count, made.sources.url) == (1, f"/v1/customers/{made.id}/sources")
    assert stripe.types() == ["customer.created", "customer.source.created"]


def test_another_source_is_added_and_leaves_the_default_alone(stripe: Stripe) -> None:
    made = customer(stripe)
    path = f"/v1/customers/{made.id}/sources"
    second = stripe.post(path, source="tok_mastercard")
    assert stripe.get(f"/v1/customers/{made.id}").default_source == made.default_source
    assert [card.id for card in stripe.get(path).data] == [second.id, made.default_source]


def test_a_first_source_becomes_the_default(stripe: Stripe) -> None:
    made = stripe.post("/v1/customers")
    stripe.told()
    card = stripe.post(f"/v1/customers/{made.id}/sources", source="tok_visa")
    assert stripe.get(f"/v1/customers/{made.id}").default_source == card.id
    assert stripe.types() == ["customer.source.created", "customer.updated"]


def test_a_source_given_to_an_update_takes_the_place_of_the_default(stripe: Stripe) -> None:
    made = customer(stripe)
    after = stripe.post(f"/v1/customers/{made.id}", source="tok_mastercard", expand=["sources"])
    [card] = after.sources.data
    assert (card.id, card.brand) == (after.default_source, "MasterCard")


@pytest.mark.parametrize(
    ("token", "code", "param"),
    [
        ("tok_chargeDeclined", "card_declined", ""),
        ("tok_chargeDeclinedExpiredCard", "expired_card", "exp_month"),
    ],
)
def test_a_card_that_declines_is_not_kept(
    stripe: Stripe, token: str, code: str, param: str
) -> None:
    assert customer(stripe, token).refusal == (402, "card_error", code, param)
    assert stripe.get("/v1/customers").data == []


def test_a_card_is_read_changed_and_deleted(stripe: Stripe) -> None:
    made = customer(stripe)
    path = f"/v1/customers/{made.id}/sources/{made.default_source}"
    after = stripe.post(path, name="Jo", exp_year=2031, metadata={"a": "b"})
    assert (after.name, after.exp_year, after.metadata) == ("Jo", 2031, {"a": "b"})
    assert stripe.get(path).name == "Jo"
    gone = stripe.delete(path)
    assert gone.body == {"id": made.default_source, "object": "card", "deleted": True}
    refused = stripe.get(path)
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == f"No such source: '{made.default_source}'"
    assert stripe.get(f"/v1/customers/{made.id}").default_source is None


def test_when_the_default_goes_another_takes_its_place(stripe: Stripe) -> None:
    made = customer(stripe)
    second = stripe.post(f"/v1/customers/{made.id}/sources", source="tok_mastercard")
    stripe.delete(f"/v1/customers/{made.id}/sources/{made.default_source}")
    assert stripe.get(f"/v1/customers/{made.id}").default_source == second.id


def test_a_card_kept_the_old_way_is_a_payment_method_too(stripe: Stripe) -> None:
    made = customer(stripe)
    method = stripe.get(f"/v1/payment_methods/{made.default_source}")
    assert (method.type, method.customer, method.card.brand) == ("card", made.id, "visa")
    paid = stripe.paid(made.default_source, customer=made.id)
    assert paid.status == "succeeded"
    listed = stripe.get("/v1/payment_methods", customer=made.id, type="card").data
    assert [found.id for found in listed] == [made.default_source]


def test_the_cards_of_a_deleted_customer_pay_no_more(stripe: Stripe) -> None:
    made = customer(stripe)
    stripe.delete(f"/v1/customers/{made.id}")
    assert stripe.get(f"/v1/payment_methods/{made.default_source}").customer is None
    assert stripe.paid(made.default_source).http == 400


# Charging them.


def test_a_customer_pays_with_its_own_cards_alone(stripe: Stripe) -> None:
    made, other = customer(stripe), customer(stripe)
    for source in ("tok_visa", other.default_source):
        refused = charged(stripe, customer=made.id, source=source)
        assert refused.refusal == (404, "invalid_request_error", "resource_missing", "card")
        assert refused.error.message == (f"Customer {made.id} does not have card with ID {source}")


def test_a_customer_with_payment_methods_alone_is_told_so(stripe: Stripe) -> None:
    made = stripe.post("/v1/customers", payment_method="pm_card_visa").id
    refused = charged(stripe, customer=made)
    assert "but does have a Payment Method attached" in refused.error.message


# Sources.


def test_a_page_needs_an_address_to_come_back_to(stripe: Stripe) -> None:
    refused = stripe.post("/v1/sources", type="ideal", currency="eur")
    assert refused.error.param == "redirect[return_url]"


def test_a_source_that_is_not_there_is_refused_by_name(stripe: Stripe) -> None:
    refused = stripe.get("/v1/sources/src_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "source")
    assert refused.error.message == "No such source: 'src_x'"


# Bank accounts.


def test_a_customer_has_a_bank_account_once(stripe: Stripe) -> None:
    made = customer(stripe, "btok_us_verified")
    path = f"/v1/customers/{made.id}/sources"
    refused = stripe.post(path, source="btok_us_verified")
    assert refused.refusal == (400, "invalid_request_error", "bank_account_exists", None)
    assert refused.error.message == (
        "A bank account with that routing number and account number already exists for this"
        " customer."
    )
    assert stripe.delete(f"{path}/{made.default_source}").deleted
    assert stripe.post(path, source="btok_us_verified").http == 200
    assert customer(stripe, "btok_us_verified").id != made.id


def test_a_bank_account_is_verified_by_two_amounts(stripe: Stripe) -> None:
    account = {
        "country": "US",
        "currency": "usd",
        "account_number": "000123456789",
        "routing_number": "110000000",
    }
    token = stripe.post("/v1/tokens", bank_account=account).id
    made = customer(stripe, token)
    path = f"/v1/customers/{made.id}/sources/{made.default_source}"
    assert stripe.get(path).status == "new"
    refused = charged(stripe, customer=made.id)
    assert "must be verified" in refused.error.message
    assert stripe.post(f"{path}/verify", amounts=[1, 2]).http == 400
    assert stripe.post(f"{path}/verify", amounts=[32, 45]).status == "verified"
    again = stripe.post(f"{path}/verify", amounts=[32, 45])
    assert again.error.code == "bank_account_already_verified"
    charge = charged(stripe, customer=made.id)
    assert (charge.id[:3], charge.status) == ("py_", "pending")
    stripe.advance(seconds=10)
    assert stripe.get(f"/v1/charges/{charge.id}").status == "succeeded"


def test_a_card_that_is_detached_as_a_method_is_no_source_any_more(stripe: Stripe) -> None:
    owner = customer(stripe)
    stripe.post(f"/v1/payment_methods/{owner.default_source}/detach")
    kept = stripe.get(f"/v1/customers/{owner.id}", expand=["sources"])
    assert (kept.default_source, kept.sources.data) == (None, [])


# Sources of a type.

BACK = {"return_url": "https://shop.example/back"}


def test_a_card_can_be_made_to_ask_its_owner_first(stripe: Stripe) -> None:
    card = stripe.post("/v1/sources", type="card", token="tok_visa")
    asking = stripe.post(
        "/v1/sources", type="three_d_secure", amount=1000, currency="usd",
        three_d_secure={"card": card.id}, redirect=BACK,
    )  # fmt: skip
    assert (asking.body["status"], asking.flow, asking.three_d_secure.card) == (
        "pending", "redirect", card.id,
    )  # fmt: skip
    assert charged(stripe, source=asking.id).http == 400


def test_what_a_type_says_of_itself_is_shown(stripe: Stripe) -> None:
    source = stripe.post(
        "/v1/sources", type="sepa_debit", currency="eur", owner={"name": "Jenny"},
        sepa_debit={"iban": "DE89370400440532013000"},
    )  # fmt: skip
    assert (source.sepa_debit.last4, source.sepa_debit.country) == ("3000", "DE")


def test_a_source_has_one_customer(stripe: Stripe) -> None:
    source = stripe.post("/v1/sources", type="card", token="tok_visa").id
    owner = customer(stripe, source).id
    other = stripe.post("/v1/customers").id
    refused = stripe.post(f"/v1/customers/{other}/sources", source=source)
    assert refused.error.message == (
        "The source you provided has already been attached to a customer."
    )
    assert stripe.get(f"/v1/sources/{source}").customer == owner


def test_a_method_that_is_not_the_customers_is_no_linked_source(stripe: Stripe) -> None:
    owner = customer(stripe, "tok_visa").id
    method = stripe.post("/v1/payment_methods", type="card", card={"token": "tok_visa"}).id
    refused = charged(stripe, customer=owner, source=method)
    assert refused.refusal == (404, "invalid_request_error", "missing", "source")
    assert refused.error.message == (
        f"Customer {owner} does not have a linked source with ID {method}."
    )


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("tok_visa", "optional"),
        ("tok_threeDSecureRequired", "required"),
        ("tok_amex", "not_supported"),
    ],
)
def test_a_card_says_whether_its_owner_must_be_asked(stripe: Stripe, token: str, said: str) -> None:
    assert stripe.post("/v1/sources", type="card", token=token).card.three_d_secure == said


def test_an_owner_who_says_no_is_told_of(stripe: Stripe) -> None:
    source = stripe.get(f"/v1/sources/{asked(stripe, 'tok_visa', yes=False)}")
    assert source.body["status"] == "failed"
    assert (source.redirect.status, source.redirect.failure_reason) == ("failed", "declined")


def asked(stripe: Stripe, token: str, *, yes: bool) -> str:
    """A 3-D Secure Source whose owner has answered."""
    card = stripe.post("/v1/sources", type="card", token=token).id
    made = stripe.post(
        "/v1/sources", type="three_d_secure", amount=1000, currency="usd",
        three_d_secure={"card": card}, redirect=BACK,
    )  # fmt: skip
    work = Work(stripe.account)
    decided(work, work.load(Source, made.id), authorized=yes)
    work.commit()
    return str(made.id)


def test_an_intent_of_an_old_customer_is_paid_by_the_default_source(stripe: Stripe) -> None:
    owner = customer(stripe, "tok_visa")
    paid = stripe.at_version("2019-12-03").post(
        "/v1/payment_intents", amount=2000, currency="usd", customer=owner.id, confirm=True
    )
    assert paid.body["status"] == "succeeded"
    assert paid.charges.data[0].payment_method == owner.default_source


@pytest.mark.parametrize("kept_as", ["card", "source"])
def test_a_card_of_the_platform_becomes_a_source_of_a_connected_account(
    stripe: Stripe, kept_as: str
) -> None:
    token = "tok_mastercard"
    if kept_as == "source":
        token = stripe.post("/v1/sources", type="card", token=token).id
    owner = customer(stripe, token)
    account = connected(stripe)
    cloned = on(stripe, account).post(
        "/v1/sources", customer=owner.id, original_source=owner.default_source, usage="reusable"
    )
    assert (cloned.type, cloned.card.last4, cloned.usage) == ("card", "4444", "reusable")
    assert cloned.id != owner.default_source
    assert charged(on(stripe, account), source=cloned.id).body["status"] == "succeeded"
    missing = on(stripe, account).post("/v1/sources", customer=owner.id, original_source="src_x")
    assert missing.http >= 400


# What nobody uses in time.


def redirected(stripe: Stripe) -> Source:
    made = stripe.post(
        "/v1/sources",
        type="bancontact",
        amount=1000,
        currency="eur",
        redirect={"return_url": "https://shop.test/done"},
    )
    found: Source = stripe.account.store.get("source", made.id)
    return found


def test_a_source_whose_payer_does_not_come_is_canceled_after_an_hour(stripe: Stripe) -> None:
    id = redirected(stripe).id
    stripe.told()
    stripe.advance(minutes=59)
    assert stripe.get(f"/v1/sources/{id}").status == "pending"
    stripe.advance(minutes=1)
    assert stripe.get(f"/v1/sources/{id}").status == "canceled"
    assert stripe.types() == ["source.canceled"]


def test_a_source_for_one_charge_is_canceled_after_six_hours(stripe: Stripe) -> None:
    charged_in_time, too_late = redirected(stripe), redirected(stripe)
    for source in (charged_in_time, too_late):
        work = Work(stripe.account)
        decided(work, source, authorized=True)
        work.commit()
    stripe.advance(hours=5)
    charge = stripe.post("/v1/charges", amount=1000, currency="eur", source=charged_in_time.id)
    assert charge.status == "succeeded"
    stripe.told()
    stripe.advance(hours=1)
    assert stripe.types() == ["source.canceled"]
    assert stripe.get(f"/v1/sources/{too_late.id}").status == "canceled"
    assert stripe.get(f"/v1/sources/{charged_in_time.id}").status == "consumed"


def test_a_card_that_expires_at_the_end_of_the_month_is_told_of_as_it_begins(
    stripe: Stripe,
) -> None:
    made = customer(stripe)
    path = f"/v1/customers/{made.id}/sources/{made.default_source}"
    stripe.post(path, exp_month=11, exp_year=2026)
    stripe.told()
    stripe.advance(days=40)
    assert "customer.source.expiring" not in stripe.types()
    stripe.advance(days=2)
    [told] = stripe.told()
    assert (told.type, told.data.object.id) == ("customer.source.expiring", made.default_source)
    stripe.delete(path)


def test_a_card_that_is_gone_expires_in_silence(stripe: Stripe) -> None:
    made = customer(stripe)
    path = f"/v1/customers/{made.id}/sources/{made.default_source}"
    stripe.post(path, exp_month=11, exp_year=2026)
    stripe.delete(path)
    stripe.told()
    stripe.advance(days=60)
    assert stripe.types() == []


@pytest.mark.parametrize("missing", ["amount", "currency"])
def test_a_source_for_one_payment_says_how_much_it_is_for(stripe: Stripe, missing: str) -> None:
    given = {"amount": 500, "currency": "eur", "redirect": {"return_url": "https://shop.example"}}
    del given[missing]
    refused = stripe.post("/v1/sources", type="ideal", **given)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", missing)


def test_the_owner_of_a_source_has_an_address_of_all_lines(stripe: Stripe) -> None:
    owner = {"address": {"city": "Berlin"}}
    source = stripe.post("/v1/sources", type="card", token="tok_visa", owner=owner)
    lines = dict.fromkeys(("country", "line1", "line2", "postal_code", "state"))
    assert source.owner.address == {"city": "Berlin", **lines}
    path = f"/v1/customers/{customer(stripe).id}/sources"
    stripe.post(path, source=source.id)
    after = stripe.post(f"{path}/{source.id}", owner={"name": "Jenny"})
    assert (after.owner.name, after.owner.address.city) == ("Jenny", "Berlin")


def test_a_source_that_receives_says_where_and_how_much_has_come(stripe: Stripe) -> None:
    source = stripe.post("/v1/sources", type="ach_credit_transfer", currency="usd")
    assert (source.flow, source.status) == ("receiver", "pending")
    assert (source.receiver.amount_received, source.receiver.refund_attributes_method) == (
        0,
        "email",
    )
    assert "receiver" not in stripe.post("/v1/sources", type="card", token="tok_visa").body
