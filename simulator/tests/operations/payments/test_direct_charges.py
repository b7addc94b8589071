"""Direct charges pay the platform a fee, which it may give back."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.connecting import assert_balanced, connected, expanded, on, paid


@pytest.fixture
def account(stripe: Stripe) -> str:
    return connected(stripe)


@pytest.fixture
def canadian(stripe: Stripe) -> str:
    return connected(stripe, country="CA")


def test_a_direct_charge_pays_its_fee_out_of_its_own_row(stripe: Stripe, account: str) -> None:
    theirs = on(stripe, account)
    intent = paid(theirs, application_fee_amount=500)
    assert intent.application == stripe.account.application
    charge = expanded(
        theirs,
        f"/v1/charges/{intent.latest_charge}",
        "application_fee.balance_transaction",
        "balance_transaction",
    )
    assert (charge.application, charge.application_fee_amount) == (intent.application, 500)
    fee = charge.application_fee
    assert (fee.account, fee.charge, fee.originating_transaction) == (account, charge.id, None)
    assert fee.balance_transaction.amount == 500
    row = charge.balance_transaction
    assert (row.amount, row.fee, row.net) == (1000, 559, 441)
    assert [(detail.amount, detail.type) for detail in row.fee_details] == [
        (500, "application_fee"),
        (59, "stripe_fee"),
    ]
    assert [found.id for found in stripe.get("/v1/application_fees").data] == [fee.id]
    assert_balanced(stripe)


def test_a_direct_charge_settles_in_the_accounts_currency(stripe: Stripe, canadian: str) -> None:
    theirs = on(stripe, canadian)
    intent = paid(theirs, application_fee_amount=100)
    charge = expanded(
        theirs,
        f"/v1/charges/{intent.latest_charge}",
        "application_fee.balance_transaction",
        "balance_transaction",
    )
    row = charge.balance_transaction
    assert (row.amount, row.currency, row.exchange_rate) == (1390, "cad", 1.39)
    taken = theirs.post("/v1/refunds", charge=charge.id, amount=10, expand=["balance_transaction"])
    assert (taken.amount, taken.currency) == (10, "usd")
    back = taken.balance_transaction
    assert (back.amount, back.currency, back.exchange_rate) == (-14, "cad", 1.39)
    assert {detail.type: detail.amount for detail in row.fee_details} == {
        "application_fee": 139,
        "stripe_fee": 70,
    }
    ours = charge.application_fee.balance_transaction
    assert (ours.amount, ours.currency, ours.exchange_rate) == (100, "usd", 1.39)
    assert_balanced(stripe)


def test_a_refund_of_a_direct_charge_gives_the_fee_back_where_it_is_asked_to(
    stripe: Stripe, canadian: str
) -> None:
    theirs = on(stripe, canadian)
    charge = paid(theirs, application_fee_amount=30).latest_charge
    stripe.told()
    theirs.post("/v1/refunds", charge=charge, amount=100)
    refund = theirs.post("/v1/refunds", charge=charge, amount=500, refund_application_fee=True)
    assert refund.transfer_reversal is None
    found = expanded(
        theirs, f"/v1/charges/{charge}", "application_fee.refunds.data.balance_transaction"
    ).application_fee
    assert (found.amount_refunded, found.refunded, found.refunds.total_count) == (15, False, 1)
    [back] = found.refunds.data
    assert (back.object, back.amount, back.currency, back.fee) == (
        "fee_refund",
        21,
        "cad",
        found.id,
    )
    row = back.balance_transaction
    assert (row.amount, row.currency, row.type) == (-15, "usd", "application_fee_refund")
    assert (row.reporting_category, row.source) == ("platform_earning_refund", found.id)
    assert row.description == "REFUND FOR APPLICATION FEE"
    [event] = stripe.told()
    assert event.type == "application_fee.refunded"
    assert event.data.previous_attributes.amount_refunded == 0
    assert_balanced(stripe)


def test_an_account_of_nobodys_pays_its_fee_to_itself(stripe: Stripe) -> None:
    intent = paid(stripe, application_fee_amount=100)
    charge = expanded(stripe, f"/v1/charges/{intent.latest_charge}", "application_fee")
    assert intent.application == charge.application_fee.application == stripe.account.application
    assert charge.application_fee.account == stripe.account.id
    assert_balanced(stripe)


def test_a_fee_is_refunded_part_by_part_and_not_beyond(stripe: Stripe, account: str) -> None:
    theirs = on(stripe, account)
    fee = theirs.charge_of(paid(theirs, application_fee_amount=100)).application_fee
    path = f"/v1/application_fees/{fee}/refunds"
    first = stripe.post(path, amount=40, metadata={"why": "late"})
    assert (first.object, first.amount, first.fee) == ("fee_refund", 40, fee)
    assert stripe.post(path, amount=61).refusal == (400, "invalid_request_error", None, "amount")
    second = stripe.post(path)
    assert second.amount == 60
    assert stripe.post(path).http == 400
    assert [found.id for found in stripe.get(path).data] == [second.id, first.id]
    changed = stripe.post(f"{path}/{first.id}", metadata={"why": "lost"})
    assert changed.metadata == {"why": "lost"}
    assert stripe.get(f"{path}/{first.id}").metadata == {"why": "lost"}
    shown = stripe.get(f"/v1/application_fees/{fee}").refunds.data
    assert [found.metadata for found in shown] == [{}, {"why": "lost"}]
    assert stripe.get("/v1/application_fees/fee_x").error.message == (
        "No such application fee: 'fee_x'"
    )
    assert_balanced(stripe)


def test_a_fee_refund_too_large_is_told_of_the_fee_or_once_some_went_back_of_the_rest(
    stripe: Stripe, account: str
) -> None:
    theirs = on(stripe, account)
    fee = theirs.charge_of(paid(theirs, application_fee_amount=12)).application_fee
    path = f"/v1/application_fees/{fee}/refunds"
    assert stripe.post(path, amount=14).error.message == (
        "Refund amount ($0.14) is greater than fee amount ($0.12)"
    )
    stripe.post(path, amount=10)
    assert stripe.post(path, amount=10).error.message == (
        "Refund amount ($0.10) is greater than unrefunded amount on fee ($0.02)"
    )
    stripe.post(path)
    assert stripe.post(path, amount=10).error.message == (
        "Refund amount ($0.10) is greater than unrefunded amount on fee ($0.00)"
    )


def test_an_old_clients_refund_of_a_fee_answers_with_the_fee(stripe: Stripe, account: str) -> None:
    theirs = on(stripe, account)
    id = theirs.charge_of(paid(theirs, application_fee_amount=100)).application_fee
    fee = stripe.post(f"/v1/application_fees/{id}/refund", amount=40)
    assert (fee.id, fee.object, fee.amount_refunded) == (id, "application_fee", 40)
    assert stripe.post(f"/v1/application_fees/{id}/refund").refunded
    assert stripe.post(f"/v1/application_fees/{id}/refund").http == 400


def test_what_happens_to_a_fee_is_told_to_the_platform(stripe: Stripe, account: str) -> None:
    stripe.told()
    paid(on(stripe, account), application_fee_amount=100)
    assert stripe.types() == ["application_fee.created"]


def test_what_is_set_up_for_an_account_names_the_platforms_application(
    stripe: Stripe, account: str
) -> None:
    intent = on(stripe, account).post(
        "/v1/setup_intents",
        payment_method="pm_card_visa",
        payment_method_types=["card"],
        confirm=True,
        expand=["latest_attempt"],
        headers={"Stripe-Version": "2026-06-24.dahlia"},
    )
    assert intent.application == intent.latest_attempt.application == stripe.account.application


def test_who_may_only_receive_money_takes_no_cards(stripe: Stripe) -> None:
    receives = {"transfers": {"requested": True}}
    account = stripe.post("/v1/accounts", type="custom", capabilities=receives).id
    theirs = on(stripe, account)
    card = {"amount": 1000, "currency": "usd"}
    sentence = (
        "You cannot create a charge on a connected account without the `card_payments` capability"
        " enabled."
    )
    intent = theirs.post("/v1/payment_intents", **card, payment_method="pm_card_visa")
    for refused in (
        theirs.post("/v1/charges", **card, source="tok_visa"),
        theirs.post(f"/v1/payment_intents/{intent.id}/confirm", return_url="https://shop.test"),
    ):
        assert refused.refusal == (402, "invalid_request_error", None, None)
        assert refused.error.message == sentence
    for path in ("/v1/charges", "/v1/payment_intents"):
        refused = stripe.post(path, **card, on_behalf_of=account)
        assert refused.refusal == (402, "invalid_request_error", None, "on_behalf_of")
        assert refused.error.message == (
            "You cannot create a charge with the `on_behalf_of` parameter set to a connected"
            " account with `transfers` but without the `card_payments` capability enabled."
        )
    assert stripe.get("/v1/charges").data == theirs.get("/v1/charges").data == []
