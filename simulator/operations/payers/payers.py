"""Which PaymentMethod a request means: it names one, describes one, or hands over a token for one.

Source: API reference, "Create a PaymentIntent" (payment_method, payment_method_data,
confirmation_token; save_payment_method, of older clients).
"""

from typing import Any

from simulator import errors
from simulator.operations.payers.attaching import attach_to
from simulator.operations.payers.confirmation_tokens import spend
from simulator.operations.payers.making_methods import make, named
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work


def method_of(work: Work, given: dict[str, Any], intent: str) -> PaymentMethod | None:
    """The PaymentMethod that the parameters mean, if they mean one.

    Args:
        intent: the id of the intent that it is for.

    Raises:
        REFERENCE_MISSING, TOKEN_USED, card errors
    """
    if id := given.get("payment_method"):
        return named(work, id)
    if data := given.get("payment_method_data"):
        return make(work, data, "payment_method_data")
    if token := given.get("confirmation_token"):
        return spend(work, token, intent)
    return None


def save(
    work: Work, given: dict[str, Any], method: PaymentMethod | None, customer: str | None
) -> None:
    """Attach the PaymentMethod at once where an older client says `save_payment_method`.

    Args:
        method: what the request names, or the intent already has.

    Raises:
        SAVING_NEEDS_METHOD, SAVING_NEEDS_CUSTOMER
    """
    if not given.get("save_payment_method"):
        return
    if method is None:
        raise errors.SAVING_NEEDS_METHOD()
    if customer is None:
        raise errors.SAVING_NEEDS_CUSTOMER()
    if method.customer is None:
        attach_to(work, method, customer)


def check_taken(
    intent: PaymentIntent | SetupIntent, method: PaymentMethod, *, embeds: bool = True
) -> None:
    """Refuse a kind of PaymentMethod that the intent does not take.

    Args:
        embeds: whether the refusal shows the intent.

    Raises:
        METHOD_TYPE_NOT_TAKEN
    """
    if method.type in intent.payment_method_types:
        return
    raise errors.METHOD_TYPE_NOT_TAKEN(
        noun="PaymentIntent" if isinstance(intent, PaymentIntent) else "SetupIntent",
        type=method.type,
        types=", ".join(intent.payment_method_types),
        more={intent.KIND: intent} if embeds else {},
    )
