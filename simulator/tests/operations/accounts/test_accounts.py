import re
from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.connecting import on

JO = {
    "first_name": "Jo",
    "last_name": "Example",
    "phone": "+15555550100",
    "address": {"line1": "1 Main", "city": "Springfield", "state": "IL", "postal_code": "62701"},
    "dob": {"day": 1, "month": 2, "year": 1980},
}
BANK = {"object": "bank_account", "country": "US", "currency": "usd"}


ASKED = {"card_payments": {"requested": True}, "transfers": {"requested": True}}
AGREED = {
    "business_profile": {"url": "https://www.example.com"},
    "tos_acceptance": {"date": 1_700_000_000, "ip": "127.0.0.1"},
}
"""What is told of every account, whatever it is."""


def opened(stripe: Stripe, country: str = "US", **more: Any) -> Any:
    told = {"business_type": "individual", "capabilities": ASKED, **AGREED, **more}
    return stripe.post("/v1/accounts", type="custom", country=country, **told)


def test_an_account_of_which_nothing_is_known_may_do_nothing(stripe: Stripe) -> None:
    account = opened(stripe)
    assert account.capabilities == {"card_payments": "inactive", "transfers": "inactive"}
    assert not account.charges_enabled
    assert account.requirements.disabled_reason == "requirements.past_due"
    assert "external_account" in account.requirements.currently_due
    assert "individual.ssn_last_4" in account.requirements.currently_due


def test_an_american_account_is_looked_into_for_some_seconds(stripe: Stripe) -> None:
    account = opened(
        stripe,
        individual={**JO, "id_number": "000000000"},
        external_account={**BANK, "account_number": "000123456789", "routing_number": "110000000"},
    )
    assert account.capabilities.card_payments == "pending"
    assert account.individual.verification.status == "pending"
    assert account.external_accounts.total_count == 1
    stripe.advance(seconds=11)
    verified = stripe.get(f"/v1/accounts/{account.id}")
    assert verified.capabilities.card_payments == "active"
    assert (verified.charges_enabled, verified.payouts_enabled) == (True, True)
    assert stripe.types() == []
    begun = ["person.created", "account.external_account.created"]
    capabilities = ["capability.updated"] * 2
    types = on(stripe, account.id).types()
    assert types == [*begun, "person.updated", *capabilities, "account.updated"]


def test_elsewhere_what_is_asked_for_is_granted_at_once(stripe: Stripe) -> None:
    address = {**JO["address"], "state": "ON"}  # type: ignore[dict-item] # a hash, as written above
    account = opened(stripe, "CA", individual={**JO, "address": address, "id_number": "000000000"})
    assert account.charges_enabled
    assert not account.payouts_enabled
    assert account.default_currency == "cad"


def test_numbers_are_never_shown(stripe: Stripe) -> None:
    account = opened(stripe, individual={**JO, "id_number": "000000000"})
    assert b"000000000" not in account.raw
    assert account.individual.id_number_provided
    assert account.individual.ssn_last_4_provided


def test_persons_come_and_go(stripe: Stripe) -> None:
    account = opened(stripe)
    path = f"/v1/accounts/{account.id}/persons"
    person = stripe.post(path, first_name="Al", relationship={"owner": True})
    assert person.relationship.owner
    changed = stripe.post(f"{path}/{person.id}", last_name="Example", metadata={"k": "v"})
    assert (changed.first_name, changed.last_name) == ("Al", "Example")
    assert stripe.get(path).data[0].id == person.id
    assert stripe.delete(f"{path}/{person.id}").deleted
    assert stripe.get(f"{path}/{person.id}").refusal == (
        404,
        "invalid_request_error",
        "resource_missing",
        "person",
    )


def test_an_account_shows_what_no_document_names(stripe: Stripe) -> None:
    account = opened(stripe)
    assert account.settings.capital == {}
    assert account.settings.invoices.hosted_payment_method_save == "offer"
    assert account.business_profile.minority_owned_business_designation is None


