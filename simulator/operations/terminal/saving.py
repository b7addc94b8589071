"""Saving a card that is held to a reader, without a payment.

Source: Stripe docs, "Save directly without charging", "Test Stripe Terminal" (cards that decline
are answered with setup_intent_authentication_failure).
"""

from msgspec.structs import replace

from simulator import errors
from simulator.instruments.presented_cards import behind
from simulator.operations.payers.attaching import consume
from simulator.operations.payers.generated_cards import generated
from simulator.operations.setups import setting_up, setup_attempts
from simulator.resources import setup_attempt as attempts
from simulator.resources import setup_intent as states
from simulator.resources.payment_method import PaymentMethod, Vaulted
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work


def set_up(work: Work, intent: SetupIntent, method: PaymentMethod) -> str:
    """The id of the card that is kept of what was read.

    Raises:
        SETUP_AUTHENTICATION_FAILED, which keeps what was done
    """
    intent = states.with_payment_method(intent, method.id)
    attempt = setup_attempts.begun(work, intent, method)
    card = behind(work.load(Vaulted, method.id).number)
    consume(work, method)
    if card.decline is not None and not card.attaches:
        intent = replace(intent, latest_attempt=attempt.id)
        said = errors.SETUP_AUTHENTICATION_FAILED().members("9999")
        after = setting_up.fail_challenge(work, intent, said)
        raise errors.SETUP_AUTHENTICATION_FAILED(keeps=True, more={"setup_intent": after})
    kept = generated(work, method, intent.customer, setup_attempt=attempt.id)
    told = attempt.payment_method_details["card_present"] | {"generated_card": kept.id}
    attempt = replace(
        attempt, payment_method_details=attempt.payment_method_details | {"card_present": told}
    )
    work.keep(attempts.ended(attempt, "succeeded"))
    after = work.keep(states.succeeded(intent, attempt.id))
    work.post("setup_intent.succeeded", after)
    setting_up.tell_set_up(work, after)
    return kept.id
