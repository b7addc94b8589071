"""When a connected account's money is paid out, and how soon at the earliest."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.connecting import connected

AT = "settings[payouts][schedule]"


def scheduled(**schedule: Any) -> dict[str, Any]:
    return {"payouts": {"schedule": schedule}}


@pytest.mark.parametrize(
    ("schedule", "shown"),
    [
        ({}, {"delay_days": 2, "interval": "daily"}),
        ({"interval": "manual"}, {"delay_days": 1, "interval": "manual"}),
        ({"delay_days": 9}, {"delay_days": 9, "interval": "daily"}),
        ({"delay_days": "minimum"}, {"delay_days": 2, "interval": "daily"}),
        (
            {"interval": "weekly", "weekly_anchor": "friday"},
            {"delay_days": 2, "interval": "weekly", "weekly_anchor": "friday"},
        ),
    ],
)
def test_an_account_is_opened_with_the_schedule_that_it_was_told(
    stripe: Stripe, schedule: dict[str, Any], shown: dict[str, Any]
) -> None:
    id = connected(stripe, settings=scheduled(**schedule))
    assert stripe.get(f"/v1/accounts/{id}").settings.payouts.schedule == shown


def test_an_anchor_goes_with_its_interval(stripe: Stripe) -> None:
    path = f"/v1/accounts/{connected(stripe)}"
    told = {"interval": "monthly", "monthly_anchor": 15, "delay_days": 4}
    for schedule, shown in (
        (told, told),
        ({"interval": "daily"}, {"delay_days": 4, "interval": "daily"}),
        ({"delay_days": "minimum"}, {"delay_days": 2, "interval": "daily"}),
    ):
        changed = stripe.post(path, settings=scheduled(**schedule))
        assert changed.settings.payouts.schedule == shown


@pytest.mark.parametrize(
    ("country", "schedule", "code", "param", "sentence"),
    [
        ("US", {"delay_days": 1}, None, f"{AT}[delay_days]",
         "You cannot lower this merchant's delay below 2"),
        ("CA", {"delay_days": 2}, None, f"{AT}[delay_days]",
         "You cannot lower this merchant's delay below 7"),
        ("US", {"interval": "weekly"}, "parameter_missing", f"{AT}[weekly_anchor]",
         f"Missing required param: {AT}[weekly_anchor]."),
        ("US", {"interval": "monthly"}, "parameter_missing", f"{AT}[monthly_anchor]",
         f"Missing required param: {AT}[monthly_anchor]."),
    ],
)  # fmt: skip
def test_a_schedule_that_cannot_be_kept_is_refused(
    stripe: Stripe,
    country: str,
    schedule: dict[str, Any],
    code: str | None,
    param: str,
    sentence: str,
) -> None:
    path = f"/v1/accounts/{connected(stripe, country=country)}"
    refused = stripe.post(path, settings=scheduled(**schedule))
    assert refused.refusal == (400, "invalid_request_error", code, param)
    assert refused.error.message == sentence


def test_an_account_is_opened_with_the_settings_that_it_was_told(stripe: Stripe) -> None:
    told = {
        "branding": {"primary_color": "#663399"},
        "card_payments": {"decline_on": {"avs_failure": True}},
        "invoices": {"hosted_payment_method_save": "always"},
    }
    settings = stripe.get(f"/v1/accounts/{connected(stripe, settings=told)}").settings
    assert settings.branding.primary_color == "#663399"
    assert settings.branding.logo is None
    assert settings.card_payments.decline_on == {"avs_failure": True, "cvc_failure": False}
    assert settings.invoices.hosted_payment_method_save == "always"
    assert settings.payouts.schedule == {"delay_days": 2, "interval": "daily"}