def test_an_account_is_changed_and_deleted(stripe: Stripe) -> None:
    account = opened(stripe, metadata={"a": "1"})
    path = f"/v1/accounts/{account.id}"
    changed = stripe.post(
        path,
        metadata={"b": "2"},
        business_profile={"url": "https://www.example.com"},
        settings={"payouts": {"schedule": {"interval": "manual"}}},
    )
    assert changed.metadata == {"a": "1", "b": "2"}
    assert changed.settings.payouts.schedule.interval == "manual"
    assert stripe.delete(path).deleted
    assert stripe.get(path).refusal[:3] == (403, "invalid_request_error", "account_invalid")


def test_nobody_acts_for_an_account_that_was_deleted(stripe: Stripe) -> None:
    account = opened(stripe)
    headers = {"Stripe-Account": account.id}
    assert stripe.get("/v1/customers", headers=headers).http == 200
    stripe.delete(f"/v1/accounts/{account.id}")
    refused = stripe.get("/v1/customers", headers=headers)
    assert refused.refusal[:3] == (403, "invalid_request_error", "account_invalid")


def test_the_keys_own_account_may_do_everything(stripe: Stripe) -> None:
    own = stripe.get("/v1/account")
    assert own.id == stripe.account.id
    assert own.charges_enabled
    assert stripe.get(f"/v1/accounts/{own.id}").id == own.id


def test_no_account_is_opened_where_stripe_has_none(stripe: Stripe) -> None:
    refused = stripe.post("/v1/accounts", type="express", country="XX")
    assert refused.refusal == (400, "invalid_request_error", "country_unsupported", "country")
    assert stripe.post("/v1/accounts", type="custom", country="BT").country == "BT"


def test_an_id_is_a_digit_and_fifteen_characters(stripe: Stripe) -> None:
    for account in (stripe.get("/v1/account"), opened(stripe), opened(stripe)):
        assert re.fullmatch(r"acct_1\w{15}", account.id)


def test_a_link_leads_to_the_onboarding_of_an_account_that_there_is(stripe: Stripe) -> None:
    account = opened(stripe)
    back = {"refresh_url": "https://shop.test/again", "return_url": "https://shop.test/done"}
    asked = {"type": "account_onboarding", **back}
    link = stripe.post("/v1/account_links", account=account.id, **asked)
    assert link.url.startswith(f"https://connect.stripe.com/setup/c/{account.id}/")
    assert link.expires_at > link.created == stripe.now
    missing = stripe.post("/v1/account_links", account="acct_x", **asked)
    assert missing.refusal == (400, "invalid_request_error", None, "account")
    assert missing.error.message == (
        "You requested an account link for an account that is not connected to your platform or"
        " does not exist."
    )
    astray = stripe.post("/v1/account_links", account=account.id, **asked | {"return_url": "foo"})
    assert astray.refusal == (400, "invalid_request_error", "url_invalid", "return_url")


@pytest.mark.parametrize("kind", ["express", "standard"])
def test_whom_stripe_asks_itself_gets_no_link_to_change_what_it_knows(
    stripe: Stripe, kind: str
) -> None:
    back = {"refresh_url": "https://shop.test/again", "return_url": "https://shop.test/done"}
    id = stripe.post("/v1/accounts", type=kind).id
    refused = stripe.post("/v1/account_links", account=id, type="account_update", **back)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "You cannot create `account_update` type Account Links for this account. Valid types for"
        ' this account are ["account_onboarding"].'
    )
    id = opened(stripe).id
    assert stripe.post("/v1/account_links", account=id, type="account_update", **back).http == 200


def test_a_verified_account_stays_so_when_something_else_is_told(stripe: Stripe) -> None:
    account = opened(stripe, individual={**JO, "id_number": "000000000"})
    stripe.advance(seconds=11)
    changed = stripe.post(f"/v1/accounts/{account.id}", metadata={"k": "v"})
    assert changed.capabilities.card_payments == "active"


def test_a_person_who_is_named_later_is_looked_into_as_well(stripe: Stripe) -> None:
    path = f"/v1/accounts/{opened(stripe).id}"
    stripe.advance(minutes=1)
    waiting = stripe.post(path, individual={**JO, "id_number": "000000000"})
    assert waiting.capabilities.card_payments == "pending"
    stripe.advance(seconds=11)
    verified = stripe.get(path)
    assert verified.capabilities.card_payments == "active"
    assert verified.individual.verification.status == "verified"


