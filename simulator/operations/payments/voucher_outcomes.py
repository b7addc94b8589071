"""What becomes of a voucher or a Pix code that was shown: it is paid by itself, or expires.

Source: Stripe docs, "OXXO payments", "Boleto payments", "Konbini payments", "Pix payments".
"""

from simulator import errors
from simulator.agenda import due
from simulator.operations.payments import intent_payers, vouchers
from simulator.operations.payments.bank_methods import paid
from simulator.operations.payments.not_doing import fail_challenge
from simulator.operations.payments.outcomes import settle_method, tell_settled
from simulator.resources import payment_intent as states
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work


@due("voucher_paid")
def voucher_paid(work: Work, id: str) -> None:
    """In test mode it is paid by itself."""
    if (intent := _waiting(work, id)) is not None:
        settled = settle_method(
            work, intent, intent_payers.method_of(work, intent), authenticated=True
        )
        tell_settled(work, paid(work, intent, settled))


@due("voucher_expires")
def voucher_expires(work: Work, id: str) -> None:
    """Nobody has paid it, and now nobody can."""
    if (intent := _waiting(work, id)) is not None:
        expired(work, intent)


def expired(work: Work, intent: PaymentIntent) -> PaymentIntent:
    """The intent that wants another PaymentMethod."""
    return fail_challenge(work, intent, errors.ATTEMPT_EXPIRED().members("9999"))


def _waiting(work: Work, id: str) -> PaymentIntent | None:
    """The intent, if it still waits for this."""
    intent = work.find(PaymentIntent, id)
    if intent is None or intent.status != "requires_action" or states.paid_with(intent) is None:
        return None
    kind = intent_payers.method_of(work, intent).type
    return intent if kind in vouchers.EXPIRING else None
