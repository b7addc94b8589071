"""Payouts: from the balance to a bank account; and ephemeral keys, which mobile apps ask for."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.connecting import connected, on

PAYOUTS = "/v1/payouts"
DAY = 86_400


def funded(stripe: Stripe) -> Stripe:
    """An account with 970.70 usd that can be paid out."""
    stripe.paid("pm_card_bypassPending", amount=100_000, capture_method="automatic")
    stripe.told()
    return stripe


def paid_out(stripe: Stripe, **params: Any) -> Reply:
    return funded(stripe).post(PAYOUTS, **{"amount": 5000, "currency": "usd", **params})


def available(stripe: Stripe) -> int:
    amount: int = stripe.get("/v1/balance").available[0].amount
    return amount


def test_a_payout_leaves_the_balance_at_once(stripe: Stripe) -> None:
    payout = paid_out(stripe, description="Weekly")
    assert (payout.status, payout.automatic, payout.method) == ("pending", False, "standard")
    assert (payout.type, payout.source_type) == ("bank_account", "card")
    assert payout.destination.startswith("ba_1")
    row = stripe.get(f"/v1/balance_transactions/{payout.balance_transaction}")
    assert (row.type, row.amount, row.fee, row.source) == ("payout", -5000, 0, payout.id)
    assert row.description == "STRIPE PAYOUT"
    assert available(stripe) == 100_000 - 2930 - 5000
    assert stripe.types() == ["payout.created"]


def test_a_payout_is_sent_and_arrives(stripe: Stripe) -> None:
    payout = paid_out(stripe)
    stripe.advance(hours=12)
    assert stripe.get(f"{PAYOUTS}/{payout.id}").status == "in_transit"
    stripe.advance(hours=12)
    after = stripe.get(f"{PAYOUTS}/{payout.id}")
    assert (after.status, after.trace_id.status) == ("paid", "supported")
    assert after.arrival_date == stripe.now // DAY * DAY
    assert stripe.types() == ["payout.created", "payout.updated", "payout.paid"]


def test_an_instant_payout_arrives_within_the_hour(stripe: Stripe) -> None:
    body = b"amount=5000&currency=usd&method=instant"
    payout = funded(stripe).send("POST", PAYOUTS, body=body)
    assert payout.arrival_date == payout.created
    stripe.advance(minutes=30)
    assert stripe.get(f"{PAYOUTS}/{payout.id}").status == "paid"


def test_more_than_there_is_cannot_be_paid_out(stripe: Stripe) -> None:
    refused = paid_out(stripe, amount=5_000_000)
    assert refused.refusal == (400, "invalid_request_error", "balance_insufficient", None)
    assert refused.error.message == (
        "You have insufficient funds in your Stripe account for this transfer. Your card balance is"
        " too low.  You can use the /v1/balance endpoint to view your Stripe balance (for more"
        " details, see stripe.com/docs/api#balance)."
    )


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payout_is_of_something(stripe: Stripe, amount: int) -> None:
    refused = paid_out(stripe, amount=amount)
    assert (refused.http, refused.error.param) == (400, "amount")


def test_a_payout_goes_to_an_account_that_is_known(stripe: Stripe) -> None:
    refused = paid_out(stripe, destination="ba_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "destination")


def test_a_payout_that_was_not_sent_can_be_canceled(stripe: Stripe) -> None:
    payout = paid_out(stripe)
    after = stripe.post(f"{PAYOUTS}/{payout.id}/cancel")
    assert after.status == "canceled"
    assert after.trace_id == {"status": "unsupported", "value": None}
    row = stripe.get(f"/v1/balance_transactions/{after.failure_balance_transaction}")
    assert (row.type, row.amount) == ("payout_cancel", 5000)
    assert available(stripe) == 100_000 - 2930
    stripe.advance(days=2)
    assert stripe.get(f"{PAYOUTS}/{payout.id}").status == "canceled"
    refused = stripe.post(f"{PAYOUTS}/{payout.id}/cancel")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "Payouts can only be canceled while they are pending."


def test_nobody_says_of_which_rows_a_payout_by_hand_is_made(stripe: Stripe) -> None:
    refused = stripe.get("/v1/balance_transactions", payout=paid_out(stripe).id)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Balance transaction history can only be filtered on automatic transfers, not manual."
    )


def test_what_a_statement_says_of_a_payout_has_22_characters_at_most(stripe: Stripe) -> None:
    refused = paid_out(stripe, statement_descriptor="P" * 23)
    assert refused.refusal == (400, "invalid_request_error", None, "statement_descriptor")
    assert stripe.get(PAYOUTS).data == []


def test_an_account_is_paid_out_in_the_currencies_of_its_bank_accounts(stripe: Stripe) -> None:
    bank = {"object": "bank_account", "country": "US", "currency": "usd"}
    numbers = {"account_number": "000123456789", "routing_number": "110000000"}
    account = connected(stripe, external_account={**bank, **numbers})
    theirs = funded(on(stripe, account))
    refused = theirs.post(PAYOUTS, amount=100, currency="eur")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Sorry, you don't have any external accounts in that currency (eur)."
    )
    assert theirs.post(PAYOUTS, amount=100, currency="usd").http == 200


def test_a_payout_that_arrived_can_be_fetched_back_once(stripe: Stripe) -> None:
    payout = paid_out(stripe)
    assert stripe.post(f"{PAYOUTS}/{payout.id}/reverse").http == 400
    stripe.advance(days=1)
    back = stripe.post(f"{PAYOUTS}/{payout.id}/reverse")
    assert (back.amount, back.original_payout) == (-5000, payout.id)
    assert back.arrival_date == payout.arrival_date + DAY
    assert stripe.get(f"{PAYOUTS}/{payout.id}").reversed_by == back.id
    assert stripe.post(f"{PAYOUTS}/{payout.id}/reverse").http == 400


def test_payouts_are_listed_by_status(stripe: Stripe) -> None:
    first = paid_out(stripe)
    stripe.post(f"{PAYOUTS}/{first.id}/cancel")
    second = stripe.post(PAYOUTS, amount=100, currency="usd", metadata={"a": "b"})
    assert [p.id for p in stripe.get(PAYOUTS, status="canceled").data] == [first.id]
    assert [p.id for p in stripe.get(PAYOUTS).data] == [second.id, first.id]
    assert stripe.post(f"{PAYOUTS}/{second.id}", metadata={"a": ""}).metadata == {}


def test_a_payout_that_is_not_there_is_refused_by_name(stripe: Stripe) -> None:
    refused = stripe.get(f"{PAYOUTS}/po_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "payout")
    assert refused.error.message == "No such payout: 'po_x'"


def test_money_that_was_pending_becomes_available(stripe: Stripe) -> None:
    intent = stripe.paid(capture_method="automatic")
    row = stripe.charge_of(intent).balance_transaction
    assert stripe.get(f"/v1/balance_transactions/{row}").status == "pending"
    stripe.advance(days=8)
    assert stripe.get(f"/v1/balance_transactions/{row}").status == "available"


# Ephemeral keys.


def test_an_ephemeral_key_opens_one_customer_for_an_hour(stripe: Stripe) -> None:
    stripe = stripe.at_version("2024-06-20")
    customer = stripe.post("/v1/customers").id
    key = stripe.post("/v1/ephemeral_keys", customer=customer)
    assert key.id.startswith("ephkey_1")
    assert key.associated_objects == [{"id": customer, "type": "customer"}]
    assert key.expires == key.created + 3600
    assert key.secret.startswith("ek_test_")
    gone = stripe.delete(f"/v1/ephemeral_keys/{key.id}")
    assert (gone.id, "secret" in gone.body) == (key.id, False)
    assert stripe.delete(f"/v1/ephemeral_keys/{key.id}").http == 404


def test_an_ephemeral_key_opens_one_thing(stripe: Stripe) -> None:
    app = stripe.at_version("2024-06-20")
    customer = stripe.post("/v1/customers").id
    assert app.post("/v1/ephemeral_keys").http == 400
    both = {"customer": customer, "issuing_card": "ic_x"}
    assert app.post("/v1/ephemeral_keys", **both).error.code == "parameters_exclusive"
    missing = app.post("/v1/ephemeral_keys", issuing_card="ic_x")
    assert missing.refusal == (400, "invalid_request_error", "resource_missing", "issuing_card")


def test_an_ephemeral_key_is_for_a_version_that_is_said(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    refused = stripe.post("/v1/ephemeral_keys", customer=customer)
    assert refused.http == 400
    assert "Stripe-Version" in refused.error.message


def test_a_connected_accounts_payout_goes_to_its_default_external_account(stripe: Stripe) -> None:
    account = connected(stripe, external_account="btok_us_verified_noAccount")
    (bank,) = stripe.get(f"/v1/accounts/{account}").external_accounts.data
    there = on(stripe, account)
    payout = paid_out(there)
    assert payout.destination == bank.id
    stripe.advance(days=1)
    assert there.get(f"{PAYOUTS}/{payout.id}").failure_code == "no_account"
    path = f"/v1/accounts/{account}/external_accounts/{bank.id}"
    assert stripe.get(path).status == "errored"
    assert "account.external_account.updated" in there.types()


def test_a_payout_to_a_debit_card_succeeds_or_fails_as_the_card_says(stripe: Stripe) -> None:
    for token, status in (("transferSuccess", "paid"), ("transferFail", "failed")):
        account = connected(stripe, external_account=f"tok_visa_debit_us_{token}")
        payout = paid_out(on(stripe, account))
        assert payout.type == "card"
        stripe.advance(days=1)
        assert on(stripe, account).get(f"{PAYOUTS}/{payout.id}").status == status
        refused = on(stripe, account).post(f"{PAYOUTS}/{payout.id}/reverse")
        assert refused.refusal == (400, "invalid_request_error", None, None)


@pytest.mark.parametrize(
    "external",
    [
        "tok_visa_debit_us_instantPayoutUnsupported",
        {
            "object": "bank_account",
            "country": "US",
            "account_number": "000888888883",
            "routing_number": "110000000",
        },
    ],
    ids=["card", "bank account"],
)
def test_not_every_destination_takes_instant_payouts(stripe: Stripe, external: Any) -> None:
    there = on(stripe, connected(stripe, external_account=external))
    body = b"amount=5000&currency=usd&method=instant"
    refused = funded(there).send("POST", PAYOUTS, body=body)
    assert refused.refusal[2:] == ("instant_payouts_unsupported", "method")
    assert paid_out(there).status == "pending"
