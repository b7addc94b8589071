"""Capabilities: which a connected account has, and asking for more."""

from simulator.tests.calls import Stripe
from simulator.tests.operations.accounts.test_accounts import BANK, JO, opened
from simulator.tests.operations.connecting import on


def test_what_was_asked_for_is_listed_with_what_it_lacks(stripe: Stripe) -> None:
    account = opened(stripe)
    listed = stripe.get(f"/v1/accounts/{account.id}/capabilities").data
    assert [each.id for each in listed] == ["card_payments", "transfers"]
    cards = listed[0]
    assert (cards.account, cards.requested, cards.requested_at) == (account.id, True, stripe.now)
    assert cards.status == "inactive"
    assert cards.requirements.disabled_reason == "requirements.fields_needed"
    assert "individual.ssn_last_4" in cards.requirements.currently_due
    assert "external_account" not in cards.requirements.currently_due


def test_one_is_read_whether_it_was_asked_for_or_not(stripe: Stripe) -> None:
    path = f"/v1/accounts/{opened(stripe).id}/capabilities"
    assert stripe.get(f"{path}/transfers").requested
    other = stripe.get(f"{path}/sepa_debit_payments")
    assert (other.requested, other.requested_at, other.status) == (False, None, "unrequested")
    refused = stripe.get(f"{path}/flying")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "capability")


def test_another_is_asked_for_and_given_back(stripe: Stripe) -> None:
    account = opened(
        stripe,
        individual={**JO, "id_number": "000000000"},
        external_account={**BANK, "account_number": "000123456789", "routing_number": "110000000"},
    )
    stripe.advance(minutes=1)
    path = f"/v1/accounts/{account.id}"
    there = on(stripe, account.id)
    there.told()
    asked = stripe.post(f"{path}/capabilities/sepa_debit_payments", requested=True)
    assert (asked.status, asked.requested_at) == ("active", stripe.now)
    assert asked.requirements.disabled_reason is None
    assert stripe.get(path).capabilities.sepa_debit_payments == "active"
    told = there.told()
    assert [event.type for event in told] == ["capability.updated", "account.updated"]
    assert told[0].data.previous_attributes == {
        "requested": False,
        "requested_at": None,
        "status": "unrequested",
    }
    back = stripe.post(f"{path}/capabilities/sepa_debit_payments", requested=False)
    assert (back.requested, back.status) == (False, "unrequested")
    assert "sepa_debit_payments" not in stripe.get(path).capabilities


def test_one_is_given_back_by_the_account_as_well(stripe: Stripe) -> None:
    path = f"/v1/accounts/{opened(stripe).id}"
    left = stripe.post(path, capabilities={"card_payments": {"requested": False}}).capabilities
    assert left == {"transfers": "inactive"}


def test_tax_reporting_is_there_at_once(stripe: Stripe) -> None:
    path = f"/v1/accounts/{opened(stripe).id}/capabilities/tax_reporting_us_1099_k"
    assert stripe.post(path, requested=True).status == "active"
