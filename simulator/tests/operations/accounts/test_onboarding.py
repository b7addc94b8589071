"""Accounts that nobody has onboarded, and what becomes of them once somebody has."""

from typing import Any

import pytest

from simulator.resources.account_link import AccountLink
from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.connecting import on, onboard
from simulator.work import Work

ASKED = {"card_payments": {"requested": True}, "transfers": {"requested": True}}
NOTHING_KNOWN = [
    "business_profile.mcc",
    "business_profile.url",
    "business_type",
    "external_account",
    "representative.first_name",
    "representative.last_name",
    "tos_acceptance.date",
    "tos_acceptance.ip",
]
COMPANY = {
    "name": "Example",
    "tax_id": "000000000",
    "phone": "0000000000",
    "address": {"line1": "1 Main", "city": "Springfield", "state": "IL", "postal_code": "62701"},
}
AGREED: dict[str, Any] = {
    "business_profile": {"url": "https://www.example.com"},
    "tos_acceptance": {"date": 1_700_000_000, "ip": "127.0.0.1"},
}
BY_STRIPE = ["express", "standard"]


def opened(stripe: Stripe, kind: str, **more: Any) -> Reply:
    return stripe.post("/v1/accounts", type=kind, capabilities=ASKED, **more)


@pytest.mark.parametrize("kind", ["custom", *BY_STRIPE])
def test_of_a_new_account_everything_is_asked_for(stripe: Stripe, kind: str) -> None:
    account = opened(stripe, kind)
    told = account.requirements
    assert told.currently_due == told.eventually_due == told.past_due == NOTHING_KNOWN
    assert told.disabled_reason == "requirements.past_due"
    assert set(account.capabilities.values()) == {"inactive"}
    may = (account.details_submitted, account.charges_enabled, account.payouts_enabled)
    assert may == (False, False, False)


@pytest.mark.parametrize("kind", BY_STRIPE)
def test_whom_stripe_has_onboarded_may_do_everything(stripe: Stripe, kind: str) -> None:
    id = opened(stripe, kind, business_profile={"mcc": "5999"}).id
    onboard(stripe, id)
    account = stripe.get(f"/v1/accounts/{id}")
    may = (account.details_submitted, account.charges_enabled, account.payouts_enabled)
    assert may == (True, True, True)
    assert account.requirements.currently_due == []
    assert account.business_profile.mcc == "5999"
    assert account.external_accounts.total_count == 1
    assert set(account.capabilities.values()) == {"active"}
    told = on(stripe, id).types()
    assert told[-3:] == ["capability.updated", "capability.updated", "account.updated"]
    assert stripe.post(f"/v1/accounts/{id}", metadata={"k": "v"}).charges_enabled


def test_a_standard_account_may_take_cards_though_nobody_asked(stripe: Stripe) -> None:
    id = stripe.post("/v1/accounts", type="standard").id
    onboard(stripe, id)
    account = stripe.get(f"/v1/accounts/{id}")
    assert account.charges_enabled
    assert account.capabilities == {"card_payments": "active", "transfers": "active"}


def test_who_leaves_it_for_later_has_told_nothing(stripe: Stripe) -> None:
    id = opened(stripe, "express").id
    onboard(stripe, id, submits=False)
    assert stripe.get(f"/v1/accounts/{id}").requirements.currently_due == NOTHING_KNOWN


def test_what_the_platform_knows_is_not_asked_for_again(stripe: Stripe) -> None:
    account = opened(
        stripe,
        "express",
        business_type="individual",
        individual={"first_name": "Jo"},
        external_account="btok_us_verified",
    )
    due = account.requirements.currently_due
    assert {"individual.last_name", "tos_acceptance.date"} <= set(due)
    assert not {"individual.first_name", "business_type", "external_account"} & set(due)


