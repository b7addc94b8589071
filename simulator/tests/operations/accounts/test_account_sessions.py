from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe


def session(stripe: Stripe, kind: str = "express", **components: Any) -> Reply:
    account = stripe.post("/v1/accounts", type=kind)
    return stripe.post("/v1/account_sessions", account=account.id, components=components)


def test_a_session_has_a_secret_of_its_own_and_an_end(stripe: Stripe) -> None:
    one, other = (session(stripe, payments={"enabled": True}) for _ in range(2))
    assert one.client_secret.startswith("accs_secret__")
    assert len(one.client_secret) == 60
    assert one.client_secret != other.client_secret
    assert one.expires_at > stripe.now


def test_a_component_is_enabled_as_asked_with_its_features(stripe: Stripe) -> None:
    found = session(
        stripe,
        payments={"enabled": True, "features": {"refund_management": False}},
        payouts={"enabled": False},
    ).components
    assert found.payments == {
        "enabled": True,
        "features": {
            "capture_payments": True,
            "destination_on_behalf_of_charge_management": False,
            "dispute_management": True,
            "refund_management": False,
            "smart_disputes_management": True,
        },
    }
    assert not found.payouts.enabled
    assert not found.account_onboarding.enabled
    assert found.account_onboarding.features == {
        "disable_stripe_user_authentication": False,
        "external_account_collection": True,
    }


def test_payouts_are_managed_by_those_who_answer_for_their_balance(stripe: Stripe) -> None:
    mine = session(stripe, payouts={"enabled": True}).components.payouts.features
    assert not mine.standard_payouts
    account = stripe.post("/v1/accounts", controller={"losses": {"payments": "stripe"}})
    asked = {"payouts": {"enabled": True}}
    theirs = stripe.post("/v1/account_sessions", account=account.id, components=asked)
    assert theirs.components.payouts.features.standard_payouts


def test_who_collects_no_bank_accounts_needs_no_user_of_stripes(stripe: Stripe) -> None:
    features = {"external_account_collection": False}
    asked = {"enabled": True, "features": features}
    found = session(stripe, "custom", account_onboarding=asked).components.account_onboarding
    assert found.features == features | {"disable_stripe_user_authentication": True}


@pytest.mark.parametrize(
    ("feature", "value"),
    [("external_account_collection", False), ("disable_stripe_user_authentication", True)],
)
def test_what_stripe_collects_is_not_taken_from_it(
    stripe: Stripe, feature: str, value: bool
) -> None:
    asked = {"enabled": True, "features": {feature: value}}
    refused = session(stripe, account_onboarding=asked)
    param = f"components[account_onboarding][features][{feature}]"
    assert refused.refusal == (400, "invalid_request_error", None, param)


def test_there_is_no_session_of_an_account_that_is_not_connected(stripe: Stripe) -> None:
    asked = {"payments": {"enabled": True}}
    refused = stripe.post("/v1/account_sessions", account="acct_x", components=asked)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "account")
