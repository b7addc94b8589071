"""What the payer agrees to in an app of a bank or wallet, which is told of it behind the scenes.

Source: Stripe docs, "BLIK payments", "MB WAY payments", "PayTo payments".
"""

from typing import Any, Final

from simulator import errors
from simulator.agenda import due
from simulator.instruments import app_payers
from simulator.instruments.app_payers import AppPayer
from simulator.operations.payers import mandates
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.work import Work

KINDS: Final = frozenset(app_payers.REFUSES)
BY_MANDATE: Final = frozenset({"payto"})
"""Kinds whose payers agree to a mandate in the app, and are not asked again while it holds."""
TAKEN_BACK: Final = "debit_not_authorized"


def payer_of(method: PaymentMethod) -> AppPayer:
    """Who is asked, as far as test mode goes."""
    details = method.billing_details
    match method.type:
        case "mb_way":
            return app_payers.of_mb_way(details.phone)
        case "payto":
            return app_payers.of_payto((method.payto or {}).get("pay_id"))
        case _:
            return app_payers.of_blik(details.email)


def said_of(payer: AppPayer) -> dict[str, Any]:
    """What the error says of a payer who does not agree."""
    assert payer.code is not None
    said = errors.bank_refused(payer.code, payer.message)().members("9999")
    if payer.decline_code is not None:
        said["decline_code"] = payer.decline_code
    return said


def awaited(work: Work, intent: PaymentIntent, method: PaymentMethod) -> None:
    """The app was told: schedule the answer."""
    work.call_off("app_answers", intent.id)
    work.schedule(work.now + payer_of(method).after, "app_answers", intent.id)


def settles(work: Work, intent: PaymentIntent, method: PaymentMethod) -> None:
    """The payer has agreed: schedule that the bank pays, or does not.

    That it takes as long by a mandate that held before is inferred.
    """
    seconds = payer_of(method).settles_after or app_payers.PAYTO_SETTLES
    work.schedule(work.now + seconds, "app_settles", intent.id)


def agreed(work: Work, method: PaymentMethod) -> None:
    """The payer has agreed to a mandate: it holds, until some take it back."""
    mandates.answered(work, method.id, agrees=True)
    if (seconds := payer_of(method).revokes_after) is not None:
        work.schedule(work.now + seconds, "mandate_taken_back", method.id)


@due("mandate_taken_back")
def mandate_taken_back(work: Work, id: str) -> None:
    """The payer has taken back the mandate of this PaymentMethod, in the app."""
    mandates.revoked(work, id, TAKEN_BACK)