@pytest.mark.parametrize("kind", BY_STRIPE)
def test_nobody_accepts_the_terms_for_an_owner_whom_stripe_asks(stripe: Stripe, kind: str) -> None:
    terms = AGREED["tos_acceptance"]
    refused = opened(stripe, kind, tos_acceptance=terms)
    assert refused.refusal[:2] == (400, "invalid_request_error")
    assert refused.error.message.startswith("You cannot accept the Terms of Service on behalf of")
    account = opened(stripe, kind, tos_acceptance={"service_agreement": "full"})
    assert stripe.post(f"/v1/accounts/{account.id}", tos_acceptance=terms).http == 400


def test_an_owner_may_tell_what_a_custom_account_lacks(stripe: Stripe) -> None:
    id = opened(stripe, "custom").id
    onboard(stripe, id)
    account = stripe.get(f"/v1/accounts/{id}")
    assert account.capabilities.card_payments == "pending"
    assert account.requirements.currently_due == []
    stripe.advance(seconds=11)
    verified = stripe.get(f"/v1/accounts/{id}")
    assert (verified.charges_enabled, verified.payouts_enabled) == (True, True)


def test_of_a_company_its_representative_and_its_owners_are_asked_for(stripe: Stripe) -> None:
    account = opened(stripe, "custom", business_type="company", company=COMPANY, **AGREED)
    due = account.requirements.currently_due
    assert {name.partition(".")[0] for name in due} == {
        "company",
        "external_account",
        "owners",
        "representative",
    }
    assert [name for name in due if name.startswith("company")] == ["company.owners_provided"]
    assert account.details_submitted  # Of itself it has told enough.
    assert "individual" not in account.body
    missing = opened(stripe, "custom", business_type="company", **AGREED)
    assert "company.tax_id" in missing.requirements.currently_due
    assert not missing.details_submitted


def test_a_company_whose_persons_are_all_told_of_is_verified(stripe: Stripe) -> None:
    account = opened(
        stripe,
        "custom",
        business_type="company",
        company=COMPANY | {"owners_provided": True},
        external_account="btok_us_verified",
        **AGREED,
    )
    path = f"/v1/accounts/{account.id}"
    person = stripe.post(
        f"{path}/persons",
        first_name="Jo",
        last_name="Example",
        relationship={"representative": True, "title": "CEO"},
    )
    due = stripe.get(path).requirements.currently_due
    assert f"{person.id}.ssn_last_4" in due
    assert all(name.startswith(person.id) for name in due)
    stripe.post(
        f"{path}/persons/{person.id}",
        address=COMPANY["address"],
        dob={"day": 1, "month": 2, "year": 1980},
        phone="0000000000",
        ssn_last_4="0000",
    )
    assert stripe.get(path).capabilities.card_payments == "pending"
    stripe.advance(seconds=11)
    assert stripe.get(path).charges_enabled


def test_who_receives_transfers_alone_is_asked_for_no_representative(stripe: Stripe) -> None:
    terms = AGREED["tos_acceptance"] | {"service_agreement": "recipient"}
    account = opened(
        stripe,
        "custom",
        country="MX",
        business_type="company",
        company=COMPANY,
        business_profile=AGREED["business_profile"],
        tos_acceptance=terms,
    )
    assert account.requirements.currently_due == ["external_account"]
    assert account.charges_enabled


def test_older_clients_lead_an_owner_there_in_other_words(stripe: Stripe) -> None:
    old = stripe.at_version("2019-12-03")
    id = opened(old, "custom").id
    given = {"failure_url": "https://shop.test/again", "success_url": "https://shop.test/done"}
    made = old.post("/v1/account_links", account=id, type="custom_account_verification", **given)
    assert made.http == 200
    work = Work(stripe.account)
    link = work.load(AccountLink, made.url.rsplit("/", 1)[-1])
    assert (link.refresh_url, link.return_url) == (given["failure_url"], given["success_url"])
    refused = stripe.post("/v1/account_links", account=id, type="custom_account_verification")
    assert refused.http == 400
