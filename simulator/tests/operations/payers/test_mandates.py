"""What a Mandate says of the kind of PaymentMethod that it is for, and how often it holds."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe

SETUPS = "/v1/setup_intents"
ACCEPTED = {"customer_acceptance": {"type": "offline"}}
OWNER = {"name": "Jo", "email": "jo@example.com"}
NUMBERS = {
    "acss_debit": {
        "account_number": "000123456789",
        "institution_number": "000",
        "transit_number": "11000",
    },
    "au_becs_debit": {"account_number": "000123456", "bsb_number": "000000"},
    "sepa_debit": {"iban": "DE89370400440532013000"},
}


def set_up(stripe: Stripe, kind: str, **more: Any) -> Reply:
    return stripe.at_version(CARDS_NAMED).post(
        SETUPS,
        payment_method_types=[kind],
        payment_method_data={"type": kind, kind: NUMBERS[kind], "billing_details": OWNER},
        mandate_data=ACCEPTED,
        confirm=True,
        **more,
    )


def details(stripe: Stripe, intent: Reply) -> Any:
    mandate = stripe.get(f"/v1/mandates/{intent.mandate}")
    return mandate.payment_method_details[mandate.payment_method_details.type]


def test_a_mandate_of_a_canadian_account_tells_its_terms(stripe: Stripe) -> None:
    terms = {"payment_schedule": "interval", "interval_description": "monthly"}
    options = {"acss_debit": {"currency": "cad", "mandate_options": terms}}
    intent = set_up(stripe, "acss_debit", payment_method_options=options)
    assert details(stripe, intent) == terms | {"transaction_type": "personal"}


def test_a_mandate_of_an_australian_account_can_be_read(stripe: Stripe) -> None:
    told = details(stripe, set_up(stripe, "au_becs_debit"))
    assert re.search(r"/adapter/au_becs_debit/file/\w+$", told.pop("url"))
    assert told == {}


def test_references_begin_as_the_shop_would_have_them(stripe: Stripe) -> None:
    options = {"sepa_debit": {"mandate_options": {"reference_prefix": "SHOP-"}}}
    told = details(stripe, set_up(stripe, "sepa_debit", payment_method_options=options))
    assert re.fullmatch(r"SHOP-[0-9A-Z]{16}", told.reference)
    options = {"sepa_debit": {"mandate_options": {"reference_prefix": "S" * 13}}}
    refused = set_up(stripe, "sepa_debit", payment_method_options=options)
    assert "must be at most 12 characters" in refused.error.message


def test_an_account_for_which_a_mandate_is_meant_is_told(stripe: Stripe) -> None:
    account = stripe.post("/v1/accounts", type="custom", country="US").id
    mandate = stripe.get(
        f"/v1/mandates/{set_up(stripe, 'sepa_debit', on_behalf_of=account).mandate}"
    )
    assert mandate.on_behalf_of == account
    mandate = stripe.get(f"/v1/mandates/{set_up(stripe, 'sepa_debit').mandate}")
    assert "on_behalf_of" not in mandate.body


@pytest.mark.parametrize("at_once", [True, False])
def test_a_mandate_that_is_to_be_for_one_payment_is(stripe: Stripe, at_once: bool) -> None:
    amount = {"amount": 500, "currency": "usd"}
    how = {"payment_method": "pm_usBankAccount_success", "mandate_data": ACCEPTED}
    old = stripe.at_version(CARDS_NAMED)
    intent = old.post(
        SETUPS,
        payment_method_types=["us_bank_account"],
        single_use=amount,
        **(how | {"confirm": True} if at_once else {}),
    )
    if not at_once:
        intent = old.post(f"{SETUPS}/{intent.id}/confirm", **how)
    assert (intent.status, intent.mandate) == ("succeeded", None)
    mandate = stripe.get(f"/v1/mandates/{intent.single_use_mandate}")
    assert (mandate.type, mandate.single_use) == ("single_use", amount)
