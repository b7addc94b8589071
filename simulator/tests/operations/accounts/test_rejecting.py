"""Accounts that their platform rejects, and takes back."""

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.accounts.test_accounts import BANK, JO, opened
from simulator.tests.operations.connecting import on


def active(stripe: Stripe) -> Reply:
    """An account that may do everything."""
    account = opened(
        stripe,
        individual={**JO, "id_number": "000000000"},
        external_account={**BANK, "account_number": "000123456789", "routing_number": "110000000"},
    )
    stripe.advance(seconds=11)
    found = stripe.get(f"/v1/accounts/{account.id}")
    assert found.payouts_enabled
    return found


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("fraud_no_intent_to_fulfill", "rejected.platform_fraud"),
        ("fraud_other", "rejected.platform_fraud"),
        ("terms_of_service", "rejected.platform_terms_of_service"),
        ("other", "rejected.platform_other"),
        ("credit", "rejected.platform_other"),
    ],
)
def test_an_account_that_is_rejected_may_do_nothing_and_says_why(
    stripe: Stripe, reason: str, shown: str
) -> None:
    account = active(stripe)
    there = on(stripe, account.id)
    there.told()
    rejected = stripe.post(f"/v1/accounts/{account.id}/reject", reason=reason)
    assert (rejected.charges_enabled, rejected.payouts_enabled) == (False, False)
    assert rejected.requirements.disabled_reason == shown
    assert rejected.capabilities.card_payments == "inactive"
    assert "account.updated" in there.types()


def test_it_stays_rejected_whatever_else_is_told_of_it(stripe: Stripe) -> None:
    path = f"/v1/accounts/{active(stripe).id}"
    stripe.post(f"{path}/reject", reason="other")
    changed = stripe.post(path, metadata={"k": "v"})
    assert not changed.charges_enabled
    assert changed.requirements.disabled_reason == "rejected.platform_other"


def test_what_it_has_may_still_be_paid_out(stripe: Stripe) -> None:
    path = f"/v1/accounts/{active(stripe).id}"
    rejected = stripe.post(f"{path}/reject", reason="other", payouts_action="none")
    assert (rejected.charges_enabled, rejected.payouts_enabled) == (False, True)


def test_a_rejection_is_taken_back(stripe: Stripe) -> None:
    path = f"/v1/accounts/{active(stripe).id}"
    refused = stripe.post(f"{path}/unreject")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    stripe.post(f"{path}/reject", reason="other")
    back = stripe.post(f"{path}/unreject")
    assert (back.charges_enabled, back.payouts_enabled) == (True, True)
    assert back.requirements.disabled_reason is None


def test_a_standard_account_answers_for_itself(stripe: Stripe) -> None:
    account = stripe.post("/v1/accounts", type="standard")
    refused = stripe.post(f"/v1/accounts/{account.id}/reject", reason="other")
    assert refused.refusal == (400, "invalid_request_error", None, None)


def test_fraud_alone_is_a_reason_until_endive(stripe: Stripe) -> None:
    path = f"/v1/accounts/{active(stripe).id}"
    assert stripe.post(f"{path}/reject", reason="fraud").refusal[3] == "reason"
    older = stripe.at_version("2026-08-26.dahlia")
    assert older.post(f"{path}/reject", reason="fraud").requirements.disabled_reason == (
        "rejected.fraud"
    )
    newest = stripe.get(path)
    assert newest.requirements.disabled_reason == "rejected.platform_fraud"


def test_before_2019_02_19_it_is_told_under_verification(stripe: Stripe) -> None:
    account = opened(stripe)
    old = stripe.at_version("2019-02-11").get(f"/v1/accounts/{account.id}")
    assert "requirements" not in old.body
    assert old.verification.disabled_reason == "fields_needed"
    assert old.verification.due_by is None
    assert "legal_entity.ssn_last_4" in old.verification.fields_needed
    assert "external_account" in old.verification.fields_needed
    stripe.post(f"/v1/accounts/{account.id}/reject", reason="terms_of_service")
    old = stripe.at_version("2019-02-11").get(f"/v1/accounts/{account.id}")
    assert old.verification.disabled_reason == "rejected.terms_of_service"
