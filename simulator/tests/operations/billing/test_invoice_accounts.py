"""Subscriptions that pay other accounts: each invoice's payment carries the fee and the transfer.

Source: Stripe docs, "Create subscriptions with Stripe Connect".
"""

from typing import Any

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscription_discounts import MONTHLY, subscribe
from simulator.tests.operations.connecting import connected
from simulator.tests.operations.shopping import goods, open_session, pay


def charges(stripe: Stripe, customer: str) -> list[Any]:
    listed: list[Any] = stripe.get("/v1/charges", customer=customer).data
    return listed


def test_a_fee_in_percent_is_taken_out_of_what_the_invoice_hands_over(stripe: Stripe) -> None:
    account = connected(stripe)
    made = subscribe(
        stripe,
        application_fee_percent=12.5,
        on_behalf_of=account,
        transfer_data={"destination": account},
    )
    [charge] = charges(stripe, made.customer)
    assert (charge.amount, charge.application_fee_amount) == (2500, 313)
    assert (charge.on_behalf_of, charge.destination) == (account, account)
    assert stripe.get(f"/v1/application_fees/{charge.application_fee}").amount == 313
    assert stripe.get(f"/v1/transfers/{charge.transfer}").amount == 2500


def test_a_transfer_in_percent_hands_over_that_part_of_each_invoice(stripe: Stripe) -> None:
    account = connected(stripe)
    made = subscribe(stripe, transfer_data={"destination": account, "amount_percent": 40})
    [charge] = charges(stripe, made.customer)
    assert charge.transfer_data == {"amount": 1000, "destination": account}
    assert stripe.get(f"/v1/transfers/{charge.transfer}").amount == 1000


def test_who_pays_no_other_account_hands_nothing_over(stripe: Stripe) -> None:
    [charge] = charges(stripe, subscribe(stripe).customer)
    assert charge.transfer_data is None
    assert (charge.application_fee_amount, charge.on_behalf_of) == (None, None)


def test_an_account_that_is_not_connected_is_refused_before_a_trial_begins(stripe: Stripe) -> None:
    refused = subscribe(stripe, trial_period_days=7, transfer_data={"destination": "acct_1unknown"})
    assert refused.refusal[::3] == (400, "transfer_data[destination]")


def test_each_renewal_leaves_its_part_anew(stripe: Stripe) -> None:
    account = connected(stripe)
    made = subscribe(stripe, application_fee_percent=10, transfer_data={"destination": account})
    stripe.advance(days=32)
    renewed, first = charges(stripe, made.customer)
    assert renewed.application_fee_amount == first.application_fee_amount == 250
    assert renewed.transfer != first.transfer
    assert stripe.get(f"/v1/transfers/{renewed.transfer}").destination == account


def test_a_subscription_of_the_checkout_page_leaves_its_part_too(stripe: Stripe) -> None:
    account = connected(stripe)
    session = open_session(
        stripe,
        goods(price_data=MONTHLY),
        mode="subscription",
        subscription_data={
            "application_fee_percent": 10,
            "transfer_data": {"destination": account},
        },
    )
    assert pay(stripe, session) is None
    [charge] = stripe.get("/v1/charges").data
    assert charge.application_fee_amount == charge.amount // 10
    assert stripe.get(f"/v1/transfers/{charge.transfer}").destination == account


def invoiced(stripe: Stripe, **more: Any) -> Any:
    """A draft over 10.00 usd, of a Customer who can pay it."""
    customer = stripe.post("/v1/customers", source="tok_visa").id
    stripe.post("/v1/invoiceitems", customer=customer, amount=1000, currency="usd")
    behavior = "include"
    return stripe.post(
        "/v1/invoices", customer=customer, pending_invoice_items_behavior=behavior, **more
    )


def test_an_invoice_leaves_a_fee_of_what_it_hands_over(stripe: Stripe) -> None:
    account = connected(stripe)
    invoice = invoiced(
        stripe,
        application_fee_amount=123,
        on_behalf_of=account,
        transfer_data={"destination": account},
    )
    stripe.post(f"/v1/invoices/{invoice.id}/pay")
    [charge] = charges(stripe, invoice.customer)
    assert (charge.application_fee_amount, charge.on_behalf_of) == (123, account)
    assert stripe.get(f"/v1/application_fees/{charge.application_fee}").amount == 123
    assert stripe.get(f"/v1/transfers/{charge.transfer}").destination == account


def test_a_draft_changes_what_it_hands_over(stripe: Stripe) -> None:
    account = connected(stripe)
    path = f"/v1/invoices/{invoiced(stripe).id}"
    changed = stripe.post(path, transfer_data={"destination": account, "amount": 400})
    stripe.post(f"{path}/pay")
    [charge] = charges(stripe, changed.customer)
    assert charge.transfer_data == {"amount": 400, "destination": account}
    other = invoiced(stripe, transfer_data={"destination": account})
    stripe.post(f"/v1/invoices/{other.id}", transfer_data="")
    stripe.post(f"/v1/invoices/{other.id}/pay")
    [charge] = charges(stripe, other.customer)
    assert charge.transfer_data is None


def test_no_more_is_left_than_is_due(stripe: Stripe) -> None:
    account = connected(stripe)
    invoice = invoiced(stripe, application_fee_amount=5000, transfer_data={"destination": account})
    stripe.post(f"/v1/invoices/{invoice.id}/pay")
    [charge] = charges(stripe, invoice.customer)
    assert (charge.amount, charge.application_fee_amount) == (1000, 1000)


def test_an_invoice_names_only_connected_accounts(stripe: Stripe) -> None:
    refused = invoiced(stripe, transfer_data={"destination": "acct_1unknown"})
    assert refused.refusal[::3] == (400, "transfer_data[destination]")


def test_until_basil_an_invoice_shows_what_it_leaves(stripe: Stripe) -> None:
    account = connected(stripe)
    given = {"application_fee_amount": 50, "transfer_data": {"destination": account}}
    path = f"/v1/invoices/{invoiced(stripe, **given).id}"
    old = stripe.at_version("2024-06-20")
    for _ in ("draft", "paid"):
        shown = old.get(path)
        assert shown.application_fee_amount == 50
        assert shown.transfer_data == {"amount": None, "destination": account}
        stripe.post(f"{path}/pay")
    older = stripe.at_version("2019-02-19")
    told = older.post(f"/v1/invoices/{invoiced(older).id}", application_fee=60)
    assert told.application_fee == 60
    made = subscribe(stripe, application_fee_percent=10, transfer_data={"destination": account})
    assert old.get(f"/v1/invoices/{made.latest_invoice}").application_fee_amount == 250
