"""What becomes of a payment that the payer was asked for in an app: agreed to, refused, too late.

Source: Stripe docs, "BLIK payments", "MB WAY payments", "PayTo payments".
"""

from simulator import errors
from simulator.agenda import due
from simulator.instruments.app_payers import REFUSES, AppPayer
from simulator.instruments.bank_accounts import Failure
from simulator.operations.payments import apps, intent_payers
from simulator.operations.payments.bank_methods import answered, paid, take_in
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
    if payer.settles_after is not None:
        take_in(work, intent, method, after=None)
        work.schedule(work.now + payer.settles_after, "app_settles", id)
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
    failure = payer.code and Failure(payer.code, payer.message, payer.decline_code)
    answered(work, intent, method, failure or None)


def refused(work: Work, intent: PaymentIntent, kind: str) -> PaymentIntent:
    """The payer has said no in the app: the intent wants another PaymentMethod."""
    return _fail(work, intent, REFUSES[kind])


def _fail(work: Work, intent: PaymentIntent, payer: AppPayer) -> PaymentIntent:
    assert payer.code is not None
    said = errors.bank_refused(payer.code, payer.message)().members("9999")
    if payer.decline_code is not None:
        said["decline_code"] = payer.decline_code
    return fail_challenge(work, intent, said)
