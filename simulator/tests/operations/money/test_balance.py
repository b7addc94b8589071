"""The ledger: a row for every movement, what Stripe keeps of it, and what it all comes to."""

from __future__ import annotations

import pytest

from simulator.tests.calls import NOW, Stripe

DAY = 86_400
ROWS = "/v1/balance_transactions"


@pytest.mark.parametrize(("amount", "fee"), [(1000, 59), (2500, 103), (2900, 114), (50, 31)])
def test_stripe_keeps_its_fee(stripe: Stripe, amount: int, fee: int) -> None:
    charge = stripe.charge_of(stripe.paid(amount=amount, capture_method="automatic"))
    row = stripe.get(f"{ROWS}/{charge.balance_transaction}")
    assert (row.amount, row.fee, row.net) == (amount, fee, amount - fee)
    assert row.fee_details == [
        {
            "amount": fee,
            "application": None,
            "currency": "usd",
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]


@pytest.mark.parametrize(
    ("card", "amount", "fee"), [("fr", 100, 34), ("gb", 1000, 74), ("us", 1000, 59)]
)
def test_a_card_from_abroad_costs_more(stripe: Stripe, card: str, amount: int, fee: int) -> None:
    paid = stripe.paid(f"pm_card_{card}", amount=amount, capture_method="automatic")
    row = stripe.get(f"{ROWS}/{stripe.charge_of(paid).balance_transaction}")
    assert (row.fee, row.net) == (fee, amount - fee)


def test_what_bank_accounts_paid_the_old_way_is_a_part_of_its_own(stripe: Stripe) -> None:
    paid = stripe.paid(capture_method="automatic")
    customer = stripe.post("/v1/customers", source="btok_us_verified").id
    path = f"/v1/customers/{customer}/sources"
    [account] = stripe.get(path).data
    stripe.post(f"{path}/{account.id}/verify", amounts=[32, 45])
    charge = stripe.post("/v1/charges", amount=5000, currency="usd", customer=customer)
    stripe.advance(days=20)
    [there] = stripe.get("/v1/balance").available
    nets = [stripe.get(ROWS, source=id).data[0].net for id in (paid.latest_charge, charge.id)]
    assert there.source_types == {"bank_account": nets[1], "card": nets[0]}
    assert there.amount == sum(nets)
    refused = stripe.post(
        "/v1/payouts", amount=nets[1] + 1, currency="usd", source_type="bank_account"
    )
    assert refused.error.code == "balance_insufficient"
    given = {"currency": "usd", "source_type": "bank_account"}
    payout = stripe.post("/v1/payouts", amount=nets[1], **given)
    assert payout.source_type == "bank_account"
    [left] = stripe.get("/v1/balance").available
    assert left.source_types == {"bank_account": 0, "card": nets[0]}


def test_a_charges_row(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid(capture_method="automatic", description="Order 7"))
    row = dict(stripe.get(f"{ROWS}/{charge.balance_transaction}").body)
    del row["fee_details"]
    assert row == {
        "id": charge.balance_transaction,
        "object": "balance_transaction",
        "amount": 2500,
        "available_on": (NOW // DAY + 7) * DAY,
        "balance_type": "payments",
        "created": NOW,
        "currency": "usd",
        "description": "Order 7",
        "exchange_rate": None,
        "fee": 103,
        "net": 2397,
        "reporting_category": "charge",
        "source": charge.id,
        "status": "pending",
        "type": "charge",
    }


def test_rows_are_found_by_when_they_become_available(stripe: Stripe) -> None:
    stripe.paid(capture_method="automatic")
    [row] = stripe.get(ROWS).data
    for at, found in ((row.available_on, 1), (row.available_on + 1, 0)):
        for limits in (at, {"gte": at, "lt": at + 1}):
            assert len(stripe.get(ROWS, available_on=limits).data) == found


def test_money_becomes_available_at_midnight(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid(capture_method="automatic"))
    balance = stripe.get("/v1/balance")
    assert (balance.available[0].amount, balance.pending[0].amount) == (0, 2397)
    row = stripe.get(f"{ROWS}/{charge.balance_transaction}")
    stripe.advance(seconds=row.available_on - stripe.now)
    assert stripe.get(f"{ROWS}/{row.id}").status == "available"
    balance = stripe.get("/v1/balance")
    assert (balance.available[0].amount, balance.pending[0].amount) == (2397, 0)


def test_what_became_available_is_told_of_once(stripe: Stripe) -> None:
    for _ in range(2):
        stripe.paid(capture_method="automatic")
    stripe.advance(days=6)
    assert "balance.available" not in [event.type for event in stripe.told()]
    stripe.advance(days=1)
    [event] = stripe.told()
    assert event.type == "balance.available"
    assert event.data.object == stripe.get("/v1/balance").body
    assert event.data.object.available[0].amount == 2 * 2397
    assert event.request == {"id": None, "idempotency_key": None}


def test_money_that_is_not_held_back_is_told_of_at_once(stripe: Stripe) -> None:
    stripe.paid("pm_card_bypassPending", capture_method="automatic")
    stripe.advance(seconds=1)
    assert stripe.told()[-1].type == "balance.available"


def test_an_empty_balance(stripe: Stripe) -> None:
    nothing = {"amount": 0, "currency": "usd", "source_types": {"card": 0}}
    bare = {"amount": 0, "currency": "usd"}
    assert stripe.get("/v1/balance").body == {
        "object": "balance",
        "available": [nothing],
        "livemode": False,
        "pending": [nothing],
        "refund_and_dispute_prefunding": {"available": [bare], "pending": [bare]},
    }


def test_what_was_not_captured_has_no_row(stripe: Stripe) -> None:
    stripe.held()
    stripe.paid("pm_card_chargeDeclined")
    assert stripe.get(ROWS).data == []


def test_rows_are_listed_by_what_they_are_of(stripe: Stripe) -> None:
    intent = stripe.paid(capture_method="automatic")
    refund = stripe.post("/v1/refunds", payment_intent=intent.id)
    charge = stripe.charge_of(intent)
    both = [refund.balance_transaction, charge.balance_transaction]
    for given, ids in (
        ({}, both),
        ({"type": "refund"}, both[:1]),
        ({"source": charge.id}, both[1:]),
        ({"currency": "eur"}, []),
        ({"created": {"lt": NOW}}, []),
    ):
        assert [row.id for row in stripe.get(ROWS, **given).data] == ids


def test_rows_of_a_payout_that_is_not_there_are_refused(stripe: Stripe) -> None:
    refused = stripe.get(ROWS, payout="po_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "payout")
    assert stripe.get(ROWS, source="du_x").data == []


def test_a_missing_row_is_a_404(stripe: Stripe) -> None:
    refused = stripe.get(f"{ROWS}/txn_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == "No such balance transaction: 'txn_x'"


def test_old_clients_find_the_rows_where_they_once_were(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid(capture_method="automatic"))
    history = stripe.get("/v1/balance/history", type="charge")
    [row] = history.data
    assert history.url == "/v1/balance/history"
    assert stripe.get(ROWS).url == ROWS
    assert row.id == charge.balance_transaction
    assert stripe.get(f"/v1/balance/history/{row.id}").body == row
