"""A top-up brings money into the balance that no shopper pays."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import NOW, Stripe
from simulator.tests.operations.connecting import assert_balanced

DAY = 86_400


def topped_up(stripe: Stripe, **params: Any) -> Any:
    return stripe.post("/v1/topups", amount=2000, currency="usd", **params)


def test_a_top_up_as_it_begins(stripe: Stripe) -> None:
    topup = topped_up(stripe, description="For July", metadata={"month": "7"})
    assert topup.body == {
        "id": topup.id,
        "object": "topup",
        "amount": 2000,
        "balance_transaction": None,
        "created": NOW,
        "currency": "usd",
        "description": "For July",
        "expected_availability_date": NOW + DAY,
        "failure_code": None,
        "failure_message": None,
        "initiated_by": "user",
        "livemode": False,
        "metadata": {"month": "7"},
        "payment_method": None,
        "payment_method_options": None,
        "source": None,
        "statement_descriptor": None,
        "status": "pending",
        "transfer_group": None,
    }
    assert topup.id.startswith("tu_1")
    assert stripe.get("/v1/balance").available[0].amount == 0


def test_its_money_is_there_a_day_later(stripe: Stripe) -> None:
    id = topped_up(stripe, description="For July").id
    stripe.told()
    stripe.advance(days=1)
    topup = stripe.get(f"/v1/topups/{id}", expand=["balance_transaction"])
    row = topup.balance_transaction
    assert (topup.status, row.amount, row.type) == ("succeeded", 2000, "topup")
    assert (row.reporting_category, row.source, row.description) == ("topup", id, "For July")
    assert stripe.get("/v1/balance").available[0].amount == 2000
    assert stripe.types() == ["topup.succeeded"]
    assert_balanced(stripe)


def test_it_can_be_called_off_until_then(stripe: Stripe) -> None:
    id = topped_up(stripe).id
    assert stripe.post(f"/v1/topups/{id}/cancel").status == "canceled"
    stripe.advance(days=2)
    assert stripe.get(f"/v1/topups/{id}").status == "canceled"
    assert stripe.get("/v1/balance").available[0].amount == 0
    assert stripe.types() == ["topup.created", "topup.canceled"]


@pytest.mark.parametrize("status", ["succeeded", "canceled"])
def test_what_is_over_cannot_be_called_off(stripe: Stripe, status: str) -> None:
    id = topped_up(stripe).id
    if status == "succeeded":
        stripe.advance(days=1)
    else:
        stripe.post(f"/v1/topups/{id}/cancel")
    refused = stripe.post(f"/v1/topups/{id}/cancel")
    assert refused.refusal == (400, "invalid_request_error", None, None)


def test_top_ups_are_changed_and_listed(stripe: Stripe) -> None:
    first, second = topped_up(stripe).id, topped_up(stripe).id
    changed = stripe.post(f"/v1/topups/{first}", description="Late", metadata={"a": "b"})
    assert (changed.description, changed.metadata) == ("Late", {"a": "b"})
    stripe.post(f"/v1/topups/{second}/cancel")
    assert [found.id for found in stripe.get("/v1/topups", status="pending").data] == [first]
    assert stripe.get("/v1/topups/tu_x").refusal[:3] == (
        404,
        "invalid_request_error",
        "resource_missing",
    )


def test_a_balance_is_topped_up_in_its_own_currency(stripe: Stripe) -> None:
    refused = stripe.post("/v1/topups", amount=2000, currency="eur")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Top-up creation is not supported for country US and currency EUR."
    )


def test_a_top_up_has_a_line_of_15_characters_on_the_statement_or_none(stripe: Stripe) -> None:
    assert topped_up(stripe, statement_descriptor="T" * 15).http == 200
    refused = topped_up(stripe, statement_descriptor="T" * 16)
    assert refused.refusal == (400, "invalid_request_error", None, "statement_descriptor")


@pytest.mark.parametrize(
    "given",
    [{"source": "btok_us_verified_noAccount"}, {"payment_method": "pm_usBankAccount_noAccount"}],
)
def test_a_top_up_fails_whose_bank_pays_nothing(stripe: Stripe, given: dict[str, str]) -> None:
    id = topped_up(stripe, **given).id
    stripe.advance(days=1)
    topup = stripe.get(f"/v1/topups/{id}")
    assert (topup.status, topup.failure_code) == ("failed", "no_account")
    assert topup.failure_message.endswith("could not be located.")
    assert topup.balance_transaction is None
    assert stripe.types()[-1] == "topup.failed"
    assert stripe.get("/v1/balance").available[0].amount == 0


def test_a_top_up_names_the_bank_account_that_it_comes_from(stripe: Stripe) -> None:
    topup = topped_up(stripe, payment_method="pm_usBankAccount_success")
    assert topup.payment_method.startswith("pm_")
    assert topup.payment_method_options == {"us_bank_account": {"network": "ach"}}
    stripe.advance(days=1)
    assert stripe.get(f"/v1/topups/{topup.id}").status == "succeeded"
    refused = topped_up(stripe, payment_method="pm_x")
    assert refused.refusal == (
        *(400, "invalid_request_error", "resource_missing"),
        "payment_method",
    )
