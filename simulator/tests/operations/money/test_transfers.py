"""Transfers between a platform and its accounts, and back, with what is refunded."""

from __future__ import annotations

import pytest

from simulator.tests.calls import NOW, Stripe
from simulator.tests.operations.connecting import (
    AVAILABLE,
    assert_balanced,
    connected,
    expanded,
    on,
    paid,
)


@pytest.fixture
def account(stripe: Stripe) -> str:
    return connected(stripe)


def test_a_refund_takes_the_transfer_and_the_fee_back_in_proportion(
    stripe: Stripe, account: str
) -> None:
    intent = paid(stripe, transfer_data={"destination": account}, application_fee_amount=30)
    refund = stripe.post(
        "/v1/refunds",
        payment_intent=intent.id,
        amount=500,
        reverse_transfer=True,
        refund_application_fee=True,
    )
    charge = expanded(
        stripe,
        f"/v1/charges/{intent.latest_charge}",
        "application_fee",
        "transfer.reversals.data.balance_transaction",
    )
    transfer = charge.transfer
    assert (transfer.amount_reversed, transfer.reversed) == (500, False)
    [reversal] = transfer.reversals.data
    assert (reversal.id, reversal.source_refund) == (refund.transfer_reversal, refund.id)
    row = reversal.balance_transaction
    assert (row.amount, row.type) == (500, "transfer_refund")
    assert (row.reporting_category, row.source) == ("transfer_reversal", transfer.id)
    assert (row.description, row.status) == ("REFUND FOR TRANSFER", "pending")
    assert charge.application_fee.amount_refunded == 15
    seen = expanded(
        on(stripe, account),
        f"/v1/charges/{transfer.destination_payment}",
        "refunds.data.balance_transaction",
    )
    assert (seen.amount_refunded, seen.refunded) == (500, False)
    [back] = seen.refunds.data
    assert back.id == reversal.destination_payment_refund
    assert back.source_transfer_reversal == back.transfer_reversal == reversal.id
    assert "destination_details" not in back
    assert (back.balance_transaction.amount, back.balance_transaction.type) == (
        -500,
        "payment_refund",
    )
    assert back.balance_transaction.description == "REFUND FOR PAYMENT"
    assert_balanced(stripe)


def test_a_refund_is_available_with_the_charge_or_at_once_after_it(stripe: Stripe) -> None:
    intent = paid(stripe)
    early = stripe.post(
        "/v1/refunds", payment_intent=intent.id, amount=1, expand=["balance_transaction"]
    )
    assert early.balance_transaction.status == "pending"
    assert early.balance_transaction.available_on == AVAILABLE
    stripe.advance(days=8)
    late = stripe.post(
        "/v1/refunds", payment_intent=intent.id, amount=1, expand=["balance_transaction"]
    )
    assert late.balance_transaction.status == "available"
    assert late.balance_transaction.available_on == stripe.now


def test_a_transfer_that_is_not_there_cannot_be_reversed(stripe: Stripe) -> None:
    charge = paid(stripe).latest_charge
    refused = stripe.post("/v1/refunds", charge=charge, reverse_transfer=True)
    assert refused.error.message == (
        f"Cannot reverse transfer on charge {charge} because it does not have an associated"
        " transfer."
    )
    assert stripe.get("/v1/refunds").data == []


def test_a_transfer_is_made_and_reversed_with_its_fee(stripe: Stripe, account: str) -> None:
    intent = paid(stripe, transfer_data={"destination": account}, application_fee_amount=100)
    transfer = stripe.charge_of(intent).transfer
    reversal = stripe.post(f"/v1/transfers/{transfer}/reversals", refund_application_fee=True)
    assert (reversal.amount, reversal.source_refund) == (1000, None)
    [fee] = stripe.get("/v1/application_fees").data
    assert (fee.amount_refunded, fee.refunded) == (100, True)
    assert_balanced(stripe)


