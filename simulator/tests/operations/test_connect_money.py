"""Money between a platform and its accounts: transfers, destination charges, direct charges."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ledger
from simulator.tests.calls import NOW, Reply, Stripe, things

DAY = 86_400
AVAILABLE = (NOW // DAY + 7) * DAY


@pytest.fixture(name="account")
def connected(stripe: Stripe) -> str:
    return str(stripe.post("/v1/accounts", type="custom", country="US").id)


@pytest.fixture
def canadian(stripe: Stripe) -> str:
    return str(stripe.post("/v1/accounts", type="custom", country="CA").id)


def on(stripe: Stripe, account: str) -> Stripe:
    """The platform, acting for one of its accounts."""
    always = stripe._always | {"Stripe-Account": account}
    return Stripe(stripe.app, stripe.secret_key, **always)


def paid(stripe: Stripe, **params: Any) -> Reply:
    intent = stripe.paid(capture_method="automatic", **{"amount": 1000} | params)
    assert intent.http == 200, intent
    return intent


def expanded(stripe: Stripe, path: str, *fields: str) -> Any:
    return things(stripe.get(path, expand=list(fields)).body)


def assert_balanced(stripe: Stripe) -> None:
    """Neither the platform's books nor any account's contradict themselves."""
    world = stripe.app.world
    for account in (stripe.account, *world.joined(stripe.account)):
        found = ledger.discrepancies(account.store, ledger.movements(account.store))
        assert found == []


# Destination charges.


def test_a_destination_charge_hands_over_what_was_said(stripe: Stripe, account: str) -> None:
    intent = paid(stripe, transfer_data={"destination": account, "amount": 800})
    group = f"group_{intent.id}"
    assert (intent.transfer_group, intent.application_fee_amount) == (group, None)
    charge = expanded(stripe, f"/v1/charges/{intent.latest_charge}", "transfer")
    assert (charge.destination, charge.application, charge.application_fee) == (account, None, None)
    assert charge.transfer_data == {"amount": 800, "destination": account}
    transfer = charge.transfer
    assert (transfer.amount, transfer.currency, transfer.source_transaction) == (
        800,
        "usd",
        charge.id,
    )
    assert (transfer.transfer_group, transfer.description) == (group, None)
    payment = expanded(
        on(stripe, account), f"/v1/charges/{transfer.destination_payment}", "balance_transaction"
    )
    assert (payment.amount, payment.source_transfer) == (800, transfer.id)
    assert payment.application == stripe.account.application
    assert payment.payment_method_details == {"stripe_account": {}, "type": "stripe_account"}
    row = payment.balance_transaction
    assert (row.type, row.amount, row.fee, row.net) == ("payment", 800, 0, 800)
    assert_balanced(stripe)


def test_what_is_handed_over_is_available_with_the_charge_it_comes_from(
    stripe: Stripe, account: str
) -> None:
    intent = paid(stripe, transfer_data={"destination": account, "amount": 800})
    charge = stripe.charge_of(intent)
    transfer = expanded(stripe, f"/v1/transfers/{charge.transfer}", "balance_transaction")
    payment = expanded(
        on(stripe, account), f"/v1/charges/{transfer.destination_payment}", "balance_transaction"
    )
    for row in (transfer.balance_transaction, payment.balance_transaction):
        assert (row.status, row.available_on) == ("pending", AVAILABLE)


def test_an_application_fee_is_taken_out_of_the_whole_that_was_handed_over(
    stripe: Stripe, account: str
) -> None:
    intent = paid(stripe, transfer_data={"destination": account}, application_fee_amount=123)
    assert intent.transfer_data == {"destination": account}
    charge = expanded(
        stripe,
        f"/v1/charges/{intent.latest_charge}",
        "application_fee.balance_transaction",
        "transfer.destination_payment.balance_transaction",
        "balance_transaction",
    )
    assert charge.transfer_data == {"amount": None, "destination": account}
    assert charge.balance_transaction.fee_details[0].type == "stripe_fee"
    fee = charge.application_fee
    payment = charge.transfer.destination_payment
    assert charge.transfer.amount == 1000
    row = fee.pop("balance_transaction")
    assert fee == {
        "id": fee.id,
        "object": "application_fee",
        "account": account,
        "amount": 123,
        "amount_refunded": 0,
        "application": stripe.account.application,
        "charge": payment.id,
        "created": NOW,
        "currency": "usd",
        "fee_source": {"charge": payment.id, "type": "charge"},
        "livemode": False,
        "originating_transaction": charge.id,
        "refunded": False,
        "refunds": {
            "object": "list",
            "data": [],
            "has_more": False,
            "total_count": 0,
            "url": f"/v1/application_fees/{fee.id}/refunds",
        },
    }
    assert (row.type, row.reporting_category) == ("application_fee", "platform_earning")
    assert (row.amount, row.fee, row.net, row.source) == (123, 0, 123, fee.id)
    assert row.description == (
        f"Application fee from application PAIDONCE for {account} ({account})"
    )
    assert (payment.application_fee, payment.application_fee_amount) == (fee.id, 123)
    assert payment.balance_transaction.net == 877
    assert payment.balance_transaction.fee_details == [
        {
            "amount": 123,
            "application": stripe.account.application,
            "currency": "usd",
            "description": "PAIDONCE application fee",
            "type": "application_fee",
        }
    ]
    assert_balanced(stripe)


def test_a_charge_on_behalf_of_an_account_settles_in_its_currency(
    stripe: Stripe, canadian: str
) -> None:
    intent = paid(
        stripe,
        transfer_data={"destination": canadian},
        on_behalf_of=canadian,
        application_fee_amount=100,
    )
    charge = expanded(
        stripe,
        f"/v1/charges/{intent.latest_charge}",
        "application_fee",
        "balance_transaction",
        "transfer.destination_payment",
    )
    row, transfer = charge.balance_transaction, charge.transfer
    assert (charge.currency, row.currency, row.exchange_rate) == ("usd", "cad", 1.39)
    assert (row.amount, row.fee) == (1390, 70)
    assert (transfer.amount, transfer.currency) == (1390, "cad")
    payment = transfer.destination_payment
    assert (payment.amount, payment.application_fee_amount) == (1390, 139)
    assert (charge.application_fee.amount, charge.application_fee.currency) == (100, "usd")
    assert_balanced(stripe)


def test_without_it_the_receiving_account_exchanges_what_it_gets(
    stripe: Stripe, canadian: str
) -> None:
    intent = paid(stripe, transfer_data={"destination": canadian, "amount": 58})
    charge = expanded(stripe, f"/v1/charges/{intent.latest_charge}", "balance_transaction")
    transfer = stripe.get(f"/v1/transfers/{charge.transfer}")
    payment = expanded(
        on(stripe, canadian), f"/v1/charges/{transfer.destination_payment}", "balance_transaction"
    )
    assert (charge.balance_transaction.currency, transfer.currency) == ("usd", "usd")
    assert (payment.amount, payment.currency) == (58, "usd")
    row = payment.balance_transaction
    assert (row.amount, row.currency, row.exchange_rate) == (81, "cad", 1.39)
    assert_balanced(stripe)


def test_a_held_destination_charge_is_handed_over_once_captured(
    stripe: Stripe, account: str
) -> None:
    intent = stripe.held(amount=1000, transfer_data={"destination": account})
    assert stripe.get("/v1/transfers").data == []
    stripe.post(f"/v1/payment_intents/{intent.id}/capture", amount_to_capture=600)
    [transfer] = stripe.get("/v1/transfers").data
    assert transfer.amount == 600


def test_a_capture_may_say_what_fee_it_takes(stripe: Stripe, account: str) -> None:
    intent = stripe.held(
        amount=1000, transfer_data={"destination": account}, application_fee_amount=100
    )
    captured = stripe.post(
        f"/v1/payment_intents/{intent.id}/capture",
        amount_to_capture=600,
        application_fee_amount=60,
    )
    charge = stripe.charge_of(captured)
    assert (captured.application_fee_amount, charge.application_fee_amount) == (60, 60)
    assert stripe.get(f"/v1/application_fees/{charge.application_fee}").amount == 60


# Direct charges.


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


# Refunds and reversals.


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
    account = stripe.post("/v1/accounts", type="custom", country="US", external_account=bank).id
    stripe.post("/v1/transfers", amount=400, currency="usd", destination=account)
    theirs = on(stripe, account).get("/v1/balance")
    card = {"card": 400}
    assert theirs.instant_available == [{"amount": 400, "currency": "usd", "source_types": card}]
    ours = stripe.get("/v1/balance")
    assert ours.connect_reserved == [{"amount": 0, "currency": "usd"}]
    assert "instant_available" not in ours.body
    older = stripe.at_version("2023-10-16").get("/v1/balance")
    assert "refund_and_dispute_prefunding" not in older.body


# Application fees of their own.


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
    assert stripe.get("/v1/application_fees/fee_x").error.message == (
        "No such application fee: 'fee_x'"
    )
    assert_balanced(stripe)


def test_what_happens_to_a_fee_is_told_to_the_platform(stripe: Stripe, account: str) -> None:
    stripe.told()
    paid(on(stripe, account), application_fee_amount=100)
    assert stripe.types() == ["application_fee.created"]


def test_a_legacy_charge_takes_a_destination_too(stripe: Stripe, account: str) -> None:
    charge = stripe.post(
        "/v1/charges",
        amount=1000,
        currency="usd",
        source="tok_visa",
        destination={"account": account, "amount": 900},
    )
    assert (charge.destination, charge.transfer_group) == (account, f"group_{charge.id}")
    assert stripe.get(f"/v1/transfers/{charge.transfer}").amount == 900


def test_a_legacy_charge_may_name_its_destination_alone(stripe: Stripe, account: str) -> None:
    charge = stripe.post(
        "/v1/charges", amount=1000, currency="usd", source="tok_visa", destination=account
    )
    assert charge.transfer_data == {"amount": None, "destination": account}
    assert stripe.get(f"/v1/transfers/{charge.transfer}").amount == 1000


@pytest.mark.parametrize("path", ["/v1/payment_intents", "/v1/charges"])
def test_nothing_is_done_for_an_account_that_is_not_connected(stripe: Stripe, path: str) -> None:
    given: dict[str, Any] = {"amount": 1000, "currency": "usd"}
    if path == "/v1/charges":
        given["source"] = "tok_visa"
    refused = stripe.post(path, **given, on_behalf_of="acct_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "on_behalf_of")
    assert refused.error.message == "No such on_behalf_of: 'acct_x'"
    refused = stripe.post(path, **given, transfer_data={"destination": "acct_x"})
    assert refused.refusal[3] == "transfer_data[destination]"
    assert refused.error.message == "No such destination: 'acct_x'"


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
