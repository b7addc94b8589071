"""Destination charges: the money is handed over as soon as it is taken, less a fee."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.operations.payments.settling import SETTLES_ASYNC_AFTER
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


@pytest.fixture
def canadian(stripe: Stripe) -> str:
    return connected(stripe, country="CA")


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


@pytest.mark.parametrize("capture_method", ["automatic", "automatic_async", "manual"])
def test_the_news_of_a_charge_say_where_its_money_goes(
    stripe: Stripe, account: str, capture_method: str
) -> None:
    intent = paid(
        stripe,
        capture_method=capture_method,
        application_fee_amount=100,
        transfer_data={"destination": account},
    )
    if capture_method == "manual":
        stripe.post(f"/v1/payment_intents/{intent.id}/capture")
    stripe.advance(seconds=SETTLES_ASYNC_AFTER)
    told = [
        (event.type, shown.destination, bool(shown.get("transfer")), bool(shown.application_fee))
        for event in reversed(stripe.get("/v1/events", limit=20).data)
        if (shown := event.data.object).object == "charge"
    ]
    expected = {
        "automatic": [("charge.succeeded", account, True, True)],
        "automatic_async": [
            ("charge.succeeded", account, False, False),
            ("charge.updated", account, True, True),
        ],
        "manual": [
            ("charge.succeeded", account, False, False),
            ("charge.captured", account, True, True),
        ],
    }
    assert told == expected[capture_method]
    assert_balanced(stripe)


def test_what_was_handed_over_was_listed_with_its_row_until_2017(
    stripe: Stripe, account: str
) -> None:
    charge = stripe.charge_of(paid(stripe, transfer_data={"destination": account}))
    row = stripe.get(f"/v1/balance_transactions/{charge.balance_transaction}")
    old = stripe.at_version("2016-10-19").get(f"/v1/balance_transactions/{row.id}")
    assert old.sourced_transfers.total_count == 1
    assert old.sourced_transfers.data[0].source_transaction == charge.id


def test_no_amounts_are_updated_where_a_platform_charged(stripe: Stripe, account: str) -> None:
    charge = stripe.charge_of(paid(stripe, transfer_data={"destination": account}))
    old = stripe.at_version("2023-10-16")
    assert old.get(f"/v1/charges/{charge.id}").amount_updates == []
    [transfer] = old.get("/v1/transfers").data
    theirs = on(old, account).get(f"/v1/charges/{transfer.destination_payment}")
    assert "amount_updates" not in theirs.body


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


def test_a_legacy_charge_takes_a_fee_or_hands_over_a_part(stripe: Stripe, account: str) -> None:
    refused = stripe.post(
        "/v1/charges",
        amount=1000,
        currency="usd",
        source="tok_visa",
        destination={"account": account, "amount": 900},
        application_fee=50,
    )
    assert refused.refusal[2:] == (None, "application_fee_amount")


def test_nothing_is_no_part(stripe: Stripe, account: str) -> None:
    refused = stripe.intent(transfer_data={"destination": account, "amount": 0})
    assert refused.refusal[2:] == ("parameter_invalid_integer", "transfer_data[amount]")


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


def test_the_capture_of_a_legacy_charge_says_what_is_handed_over(
    stripe: Stripe, account: str
) -> None:
    held = stripe.post(
        "/v1/charges",
        amount=1000,
        currency="usd",
        source="tok_visa",
        capture=False,
        transfer_data={"destination": account},
    )
    captured = stripe.post(
        f"/v1/charges/{held.id}/capture",
        amount=600,
        transfer_data={"amount": 500},
        receipt_email="jo@example.com",
    )
    assert (captured.receipt_email, captured.transfer_data.amount) == ("jo@example.com", 500)
    assert stripe.get(f"/v1/transfers/{captured.transfer}").amount == 500


def test_what_is_handed_over_can_change_until_the_capture(stripe: Stripe, account: str) -> None:
    intent = stripe.held(amount=1000, transfer_data={"destination": account, "amount": 900})
    whole = {"amount": 800, "destination": account}
    changed = stripe.post(f"/v1/payment_intents/{intent.id}", transfer_data={"amount": 800})
    assert changed.transfer_data == whole
    captured = stripe.post(
        f"/v1/payment_intents/{intent.id}/capture", transfer_data={"amount": 700}
    )
    assert captured.transfer_data == whole | {"amount": 700}
    [transfer] = stripe.get("/v1/transfers").data
    assert transfer.amount == 700


def test_a_payment_says_what_its_transfer_and_the_payment_beyond_it_are_called(
    stripe: Stripe, account: str
) -> None:
    said = {
        "destination": account,
        "description": "share",
        "metadata": {"of": "7"},
        "payment_data": {"description": "sale", "metadata": {"order": "7"}},
    }
    intent = paid(stripe, transfer_data=said)
    assert intent.transfer_data == said
    charge = expanded(stripe, f"/v1/charges/{intent.latest_charge}", "transfer")
    assert charge.transfer_data == {"amount": None, "destination": account}
    assert (charge.transfer.description, charge.transfer.metadata) == ("share", {"of": "7"})
    payment = on(stripe, account).get(f"/v1/charges/{charge.transfer.destination_payment}")
    assert (payment.description, payment.metadata) == ("sale", {"order": "7"})
    legacy = stripe.post(
        "/v1/charges",
        amount=1000,
        currency="usd",
        source="tok_visa",
        transfer_data={"destination": account, "description": "share"},
    )
    assert legacy.transfer_data == {"amount": None, "destination": account}
    assert stripe.get(f"/v1/transfers/{legacy.transfer}").description == "share"


def test_the_transfer_is_told_of_before_the_fee_that_is_taken_out_of_it(
    stripe: Stripe, account: str
) -> None:
    stripe.told()
    paid(stripe, transfer_data={"destination": account}, application_fee_amount=100)
    assert stripe.types() == [
        "payment_intent.created",
        "charge.succeeded",
        "transfer.created",
        "application_fee.created",
        "payment_intent.succeeded",
    ]
    [payment] = on(stripe, account).told()
    assert payment.type == "payment.created"
    assert payment.data.object.application_fee_amount == 100
    assert payment.data.object.application_fee.startswith("fee_")


def test_what_settles_later_is_handed_over_later(stripe: Stripe, account: str) -> None:
    shares = {"transfer_data": {"destination": account}, "application_fee_amount": 100}
    intent = paid(stripe, capture_method="automatic_async", **shares)
    charge = stripe.charge_of(intent)
    waiting = ("application_fee", "balance_transaction", "transfer")
    assert [charge.body.get(name) for name in waiting] == [None, None, None]
    stripe.advance(seconds=SETTLES_ASYNC_AFTER)
    after = stripe.get(f"/v1/charges/{charge.id}")
    assert after.transfer.startswith("tr_3")
    assert after.application_fee.startswith("fee_1")
    [updated] = [event for event in stripe.told() if event.type == "charge.updated"]
    before = updated.data.previous_attributes
    assert set(waiting) <= set(before)
    assert_balanced(stripe)


def test_what_is_taken_back_at_once_is_handed_over_first(stripe: Stripe, account: str) -> None:
    intent = paid(stripe, capture_method="automatic_async", transfer_data={"destination": account})
    refund = stripe.post("/v1/refunds", payment_intent=intent.id, reverse_transfer=True)
    assert refund.transfer_reversal.startswith("trr_")
    assert stripe.charge_of(intent).balance_transaction is not None
    assert_balanced(stripe)


def test_no_more_is_handed_over_than_was_paid(stripe: Stripe, account: str) -> None:
    intent = paid(stripe, transfer_data={"destination": account, "amount": 90_000})
    assert list(intent.transfer_data) == ["amount", "destination"]
    transfer = stripe.get(f"/v1/transfers/{stripe.charge_of(intent).transfer}")
    assert transfer.amount == intent.amount
