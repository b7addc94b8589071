"""What becomes of a payment whose payer came back from a page, or an app, with nothing done.

Source: Stripe docs, the page of each kind of PaymentMethod; changelog, "Adds specific error codes
for failed Klarna payments".
"""

from typing import Any, Final

from simulator import errors
from simulator.instruments import klarna_payers
from simulator.operations.payments import app_outcomes, apps, voucher_outcomes, vouchers
from simulator.operations.payments.not_doing import fail_challenge
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.work import Work

CALLED_OFF: Final = {"affirm": {"decline_code": "affirm_checkout_canceled"}}
"""Kinds whose page is no authentication: what is said when the payer leaves it unpaid."""


def turned_away(method: PaymentMethod) -> bool:
    """Whether the payer is turned away on the page, whatever is pressed there."""
    return method.type == "klarna" and klarna_payers.denied(method.billing_details.email)


def refused(work: Work, intent: PaymentIntent, method: PaymentMethod) -> PaymentIntent:
    """The intent that wants another PaymentMethod."""
    if method.type in vouchers.EXPIRING:
        return voucher_outcomes.expired(work, intent)
    if method.type in apps.KINDS:
        return app_outcomes.refused(work, intent, method.type)
    return fail_challenge(work, intent, _said(method))


def _said(method: PaymentMethod) -> dict[str, Any]:
    if method.type == "klarna":
        why = klarna_payers.CUSTOMER_DECLINES
        if turned_away(method):
            why = klarna_payers.PROVIDER_DECLINES
        return errors.bank_refused(why.code, why.message)().members("9999")
    row = errors.ATTEMPT_FAILED if method.type in CALLED_OFF else errors.AUTHENTICATION_FAILED
    return row().members("9999") | CALLED_OFF.get(method.type, {})
