"""Verifying a bank account by what arrived on it: a code of six characters, or two amounts.

Source: Stripe docs, "Testing" (ACH microdeposits); API reference, "Verify microdeposits on a
PaymentIntent", "… on a SetupIntent". The refusals' sentences are inferred.
"""

from typing import Any, Final

from simulator import bank_instruments, errors
from simulator.errors import ErrorSpec, StripeError
from simulator.operations.payments import attempting
from simulator.operations.payments.drafting import check_secret
from simulator.operations.setups import setting_up
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import Vaulted
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work

RIGHT: Final = ("SM11AA", [32, 45])
TOO_MANY_ATTEMPTS: Final = ("SM33CC", [10, 11])
TOO_LATE: Final = ("SM44DD", [40, 41])
ATTEMPTS_LEFT: Final = 9
"""What the first wrong answer leaves of ten attempts; they are not counted further."""


def verify_payment(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/verify_microdeposits"""
    intent = work.load(PaymentIntent, work.path["intent"], "intent")
    _check(work, intent, "PaymentIntent")
    return attempting.authenticate(work, intent, passed=True)


def verify_setup(work: Work) -> SetupIntent:
    """POST /v1/setup_intents/{intent}/verify_microdeposits"""
    intent = work.load(SetupIntent, work.path["intent"], "intent")
    _check(work, intent, "SetupIntent")
    return setting_up.authenticate(work, intent, passed=True)


def _check(work: Work, intent: PaymentIntent | SetupIntent, noun: str) -> None:
    """Refuse what is not to be verified, and wrong answers.

    Raises:
        INTENT_STATE, MICRODEPOSIT_NEEDS, MICRODEPOSIT_…
    """
    check_secret(work, intent.client_secret, noun)
    action = intent.next_action or {}
    if intent.status != "requires_action" or action.get("type") != "verify_with_microdeposits":
        raise errors.INTENT_STATE(noun=noun, status=intent.status, more={intent.KIND: intent})
    given = work.params
    code, amounts = given.get("descriptor_code"), given.get("amounts")
    if code is None and amounts is None:
        raise errors.MICRODEPOSIT_NEEDS()
    vaulted = work.find(Vaulted, intent.payment_method) if intent.payment_method else None
    if not bank_instruments.behind(vaulted.number if vaulted else "").microdeposits:
        raise errors.MICRODEPOSIT_FAILED()
    said: Any = code if code is not None else sorted(amounts or ())
    if said in RIGHT:
        return
    raise _refusal(said)


def _refusal(said: str | list[int]) -> StripeError:
    if said in TOO_MANY_ATTEMPTS:
        return errors.MICRODEPOSIT_ATTEMPTS()
    if said in TOO_LATE:
        return errors.MICRODEPOSIT_TIMEOUT()
    wrong: ErrorSpec = (
        errors.MICRODEPOSIT_CODE_WRONG
        if isinstance(said, str)
        else errors.MICRODEPOSIT_AMOUNTS_WRONG
    )
    return wrong(left=ATTEMPTS_LEFT)
