"""What becomes of a payment that the payer was asked for in an app: agreed to, refused, too late.

Source: Stripe docs, "BLIK payments", "MB WAY payments", "PayTo payments".
"""

from simulator.agenda import due
from simulator.instruments.app_payers import REFUSES, AppPayer
from simulator.instruments.bank_accounts import Failure
from simulator.operations.payers import mandates
from simulator.operations.payments import apps, intent_payers
from simulator.operations.payments.bank_methods import answered, by_mandate, paid
from simulator.operations.payments.not_doing import fail_challenge
from simulator.operations.payments.outcomes import settle_method, tell_settled
from simulator.resources import payment_intent as states
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work


@due("app_answers")
def app_answers(work: Work, id: str) -> None:
    """In test mode the payer answers as the e-mail or the telephone number says."""
    intent = work.find(PaymentIntent, id)
    if intent is None or intent.status != "requires_action" or states.paid_with(intent) is None:
        return
    method = intent_payers.method_of(work, intent)
    if method.type not in apps.KINDS:
        return
    payer = apps.payer_of(method)
    if method.type in apps.BY_MANDATE and payer.settles_after is not None:
        apps.agreed(work, method)
        by_mandate(work, intent, method)
        return
    if payer.code is not None:
        _fail(work, intent, payer)
        return
    settled = settle_method(work, intent, method, authenticated=True)
    tell_settled(work, paid(work, intent, settled))


@due("app_settles")
def app_settles(work: Work, id: str) -> None:
    """What the payer has agreed to is paid, or the bank does not pay it."""
    intent = work.find(PaymentIntent, id)
    if intent is None or intent.status != "processing":
        return
    method = intent_payers.method_of(work, intent)
    payer = apps.payer_of(method)
    if payer.code is None or payer.settles_after is None:
        answered(work, intent, method, None)
        mandates.used(work, method.id)
        return
    answered(work, intent, method, Failure(payer.code, payer.message, payer.decline_code))
    mandates.revoked(work, method.id, payer.code)


def refused(work: Work, intent: PaymentIntent, kind: str) -> PaymentIntent:
    """The payer has said no in the app: the intent wants another PaymentMethod."""
    return _fail(work, intent, REFUSES[kind])


def _fail(work: Work, intent: PaymentIntent, payer: AppPayer) -> PaymentIntent:
    mandates.answered(work, intent_payers.method_of(work, intent).id, agrees=False)
    return fail_challenge(work, intent, apps.said_of(payer))
