"""Verifying a bank account by what arrived on it: a code of six characters, or two amounts.

Ten wrong codes, or three wrong pairs of amounts, are the end of the attempt; so is a deposit that
never arrived, or that nobody looked at for ten days. The intent then wants another PaymentMethod.

Source: Stripe docs, "Testing" (ACH microdeposits), "Accept an ACH Direct Debit payment", "Accept a
Canadian pre-authorized debit payment"; API reference, "Verify microdeposits on a PaymentIntent",
"… on a SetupIntent".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.errors import ErrorSpec
from simulator.instruments import bank_accounts
from simulator.operations.payments import attempting, not_doing
from simulator.operations.payments.drafting import check_secret
from simulator.operations.setups import setting_up
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import Vaulted
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work

RIGHT: Final = ("SM11AA", [32, 45])
TOO_MANY_ATTEMPTS: Final = ("SM33CC", [10, 11])
TOO_LATE: Final = ("SM44DD", [40, 41])
AMOUNTS: Final = 2
CODES_MAX: Final = 10
AMOUNTS_MAX: Final = 3
"""How many wrong codes, or pairs of amounts, end the attempt."""


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
    """Refuse what is not to be verified, and wrong answers, which are counted.

    Raises:
        INTENT_STATE, MICRODEPOSIT_NEEDS, MICRODEPOSIT_…
    """
    check_secret(work, intent.client_secret, noun)
    action = intent.next_action or {}
    if intent.status != "requires_action" or action.get("type") != "verify_with_microdeposits":
        raise errors.INTENT_STATE(noun=noun, status=intent.status, more={intent.KIND: intent})
    code, amounts = work.params.get("descriptor_code"), work.params.get("amounts")
    if code is None and amounts is None:
        raise errors.MICRODEPOSIT_NEEDS()
    if code is None and len(amounts or ()) != AMOUNTS:
        raise errors.MICRODEPOSIT_AMOUNTS_INVALID()
    assert intent.payment_method is not None
    vaulted = work.load(Vaulted, intent.payment_method)
    if not bank_accounts.behind(vaulted.number).microdeposits:
        _give_up(work, intent, errors.MICRODEPOSIT_FAILED)
    said: Any = code if code is not None else sorted(amounts or ())
    if said in RIGHT:
        return
    if said in TOO_LATE:
        _give_up(work, intent, errors.MICRODEPOSIT_TIMEOUT)
    most = AMOUNTS_MAX if code is None else CODES_MAX
    wrong = vaulted.wrong_answers + 1
    if said in TOO_MANY_ATTEMPTS or wrong >= most:
        _give_up(work, intent, errors.MICRODEPOSIT_ATTEMPTS)
    work.keep(replace(vaulted, wrong_answers=wrong))
    row = errors.MICRODEPOSIT_AMOUNTS_WRONG if code is None else errors.MICRODEPOSIT_CODE_WRONG
    raise row(left=most - wrong, keeps=True)


def _give_up(work: Work, intent: PaymentIntent | SetupIntent, row: ErrorSpec) -> None:
    """The end of the attempt.

    Raises:
        the refusal: always; what was done is kept.
    """
    said = row().members(work.version)
    if isinstance(intent, PaymentIntent):
        not_doing.fail_challenge(work, intent, said)
    else:
        setting_up.fail_challenge(work, intent, said)
    raise row(keeps=True)
