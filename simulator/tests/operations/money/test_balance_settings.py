"""Balance settings: when money is paid out, and how long it is held until then."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import NOW, Reply, Stripe
from simulator.tests.operations.connecting import connected, on

SETTINGS = "/v1/balance_settings"
DAY = 86_400


def told(stripe: Stripe, **payments: Any) -> Reply:
    return stripe.post(SETTINGS, payments=payments)


def test_the_settings_of_an_account_as_they_begin(stripe: Stripe) -> None:
    assert stripe.get(SETTINGS).body == {
        "object": "balance_settings",
        "payments": {
            "debit_negative_balances": True,
            "payouts": {
                "schedule": {"interval": "daily"},
                "statement_descriptor": None,
                "status": "enabled",
            },
            "settlement_timing": {"delay_days": 7},
        },
    }


def test_a_connected_account_begins_with_what_its_platform_has_said(stripe: Stripe) -> None:
    schedule = {"interval": "manual"}
    account = connected(stripe, settings={"payouts": {"schedule": schedule}})
    found = on(stripe, account).get(SETTINGS).payments
    assert found.payouts.schedule == {"interval": "manual"}
    assert found.settlement_timing == {"delay_days": 1}


def test_the_day_that_a_platform_has_named_is_one_of_the_days(stripe: Stripe) -> None:
    for schedule, days in (
        ({"interval": "weekly", "weekly_anchor": "friday"}, {"weekly_payout_days": ["friday"]}),
        ({"interval": "monthly", "monthly_anchor": 5}, {"monthly_payout_days": [5]}),
    ):
        account = connected(stripe, settings={"payouts": {"schedule": schedule}})
        theirs = on(stripe, account)
        expected = {"interval": schedule["interval"]} | days
        assert theirs.get(SETTINGS).payments.payouts.schedule == expected
        changed = told(theirs, debit_negative_balances=True)
        assert changed.payments.payouts.schedule == expected


def test_a_schedule_tells_the_days_of_its_interval_alone(stripe: Stripe) -> None:
    def paid_out(**schedule: Any) -> Any:
        return told(stripe, payouts={"schedule": schedule}).payments.payouts.schedule

    weekly = {"interval": "weekly", "weekly_payout_days": ["monday", "friday"]}
    assert paid_out(**weekly) == weekly
    assert paid_out(weekly_payout_days=["tuesday"]).weekly_payout_days == ["tuesday"]
    monthly = {"interval": "monthly", "monthly_payout_days": [1, 31]}
    assert paid_out(**monthly) == monthly
    assert paid_out(interval="daily") == {"interval": "daily"}
    refused = told(stripe, payouts={"schedule": {"interval": "weekly"}})
    path = "payments[payouts][schedule][weekly_payout_days]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", path)


def test_minimum_balances_are_kept_by_currency(stripe: Stripe) -> None:
    def least(given: Any) -> Any:
        changed = told(stripe, payouts={"minimum_balance_by_currency": given})
        return changed.payments.payouts.get("minimum_balance_by_currency")

    assert least({"usd": 1500}) == {"usd": 1500}
    assert least({"cad": 8000}) == {"usd": 1500, "cad": 8000}
    assert least({"usd": ""}) == {"cad": 8000}
    assert least("") is None


def test_what_is_not_said_stays_and_changes_are_told(stripe: Stripe) -> None:
    told(stripe, payouts={"statement_descriptor": "SHOP"})
    stripe.told()
    changed = told(stripe, debit_negative_balances=False)
    assert changed.payments.payouts.statement_descriptor == "SHOP"
    assert stripe.get(SETTINGS).body == changed.body
    [event] = stripe.told()
    assert event.type == "balance_settings.updated"
    assert event.data.object == changed.body
    assert event.data.previous_attributes == {"payments": {"debit_negative_balances": True}}
    told(stripe, debit_negative_balances=False)
    assert stripe.types() == []


def test_money_is_held_for_as_many_days_as_were_asked_for(stripe: Stripe) -> None:
    def held() -> int:
        paid = stripe.paid(capture_method="automatic")
        row = stripe.get("/v1/balance_transactions", source=paid.latest_charge).data[0]
        return int(row.available_on // DAY - NOW // DAY)

    assert held() == 7
    changed = told(stripe, settlement_timing={"delay_days_override": 10})
    timing = changed.payments.settlement_timing
    assert timing == {"delay_days": 10, "delay_days_override": 10}
    assert held() == 10
    changed = told(stripe, settlement_timing={"delay_days_override": ""})
    assert changed.payments.settlement_timing == {"delay_days": 7}
    assert held() == 7


def test_money_is_not_held_for_ever(stripe: Stripe) -> None:
    refused = told(stripe, settlement_timing={"delay_days_override": 32})
    path = "payments[settlement_timing][delay_days_override]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_invalid_integer", path)
    assert refused.error.message == "This value must be less than or equal to 31."


@pytest.mark.parametrize("interval", ["hourly", "yearly"])
def test_an_interval_is_one_of_stripes(stripe: Stripe, interval: str) -> None:
    refused = told(stripe, payouts={"schedule": {"interval": interval}})
    assert refused.refusal[:2] == (400, "invalid_request_error")