def test_an_account_says_who_controls_it(stripe: Stripe) -> None:
    standard = stripe.post("/v1/accounts", type="standard").controller
    assert (standard.fees.payer, standard.losses.payments) == ("account", "stripe")
    assert (standard.stripe_dashboard.type, standard.type) == ("full", "application")
    express = stripe.post("/v1/accounts", type="express").controller
    assert (express.fees.payer, express.stripe_dashboard.type) == ("application_express", "express")
    assert (express.losses.payments, express.requirement_collection) == ("application", "stripe")
    asked = {"losses": {"payments": "application"}, "stripe_dashboard": {"type": "express"}}
    made = stripe.post("/v1/accounts", controller=asked).controller
    assert (made.losses.payments, made.stripe_dashboard.type) == ("application", "express")
    assert (made.fees.payer, made.requirement_collection) == ("account", "stripe")


@pytest.mark.parametrize(("country", "currency"), [("DE", "eur"), ("CH", "chf"), ("US", "usd")])
def test_an_account_settles_in_the_currency_of_its_country(
    stripe: Stripe, country: str, currency: str
) -> None:
    account = stripe.post("/v1/accounts", type="custom", country=country)
    assert account.default_currency == currency


def test_nobody_changes_an_account_of_its_own_by_the_api(stripe: Stripe) -> None:
    path = f"/v1/accounts/{stripe.get('/v1/account').id}"
    assert stripe.get(path).http == 200
    for refused in (stripe.post(path, metadata={"k": "v"}), stripe.delete(path)):
        assert refused.refusal == (403, "invalid_request_error", None, None)
        assert refused.error.message == (
            "You cannot use this method on your own account: you may only use it on connected"
            " accounts."
        )
    assert stripe.get("/v1/accounts").data == []


def test_a_company_is_shown_but_for_its_numbers(stripe: Stripe) -> None:
    told = {"name": "Example", "tax_id": "000000000", "export_license_id": "X1"}
    account = stripe.post("/v1/accounts", type="custom", country="DE", company=told)
    company = account.company
    assert (company.name, company.export_license_id) == ("Example", "X1")
    assert (company.tax_id_provided, company.vat_id_provided) == (True, False)
    assert "tax_id" not in company
    front = {"document": {"front": "file_identity_document_success"}}
    more = {"vat_id": "DE123456789", "registration_number": "1", "verification": front}
    after = stripe.post(f"/v1/accounts/{account.id}", company=more).company
    assert after.vat_id_provided
    assert "registration_number" not in after
    assert after.verification.document.front == "file_identity_document_success"
    assert after.name == "Example"


def test_what_is_told_of_a_business_and_its_group_is_kept(stripe: Stripe) -> None:
    revenue = {"amount": 1000, "currency": "usd"}
    account = stripe.post(
        "/v1/accounts",
        type="custom",
        business_profile={"monthly_estimated_revenue": revenue},
        groups={"payments_pricing": "acctgrp_1"},
    )
    assert account.business_profile.monthly_estimated_revenue == revenue
    assert account.groups == {"payments_pricing": "acctgrp_1"}


def test_a_default_currency_is_one_that_there_is(stripe: Stripe) -> None:
    refused = stripe.post("/v1/accounts", type="custom", default_currency="xyz")
    assert refused.refusal == (400, "invalid_request_error", None, "default_currency")


def test_persons_are_found_by_what_they_are_to_the_account(stripe: Stripe) -> None:
    path = f"/v1/accounts/{opened(stripe, business_type='company').id}/persons"
    owner = stripe.post(path, first_name="Jo", relationship={"owner": True})
    stripe.post(path, first_name="Al", relationship={"director": True})
    found = stripe.get(path, relationship={"owner": True}).data
    assert [person.id for person in found] == [owner.id]
    assert stripe.get(path, relationship={"executive": True}).data == []


def test_a_person_who_changes_with_the_account_is_told_of(stripe: Stripe) -> None:
    id = opened(stripe, individual={"first_name": "Jo"}).id
    there = on(stripe, id)
    created = there.told()[0]
    assert (created.type, created.data.object.first_name) == ("person.created", "Jo")
    stripe.post(f"/v1/accounts/{id}", individual={"first_name": "Al"})
    updated = there.told()[0]
    assert updated.type == "person.updated"
    assert updated.data.previous_attributes.first_name == "Jo"