def test_money_of_the_balance_is_transferred_at_once(stripe: Stripe, account: str) -> None:
    transfer = stripe.post(
        "/v1/transfers",
        amount=400,
        currency="usd",
        destination=account,
        description="Rent",
        expand=["balance_transaction"],
    )
    row = transfer.balance_transaction
    assert (row.amount, row.status, row.available_on) == (-400, "available", NOW)
    assert (row.description, row.type, row.source) == ("Rent", "transfer", transfer.id)
    assert on(stripe, account).get("/v1/balance").available[0].amount == 400
    back = on(stripe, account).post(
        "/v1/transfers", amount=100, currency="usd", destination=stripe.account.id
    )
    assert (back.destination, back.amount) == (stripe.account.id, 100)
    assert_balanced(stripe)


def test_what_has_not_settled_yet_is_handed_over_and_available_with_it(
    stripe: Stripe, account: str
) -> None:
    charge = stripe.paid(amount=1000).latest_charge
    assert stripe.get(f"/v1/charges/{charge}").balance_transaction is None
    transfer = stripe.post(
        "/v1/transfers",
        amount=400,
        currency="usd",
        destination=account,
        source_transaction=charge,
        expand=["balance_transaction"],
    )
    row = expanded(stripe, f"/v1/charges/{charge}", "balance_transaction").balance_transaction
    assert transfer.balance_transaction.available_on == row.available_on > NOW
    assert on(stripe, account).get("/v1/balance").pending[0].amount == 400


def test_a_transfer_is_of_its_source_transactions_group(stripe: Stripe, account: str) -> None:
    charge = paid(stripe, transfer_group="ORDER_7").latest_charge
    transfer = stripe.post(
        "/v1/transfers", amount=400, currency="usd", destination=account, source_transaction=charge
    )
    assert (transfer.transfer_group, transfer.source_transaction) == ("ORDER_7", charge)
    assert [found.id for found in stripe.get("/v1/transfers", transfer_group="ORDER_7").data] == [
        transfer.id
    ]


def test_an_account_with_a_bank_account_could_be_paid_at_once(stripe: Stripe) -> None:
    bank = {
        "object": "bank_account",
        "country": "US",
        "currency": "usd",
        "routing_number": "110000000",
        "account_number": "000123456789",
    }
    account = connected(stripe, external_account=bank)
    stripe.post("/v1/transfers", amount=400, currency="usd", destination=account)
    theirs = on(stripe, account).get("/v1/balance")
    card = {"card": 400}
    assert theirs.instant_available == [{"amount": 400, "currency": "usd", "source_types": card}]
    net = on(stripe, account).get("/v1/balance", expand=["instant_available.net_available"])
    [reaches] = net.instant_available[0].net_available
    assert (reaches.amount, reaches.source_types, reaches.destination[:4]) == (400, card, "ba_1")
    ours = stripe.get("/v1/balance")
    assert ours.connect_reserved == [{"amount": 0, "currency": "usd"}]
    assert "instant_available" not in ours.body
    older = stripe.at_version("2023-10-16").get("/v1/balance")
    assert "refund_and_dispute_prefunding" not in older.body


def test_no_money_goes_to_an_account_that_was_never_to_receive_any(stripe: Stripe) -> None:
    account = stripe.post("/v1/accounts", type="custom", country="US").id
    refused = stripe.post("/v1/transfers", amount=100, currency="usd", destination=account)
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "insufficient_capabilities_for_transfer",
        None,
    )
    assert refused.error.message == (
        "Your destination account needs to have at least one of the following capabilities"
        " enabled: transfers, crypto_transfers, legacy_payments"
    )
    assert "doc_url" not in refused.error
    assert stripe.intent(transfer_data={"destination": account}).refusal == refused.refusal


def test_a_transfer_shows_its_ten_newest_reversals(stripe: Stripe, account: str) -> None:
    transfer = stripe.post("/v1/transfers", amount=400, currency="usd", destination=account).id
    made = [
        stripe.post(f"/v1/transfers/{transfer}/reversals", amount=10 + one).id for one in range(12)
    ]
    shown = stripe.get(f"/v1/transfers/{transfer}").reversals
    assert [reversal.id for reversal in shown.data] == made[:1:-1]
    assert (shown.has_more, shown.total_count) == (True, 12)


