from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.connecting import onboard

EXPRESS_BY_CONTROLLER = {"controller": {"stripe_dashboard": {"type": "express"}}}


@pytest.mark.parametrize("given", [{"type": "express"}, EXPRESS_BY_CONTROLLER])
def test_a_link_leads_into_the_express_dashboard_each_time_into_another(
    stripe: Stripe, given: dict[str, Any]
) -> None:
    account = stripe.post("/v1/accounts", **given)
    path = f"/v1/accounts/{account.id}/login_links"
    assert "not completed onboarding" in stripe.post(path).error.message
    onboard(stripe, account.id)
    first, second = (stripe.post(path) for _ in range(2))
    assert list(first.body) == ["object", "created", "url"]
    assert (first.object, first.created) == ("login_link", stripe.now)
    assert first.url.startswith(f"https://connect.stripe.com/express/{account.id}/")
    assert first.url != second.url


@pytest.mark.parametrize("kind", ["standard", "custom"])
def test_no_other_account_has_such_a_dashboard(stripe: Stripe, kind: str) -> None:
    account = stripe.post("/v1/accounts", type=kind)
    refused = stripe.post(f"/v1/accounts/{account.id}/login_links")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert account.id in refused.error.message


def test_nobody_elses_account_has_one(stripe: Stripe) -> None:
    refused = stripe.post("/v1/accounts/acct_x/login_links")
    assert refused.refusal[:3] == (403, "invalid_request_error", "account_invalid")
