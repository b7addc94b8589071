"""The payer did not do what was asked for: the attempt has failed, and nobody has declined it."""

from typing import Any

from simulator.operations.payers.attaching import consume
from simulator.operations.payments import bank_transfers, intent_payers
from simulator.operations.payments.outcomes import tell_settled
from simulator.resources import payment_intent as states
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work


def fail_challenge(work: Work, intent: PaymentIntent, said: dict[str, Any]) -> PaymentIntent:
    """The intent whose payer did not do what was asked, or not well.

    Args:
        said: what the error says of it.
    """
    method = intent_payers.method_of(work, intent)
    if method.customer is None:
        consume(work, method)
    error = intent_payers.last_error(work, intent, method, said)
    after = states.declined(intent, error, intent.latest_charge)
    work.post("payment_intent.payment_failed", after)
    return tell_settled(work, bank_transfers.released(work, after))
