"""API versions before PaymentIntents: what Charges, cards and events looked like then."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe
from simulator.webhooks.bodies import event_as


def test_an_event_named_its_request_until_2017(stripe: Stripe) -> None:
    stripe.paid()
    stripe.advance(days=8)
    events = list(stripe.account.events.values())
    asked = next(each for each in events if each.type == "charge.succeeded")
    unasked = next(each for each in events if each.type == "balance.available")
    assert asked.request.id
    assert event_as(stripe.account, asked, "2017-04-06")["request"] == asked.request.id
    assert event_as(stripe.account, unasked, "2017-04-06")["request"] is None
    assert event_as(stripe.account, asked, "2017-05-25")["request"]["id"] == asked.request.id


def test_a_row_listed_the_transfers_out_of_it_until_2017(stripe: Stripe) -> None:
    charge = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa")
    path = f"/v1/balance_transactions/{charge.balance_transaction}"
    old = stripe.at_version("2016-10-19").get(path).sourced_transfers
    assert (old.data, old.total_count) == ([], 0)
    assert old.url == f"/v1/transfers?source_transaction={charge.id}"
    assert "sourced_transfers" not in stripe.at_version("2017-01-27").get(path).body


def test_a_charge_told_all_of_its_dispute_until_2017(stripe: Stripe) -> None:
    charge = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_createDispute")
    path = f"/v1/charges/{charge.id}"
    new = stripe.at_version("2017-02-14").get(path).dispute
    old = stripe.at_version("2017-01-27").get(path).dispute
    assert (old.id, old.object, old.charge) == (new, "dispute", charge.id)


@pytest.mark.parametrize("token", ["tok_visa", "tok_createDispute"])
def test_what_is_taken_back_was_of_the_charge_until_2015(stripe: Stripe, token: str) -> None:
    charge = stripe.post("/v1/charges", amount=2500, currency="usd", source=token)
    if token == "tok_visa":
        stripe.post("/v1/refunds", charge=charge.id)
    kind = "refund" if token == "tok_visa" else "adjustment"
    find = {"path": "/v1/balance_transactions", "type": kind}
    [new] = stripe.at_version("2015-08-19").get(**find).data
    [old] = stripe.at_version("2015-08-07").get(**find).data
    assert new.source != charge.id
    assert (old.id, old.source) == (new.id, charge.id)


def test_evidence_was_a_text_until_2014(stripe: Stripe) -> None:
    stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_createDispute")
    [new] = stripe.at_version("2014-12-08").get("/v1/disputes").data
    words = {"uncategorized_text": "They had it."}
    stripe.post(f"/v1/disputes/{new.id}", evidence=words, submit=False)
    [old] = stripe.at_version("2014-11-20").get("/v1/disputes").data
    assert old.evidence == "They had it."
    assert old.evidence_due_by == new.evidence_details.due_by
    assert "evidence_details" not in old


def test_a_dispute_moved_money_once_until_2014(stripe: Stripe) -> None:
    stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_createDispute")
    [new] = stripe.at_version("2014-08-20").get("/v1/disputes").data
    [old] = stripe.at_version("2014-08-04").get("/v1/disputes").data
    assert old.balance_transaction == new.balance_transactions[0].id
    assert "balance_transactions" not in old


def test_a_charge_was_paid_with_a_card_until_2015(stripe: Stripe) -> None:
    charge = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa")
    path = f"/v1/charges/{charge.id}"
    old = stripe.at_version("2015-02-16").get(path)
    assert (old.status, old.card.id, old.source.id) == ("paid", charge.source.id, charge.source.id)
    new = stripe.at_version("2015-02-18").get(path)
    assert new.status == "succeeded"
    assert "card" not in new.body


def test_a_card_that_was_not_checked_said_nothing_until_2014(stripe: Stripe) -> None:
    path = f"/v1/tokens/{token(stripe)}"
    old = stripe.at_version("2014-12-17").get(path).card
    assert (old.cvc_check, old.customer) == (None, None)
    new = stripe.at_version("2014-12-22").get(path).card
    assert new.cvc_check == "unchecked"
    assert "customer" not in new


def test_a_charge_was_described_on_statements_until_2014(stripe: Stripe) -> None:
    charge = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa")
    path = f"/v1/charges/{charge.id}"
    old = stripe.at_version("2014-12-08").get(path).body
    assert "statement_description" in old
    assert "statement_descriptor" not in old


def test_refunds_were_a_row_until_2014(stripe: Stripe) -> None:
    charge = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa")
    refund = stripe.post("/v1/refunds", charge=charge.id)
    path = f"/v1/charges/{charge.id}"
    [old] = stripe.at_version("2014-06-13").get(path).refunds
    assert old.id == refund.id
    assert stripe.at_version("2014-06-17").get(path).refunds.object == "list"


def test_a_card_had_a_type_until_2014(stripe: Stripe) -> None:
    path = f"/v1/tokens/{token(stripe)}"
    old = stripe.at_version("2014-05-19").get(path).card
    assert old.type == "Visa"
    assert "brand" not in old


def token(stripe: Stripe) -> str:
    card = {"number": "4242424242424242", "exp_month": 8, "exp_year": 2030, "cvc": "123"}
    id: str = stripe.post("/v1/tokens", card=card).id
    return id