def test_no_more_is_handed_over_than_the_source_took_in(stripe: Stripe, account: str) -> None:
    charge = paid(stripe, transfer_data={"destination": account}).latest_charge
    more = {"amount": 70000, "currency": "usd", "destination": account}
    refused = stripe.post("/v1/transfers", source_transaction=charge, **more)
    assert refused.error.message == (
        "Transfers using this transaction as a source must not exceed the source amount of $10.00."
        " (There is already a transfer using this source, amounting to $10.00.)"
    )
    held = stripe.post("/v1/charges", amount=2000, currency="usd", source="tok_visa").id
    first = stripe.post("/v1/transfers", source_transaction=held, **more | {"amount": 1500})
    assert (
        stripe.post("/v1/transfers", source_transaction=held, **more | {"amount": 501}).http == 400
    )
    stripe.post(f"/v1/transfers/{first.id}/reversals", amount=1)
    assert (
        stripe.post("/v1/transfers", source_transaction=held, **more | {"amount": 501}).http == 200
    )


def test_money_is_handed_over_in_the_currency_that_it_came_in(stripe: Stripe, account: str) -> None:
    charge = paid(stripe).latest_charge
    refused = stripe.post(
        "/v1/transfers", amount=900, currency="eur", destination=account, source_transaction=charge
    )
    assert refused.error.message == (
        "The currency of source_transaction's balance transaction (usd) must be the same as the"
        " transfer currency (eur)"
    )


def test_nothing_is_no_reversal(stripe: Stripe, account: str) -> None:
    transfer = stripe.post("/v1/transfers", amount=500, currency="usd", destination=account).id
    refused = stripe.post(f"/v1/transfers/{transfer}/reversals", amount=0)
    assert refused.refusal[2:] == ("parameter_invalid_integer", "amount")


def test_a_reversal_is_found_under_its_own_transfer(stripe: Stripe, account: str) -> None:
    given = {"amount": 500, "currency": "usd", "destination": account}
    first, second = (stripe.post("/v1/transfers", **given).id for _ in range(2))
    reversal = stripe.post(f"/v1/transfers/{first}/reversals", amount=100).id
    path = f"/v1/transfers/{first}/reversals/{reversal}"
    assert stripe.get(path).transfer == first
    refused = stripe.get(f"/v1/transfers/{second}/reversals/{reversal}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert stripe.post(path, metadata={"a": "b"}).metadata == {"a": "b"}
    [shown] = stripe.get(f"/v1/transfers/{first}").reversals.data
    assert shown.metadata == {"a": "b"}


def test_a_transfer_says_from_which_part_of_the_balance_it_comes(
    stripe: Stripe, account: str
) -> None:
    given = {"amount": 500, "currency": "usd", "destination": account}
    assert stripe.post("/v1/transfers", **given).source_type == "card"
    told = stripe.post("/v1/transfers", **given, source_type="bank_account")
    assert told.source_type == "bank_account"


def test_an_account_does_not_hand_over_to_itself(stripe: Stripe, account: str) -> None:
    own = stripe.get("/v1/account").id
    said = "The 'destination' param cannot be set to your own account."
    for refused in (
        stripe.post("/v1/transfers", amount=500, currency="usd", destination=own),
        stripe.intent(transfer_data={"destination": own}),
    ):
        assert refused.error.message == said
    assert on(stripe, account).intent(on_behalf_of=account).error.message == (
        "The 'on_behalf_of' param cannot be set to your own account."
    )


def test_a_fee_that_nobody_took_is_not_given_back(stripe: Stripe, account: str) -> None:
    handed = paid(stripe, transfer_data={"destination": account, "amount": 500}).latest_charge
    assert stripe.post("/v1/refunds", charge=handed, refund_application_fee=True).http == 200
    charge = paid(stripe).latest_charge
    refused = stripe.post("/v1/refunds", charge=charge, refund_application_fee=True)
    assert refused.error.message == (
        f"Attempting to refund_application_fee on {charge}, but it has no application fee"
    )
    assert stripe.get("/v1/refunds", charge=charge).data == []


def test_a_fee_is_taken_or_a_part_is_handed_over(stripe: Stripe, account: str) -> None:
    fee = {"application_fee_amount": 100}
    assert stripe.intent(**fee, transfer_data={"destination": account}).http == 200
    both = stripe.intent(**fee, transfer_data={"destination": account, "amount": 500})
    assert both.error.message == (
        "You may not provide the application_fee_amount parameter and the transfer_data[amount]"
        " parameter simultaneously. They are mutually exclusive."
    )
