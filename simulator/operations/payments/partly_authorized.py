"""Partial authorization: what an account covers is held, where all of it is too much.

It has to be asked for. The payment is then for what was granted, and its charge tells what was
wanted; where less than the minimum would be granted, the card is declined.

Source: Stripe docs, "Partial authorization". What is told where nobody asked for it is left out: no
other charge has these fields.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import money
from simulator.instruments.cards import TestCard
from simulator.instruments.issuer import granted
from simulator.operations.payments.charging import overcapture
from simulator.resources.charge import UNAVAILABLE, CardMethodDetails, Charge
from simulator.resources.payment_intent import PaymentIntent

OPTION: Final = "request_partial_authorization"


def asked(options: dict[str, Any]) -> bool:
    """Whether a part will do, by `payment_method_options[card]`."""
    return options.get(OPTION) == "if_available"


def will_do(intent: PaymentIntent, card: TestCard, options: dict[str, Any]) -> bool:
    """Whether what the card's account covers is wanted, and enough to be charged."""
    if not asked(options):
        return False
    return granted(card, intent.amount, "at_first") >= money.MINIMUM.get(intent.currency, 1)


def for_what_is_granted(intent: PaymentIntent, card: TestCard) -> PaymentIntent:
    """The intent, which is for no more than its card covers."""
    part = granted(card, intent.amount, "at_first")
    return intent if part == intent.amount else replace(intent, amount=part)


def told(charge: Charge, options: dict[str, Any], *, requested: int) -> Charge:
    """The charge that tells what became of the request, if there was one.

    Args:
        requested: minor units.
    """
    details = charge.payment_method_details
    if not asked(options) or not isinstance(details, CardMethodDetails):
        return charge
    status = "partially_authorized" if charge.amount < requested else "fully_authorized"
    if charge.status == "failed":
        status = "declined"
    card = replace(
        details.card, amount_requested=requested, partial_authorization={"status": status}
    )
    if status == "partially_authorized":  # The networks let nobody take more than that.
        card = replace(card, overcapture=overcapture(charge.amount, UNAVAILABLE.status))
    return replace(charge, payment_method_details=CardMethodDetails(card=card))
