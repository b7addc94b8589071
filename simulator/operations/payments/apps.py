"""What the payer agrees to in an app of a bank or wallet, which is told of it behind the scenes.

Source: Stripe docs, "BLIK payments", "MB WAY payments", "PayTo payments".
"""

from typing import Final

from simulator.instruments import app_payers
from simulator.instruments.app_payers import AppPayer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.work import Work

KINDS: Final = frozenset(app_payers.REFUSES)


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


def awaited(work: Work, intent: PaymentIntent, method: PaymentMethod) -> None:
    """The app was told: schedule the answer."""
    work.call_off("app_answers", intent.id)
    work.schedule(work.now + payer_of(method).after, "app_answers", intent.id)
