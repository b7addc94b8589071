"""Where the money of a refund goes, by how it was paid."""

from __future__ import annotations

import pytest

from simulator.catalogue.references import inside
from simulator.operations.money.refund_destinations import SENT_BY, destination_of
from simulator.resources.charge import Charge, Outcome
from simulator.resources.payment_method import by_type
from simulator.resources.person import NO_BILLING_DETAILS

UNKNOWN = {"reference": None, "reference_status": None}


def paid_by(kind: str) -> Charge:
    return Charge(
        id="py_1",
        amount=2500,
        amount_captured=2500,
        billing_details=NO_BILLING_DETAILS,
        calculated_statement_descriptor=None,
        captured=True,
        created=1,
        currency="eur",
        livemode=False,
        metadata={},
        outcome=Outcome(risk_level="not_assessed"),
        paid=True,
        payment_method_details=by_type(kind, {}),
        receipt_url=None,
        status="succeeded",
    )


@pytest.mark.parametrize(
    ("kind", "destination"),
    [
        ("us_bank_account", {"type": "us_bank_transfer", "us_bank_transfer": UNKNOWN}),
        ("sepa_debit", {"eu_bank_transfer": UNKNOWN, "type": "eu_bank_transfer"}),
        ("klarna", {"klarna": UNKNOWN, "type": "klarna"}),
        ("revolut_pay", {"revolut": {}, "type": "revolut"}),
    ],
)
def test_a_refund_says_which_way_it_goes(kind: str, destination: dict[str, object]) -> None:
    assert destination_of(paid_by(kind)) == destination


def test_every_way_that_is_said_is_one_of_stripes() -> None:
    assert set(SENT_BY.values()) <= set(inside("refund", "destination_details"))
