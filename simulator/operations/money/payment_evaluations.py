"""Payment evaluations: how risky a payment is that somebody else is to take.

Source: API reference, "Payment Evaluations". That the test cards are as risky here as in payments,
and that only what is of the highest risk should be blocked, is inferred.
"""

from typing import Any, Final

from simulator.catalogue.maker import Maker
from simulator.operations.payers.cards import behind
from simulator.operations.payers.making_methods import named
from simulator.operations.payments.risk import score_of
from simulator.resources.payment_method import Vaulted
from simulator.work import Work

METHOD: Final = "payment_details[payment_method_details][payment_method]"


def create(work: Work) -> Any:
    """POST /v1/radar/payment_evaluations

    Raises:
        REFERENCE_MISSING
    """
    given = work.params
    told = given["payment_details"]["payment_method_details"]
    method = named(work, told["payment_method"], param=METHOD)
    vaulted = work.find(Vaulted, method.id)
    card = behind(vaulted.number) if vaulted and method.type == "card" else None
    level = card.risk if card else "not_assessed"
    payment = given["payment_details"] | {
        "payment_method_details": told | {"payment_method": method.id}
    }
    signal = {
        "evaluated_at": work.now,
        "risk_level": level,
        "score": float(score_of(work, card)) if card else None,
    }
    return work.keep(
        Maker(work).make(
            "radar.PaymentEvaluation",
            given
            | {
                "created_at": work.now,
                "payment_details": payment,
                "recommended_action": "block" if level == "highest" else "continue",
                "signals": {"fraudulent_payment": signal},
            },
        )
    )
