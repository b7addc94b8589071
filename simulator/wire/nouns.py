"""How Stripe names each kind of object in "No such ...": the noun is not regular.

Source: recorded and probed refusals; where there is none, the kind with its underscores as blanks,
and without the name of the product that it belongs to.
"""

from collections.abc import Mapping
from typing import Final

from simulator import errors

NOUNS: Final[Mapping[str, str]] = {
    "apple_pay_domain": "apple_pay_domain",
    "payment_intent": "payment_intent",
    "setup_intent": "setupintent",
    "payment_method": "PaymentMethod",
    "checkout.session": "checkout.session",
    "file": "file upload",
    "invoiceitem": "Invoice Item",
    "subscription_item": "subscription_item",
    "test_helpers.test_clock": "billingclock",
    "confirmation_token": "confirmation_token",
}
SECRETIVE: Final[Mapping[str, str]] = {
    "payment_intent": "PaymentIntent",
    "setup_intent": "SetupIntent",
}
"""Kinds that have a client secret, and their proper names."""


def noun_of(kind: str) -> str:
    """The noun of a kind in Stripe's sentences."""
    return NOUNS.get(kind) or kind.rpartition(".")[2].replace("_", " ")


def stray(id: str) -> str:
    """What a refusal adds about an id in blanks or quotes that are none of it; mostly nothing."""
    return errors.EXACT_ID if id.strip(" \t\r\n'\"") != id else ""
