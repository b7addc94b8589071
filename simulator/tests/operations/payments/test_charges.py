"""Charges: what they copy, what may still change, how they are listed, and the legacy way in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.tests.calls import Stripe


def test_a_charge_shows_everything_that_stripe_shows(stripe: Stripe) -> None:
    intent = stripe.paid(description="Order 7", metadata={"order_id": "7"})
    charge = dict(stripe.charge_of(intent).body)
    details = charge.pop("payment_method_details")
    outcome = charge.pop("outcome")
    assert re.fullmatch(
        r"https://pay\.stripe\.com/receipts/payment/[\w-]+", charge.pop("receipt_url")
    )
    assert charge == {
        "id": intent.latest_charge,
        "object": "charge",
        "amount": 2500,
        "amount_captured": 2500,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": {
            "address": {
                "city": None,
                "country": None,
                "line1": None,
                "line2": None,
                "postal_code": None,
                "state": None,
            },
            "email": None,
            "name": None,
            "phone": None,
            "tax_id": None,
        },
        "calculated_statement_descriptor": "PAIDONCE",
        "captured": True,
        "created": stripe.now,
        "currency": "usd",
        "customer": None,
        "description": "Order 7",
        "destination": None,
        "dispute": None,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": {"order_id": "7"},
        "on_behalf_of": None,
        "order": None,
        "paid": True,
        "payment_intent": intent.id,
        "payment_method": intent.payment_method,
        "radar_options": {},
        "receipt_email": None,
        "receipt_number": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }
    assert 0 <= outcome.pop("risk_score") <= 64
    assert outcome == {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
    assert details.type == "card"
    assert re.fullmatch(r"\d{15}", details.card.network_transaction_id)
    assert details.card.amount_authorized == 2500
    assert "capture_before" not in details.card


def test_the_copy_is_of_the_moment(stripe: Stripe) -> None:
    intent = stripe.paid(metadata={"a": "1"})
    stripe.post(f"/v1/payment_intents/{intent.id}", metadata={"b": "2"}, description="later")
    charge = stripe.charge_of(intent)
    assert (charge.metadata, charge.description) == ({"a": "1"}, None)


def test_some_of_a_charge_may_change(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid())
    stripe.told()
    after = stripe.post(
        f"/v1/charges/{charge.id}",
        description="Order 7",
        metadata={"k": "v"},
        receipt_email="jo@example.com",
        fraud_details={"user_report": "safe"},
    )
    assert (after.description, after.metadata) == ("Order 7", {"k": "v"})
    assert after.fraud_details == {"user_report": "safe"}
    (event,) = stripe.told()
    assert event.type == "charge.updated"
    assert set(event.data.previous_attributes) == {
        "description",
        "fraud_details",
        "metadata",
        "receipt_email",
    }


def test_a_report_of_fraud_stands_beside_stripes_own_and_is_taken_back(stripe: Stripe) -> None:
    stripe.paid("pm_card_radarBlock")
    [charge] = stripe.get("/v1/charges").data
    assert charge.fraud_details == {"stripe_report": "fraudulent"}
    path = f"/v1/charges/{charge.id}"
    both = {"stripe_report": "fraudulent", "user_report": "safe"}
    assert stripe.post(path, fraud_details={"user_report": "safe"}).fraud_details == both
    after = stripe.post(path, fraud_details={"user_report": ""})
    assert after.fraud_details == {"stripe_report": "fraudulent"}


@pytest.mark.parametrize(
    ("token", "indicator"),
    [("tok_visa", "07"), ("tok_mastercard", "07"), ("tok_amex", None), ("tok_discover", None)],
)
def test_two_networks_alone_tell_who_answers_for_a_payment(
    stripe: Stripe, token: str, indicator: str | None
) -> None:
    charge = stripe.post("/v1/charges", amount=1000, currency="usd", source=token)
    assert charge.payment_method_details.card.electronic_commerce_indicator == indicator


def test_a_payment_that_was_never_sent_to_the_network_has_no_indicator(stripe: Stripe) -> None:
    stripe.paid("pm_card_radarBlock")
    [charge] = stripe.get("/v1/charges").data
    assert charge.payment_method_details.card.electronic_commerce_indicator is None


def test_a_charge_tells_the_session_in_which_radar_saw_the_shopper(stripe: Stripe) -> None:
    session = {"session": "rse_1"}
    legacy = {"amount": 1000, "currency": "usd", "source": "tok_visa"}
    assert stripe.post("/v1/charges", **legacy, radar_options=session).radar_options == session
    assert stripe.charge_of(stripe.paid(radar_options=session)).radar_options == session
    intent = stripe.intent(payment_method="pm_card_visa", radar_options=session)
    confirmed = stripe.post(f"/v1/payment_intents/{intent.id}/confirm")
    assert stripe.charge_of(confirmed).radar_options == session


def test_a_charge_tells_what_the_credentials_of_its_card_are_used_for(stripe: Stripe) -> None:
    def used(name: str, **params: Any) -> tuple[str | None, str | None]:
        options = {"card": {name: "recurring"}}
        charge = stripe.charge_of(stripe.paid(payment_method_options=options, **params))
        card = charge.payment_method_details.card
        return card.get("setup_credential_usage"), card.get("stored_credential_usage")

    assert used("setup_credential_usage", setup_future_usage="off_session") == ("recurring", None)
    assert used("setup_credential_usage") == (None, None)
    assert used("stored_credential_usage", off_session=True) == (None, "recurring")
    assert used("stored_credential_usage") == (None, None)


def test_a_charge_goes_through_the_network_that_was_chosen(stripe: Stripe) -> None:
    two = {"number": "4000002500001001", "exp_month": 12, "exp_year": 2035, "cvc": "123"}

    def network(chosen: str | None, preferred: str | None = None) -> tuple[str, str]:
        card: Any = two | ({"networks": {"preferred": preferred}} if preferred else {})
        method = stripe.post("/v1/payment_methods", type="card", card=card).id
        given: Any = {"payment_method_options": {"card": {"network": chosen}}} if chosen else {}
        charge = stripe.charge_of(stripe.paid(method, **given))
        card = charge.payment_method_details.card
        return card.brand, card.network

    assert network(None) == ("visa", "visa")
    assert network("cartes_bancaires") == ("visa", "cartes_bancaires")
    assert network(None, "cartes_bancaires") == ("visa", "cartes_bancaires")
    assert network("visa", "cartes_bancaires") == ("visa", "visa")
    assert network("amex") == ("visa", "visa")


def test_a_charge_tells_the_plan_by_which_it_is_paid(stripe: Stripe) -> None:
    plan = {"count": 3, "interval": "month", "type": "fixed_count"}
    options = {"card": {"installments": {"enabled": True, "plan": plan}}}
    paid = stripe.paid("pm_card_mx", currency="mxn", payment_method_options=options)
    card = stripe.charge_of(paid).payment_method_details.card
    assert card.installments == {"plan": plan}


def test_a_charge_tells_the_mandate_of_its_card(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    agreed = {"customer_acceptance": {"type": "offline"}}
    kept = {"customer": customer, "setup_future_usage": "off_session"}
    first = stripe.paid(mandate_data=agreed, **kept)
    mandate = stripe.charge_of(first).payment_method_details.card.mandate
    found = stripe.get(f"/v1/mandates/{mandate}")
    assert (found.type, found.status) == ("multi_use", "active")
    again = stripe.paid(first.payment_method, customer=customer, off_session=True, mandate=mandate)
    assert stripe.charge_of(again).payment_method_details.card.mandate == mandate
    once = stripe.charge_of(stripe.paid(mandate_data=agreed)).payment_method_details.card.mandate
    found = stripe.get(f"/v1/mandates/{once}")
    assert (found.type, found.status) == ("single_use", "inactive")
    assert stripe.charge_of(stripe.paid()).payment_method_details.card.mandate is None


def test_a_whole_descriptor_is_the_suffix_of_a_cards_statement(stripe: Stripe) -> None:
    given = {"amount": 1000, "currency": "usd", "source": "tok_visa"}

    def shown(stripe: Stripe, **params: str) -> str:
        charge = stripe.post("/v1/charges", **given, **params)
        return str(charge.calculated_statement_descriptor)

    assert shown(stripe, statement_descriptor="Order 7") == "PAIDONCE* Order 7"
    both = {"statement_descriptor": "Shop", "statement_descriptor_suffix": "Order 7"}
    assert shown(stripe, **both) == "PAIDONCE* Order 7"
    assert shown(stripe.at_version("2023-10-16"), statement_descriptor="Order 7") == "Order 7"


def test_a_customer_is_set_once(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid())
    first, second = stripe.post("/v1/customers").id, stripe.post("/v1/customers").id
    assert stripe.post(f"/v1/charges/{charge.id}", customer=first).customer == first
    assert stripe.post(f"/v1/charges/{charge.id}", customer=second).customer == first


def test_the_transfer_group_is_the_intents(stripe: Stripe) -> None:
    intent = stripe.paid()
    refused = stripe.post(f"/v1/charges/{intent.latest_charge}", transfer_group="g")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        f"This Charge was created by a PaymentIntent ({intent.id}). You must update the"
        " `transfer_group` on the PaymentIntent instead of updating the Charge directly. See"
        " https://stripe.com/docs/api#update_payment_intent"
    )


def test_charges_are_listed_by_intent_customer_and_time(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    first = stripe.paid(customer=customer)
    stripe.advance(days=1)
    second = stripe.paid()
    for given, wanted in (
        ({}, [second, first]),
        ({"payment_intent": first.id}, [first]),
        ({"customer": customer}, [first]),
        ({"created": {"gt": first.created}}, [second]),
        ({"created": {"lte": first.created}}, [first]),
    ):
        listed = stripe.get("/v1/charges", **given)
        assert [charge.id for charge in listed.data] == [each.latest_charge for each in wanted]


def test_charges_are_found_by_their_card(stripe: Stripe) -> None:
    stripe.paid()
    wanted = stripe.paid("pm_card_mastercard")
    query = 'payment_method_details.card.brand:"mastercard" AND amount>1000'
    found = stripe.get("/v1/charges/search", query=query)
    assert [charge.id for charge in found.data] == [wanted.latest_charge]


def test_a_missing_charge_is_a_404(stripe: Stripe) -> None:
    for path, param in (
        ("/v1/charges/ch_x", "id"),
        ("/v1/charges/ch_x/refunds", "charge"),
        ("/v1/charges/ch_x/dispute", "charge"),
    ):
        refused = stripe.get(path)
        assert refused.refusal == (404, "invalid_request_error", "resource_missing", param)
        assert refused.error.message == "No such charge: 'ch_x'"


def test_an_undisputed_charge_has_no_dispute(stripe: Stripe) -> None:
    id = stripe.paid().latest_charge
    refused = stripe.get(f"/v1/charges/{id}/dispute")
    assert refused.refusal == (404, "invalid_request_error", None, None)
    assert refused.error.message == f"No dispute for charge: {id}"


def test_refunds_come_only_when_they_are_asked_for(stripe: Stripe) -> None:
    id = stripe.paid().latest_charge
    assert "refunds" not in stripe.get(f"/v1/charges/{id}").body
    assert stripe.get(f"/v1/charges/{id}", expand=["refunds"]).refunds == {
        "object": "list",
        "data": [],
        "has_more": False,
        "total_count": 0,
        "url": f"/v1/charges/{id}/refunds",
    }


# The legacy way in.


def test_a_legacy_charge_needs_something_to_charge(stripe: Stripe) -> None:
    refused = stripe.post("/v1/charges", amount=2500, currency="usd")
    assert refused.refusal[:3] == (400, "invalid_request_error", "parameter_missing")
    assert refused.error.message == "Must provide source or customer."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "doesn't have any saved payment details"),
        ({"payment_method": "pm_card_visa"}, "but does have a Payment Method attached"),
    ],
)
def test_a_customer_without_a_card_cannot_be_charged(
    stripe: Stripe, given: dict[str, str], message: str
) -> None:
    customer = stripe.post("/v1/customers", **given)
    refused = stripe.post("/v1/charges", amount=2500, currency="usd", customer=customer.id)
    assert (refused.http, refused.error.code) == (402, "missing")
    assert message in refused.error.message


def test_a_token_is_charged_once(stripe: Stripe) -> None:
    card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    token = stripe.in_browser.post("/v1/tokens", card=card)
    charge = stripe.post("/v1/charges", amount=2500, currency="usd", source=token.id)
    assert (charge.status, charge.payment_intent) == ("succeeded", None)
    assert (charge.source.object, charge.source.last4) == ("card", "4242")
    refused = stripe.post("/v1/charges", amount=2500, currency="usd", source=token.id)
    assert refused.refusal[2] == "token_already_used"
    assert refused.error.message == f"You cannot use a Stripe token more than once: {token.id}."


def test_a_declined_legacy_charge_is_kept_and_named(stripe: Stripe) -> None:
    refused = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_chargeDeclined")
    assert refused.refusal[:3] == (402, "card_error", "card_declined")
    assert stripe.get(f"/v1/charges/{refused.error.charge}").status == "failed"
    assert not {"payment_intent", "payment_method"} & set(refused.error)


def test_a_held_legacy_charge_is_captured(stripe: Stripe) -> None:
    held = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa", capture=False)
    assert (held.captured, held.balance_transaction) == (False, None)
    captured = stripe.post(f"/v1/charges/{held.id}/capture", amount=2000)
    assert (captured.captured, captured.amount_captured) == (True, 2000)
    again = stripe.post(f"/v1/charges/{held.id}/capture")
    assert again.refusal[2] == "charge_already_captured"


def test_the_capture_of_a_legacy_charge_says_more_of_it(stripe: Stripe) -> None:
    given = {"amount": 1000, "currency": "usd", "source": "tok_visa", "capture": False}
    held = stripe.post("/v1/charges", **given)
    said = {"statement_descriptor_suffix": "Order 7", "transfer_group": "g"}
    captured = stripe.post(f"/v1/charges/{held.id}/capture", **said)
    assert {name: captured.body[name] for name in said} == said
    assert captured.calculated_statement_descriptor == "PAIDONCE* Order 7"


def test_a_held_legacy_charge_expires(stripe: Stripe) -> None:
    held = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa", capture=False)
    stripe.told()
    stripe.advance(days=7)
    assert stripe.types() == ["charge.expired"]
    refused = stripe.post(f"/v1/charges/{held.id}/capture")
    assert refused.refusal[2] == "charge_expired_for_capture"


def test_a_card_is_not_valid_in_a_year_that_is_none(stripe: Stripe) -> None:
    card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "xx"}
    for name in ("card", "source"):
        refused = stripe.post("/v1/charges", amount=2500, currency="usd", **{name: card})
        assert refused.refusal[:3] == (402, "card_error", "invalid_expiry_year")
