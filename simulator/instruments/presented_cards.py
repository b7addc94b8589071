"""Cards that are held to a reader: their test numbers, their owners' PINs, the amounts they refuse.

All test numbers of online payments can be presented as well; nobody is asked for 3-D Secure then.

Source: Stripe docs, "Test Stripe Terminal". That the standard cards refuse the test amounts on a
simulated reader is said there; how each of them is read (tapped or inserted) is inferred.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from simulator import money
from simulator.instruments.cards import CARDS, TestCard
from simulator.instruments.declines import DECLINES, LIVE_CARD, Decline

Verified = Literal["approval", "offline_pin", "online_pin"]
Read = Literal["contact_emv", "contactless_emv"]


class Presented(NamedTuple):
    """How a card was read, and how its owner proved to be it."""

    read_method: Read = "contactless_emv"
    verified: Verified = "approval"


INTERAC: Final = "4506445006931933"
DEFAULT: Final[Mapping[str, str]] = {
    "card_present": "4242424242424242",
    "interac_present": INTERAC,
}
"""What is presented where the test helper names no number."""

ONLY_IN_PERSON: Final[Mapping[str, TestCard]] = {
    card.number: card
    for card in (
        TestCard(number=INTERAC, brand="interac", country="CA", funding="debit"),
        TestCard(number="6280000360000978", brand="eftpos_au", country="AU", funding="debit"),
        TestCard(number="4001007020000002", country="SG"),
        TestCard(number="4000008260000075", country="GB"),
        TestCard(number="4001000360000005", country="AU"),
        TestCard(number="4000002760000008", country="DE"),
    )
}
"""Test numbers that no form on the web takes; their countries are read from their digits."""

INSERTED: Final = Presented("contact_emv", "online_pin")
READ: Final[Mapping[str, Presented]] = {
    INTERAC: INSERTED,
    "4001007020000002": Presented("contact_emv", "offline_pin"),
    "4000008260000075": Presented("contact_emv", "offline_pin"),
    "4001000360000005": INSERTED,
    "4000002760000008": INSERTED,
}
"""Cards whose owner is asked for a PIN, the first time or once the tap was refused."""

PIN_ASKED: Final[Mapping[int, Presented]] = {
    2: Presented("contact_emv", "offline_pin"),
    3: INSERTED,
}
"""Test amounts at which a reader with a screen asks for the PIN, by their last two digits."""
REFUSED: Final[Mapping[int, str]] = {
    1: "call_issuer",
    5: "generic_decline",
    55: "incorrect_pin",
    60: "online_or_offline_pin_required",
    65: "withdrawal_count_limit_exceeded",
    75: "pin_try_exceeded",
}
"""Test amounts that are refused, by their last two digits: the decline code."""
REFUND_REFUSED: Final = frozenset({1, 5, 55, 65, 75})
"""Last two digits of a part of an Interac payment whose refund is declined."""


def behind(number: str) -> TestCard:
    """The test card of a number; one that is none of Stripe's is refused as a live card."""
    known = ONLY_IN_PERSON.get(number) or CARDS.get(number)
    return known or TestCard(number=number, brand="unknown", decline=LIVE_CARD, attaches=False)


def read(number: str, amount: int | None = None, currency: str = "usd") -> Presented:
    """How the card is read, and its owner verified, for a payment of this amount, minor units."""
    if number in READ or amount is None:
        return READ.get(number, Presented())
    return PIN_ASKED.get(_decimals(amount, currency), Presented())


def refusal(card: TestCard, amount: int, currency: str) -> Decline | None:
    """Why the issuer refuses a payment of this amount, minor units; None: it does not."""
    if card.decline is not None:
        return DECLINES[card.decline]
    code = REFUSED.get(_decimals(amount, currency))
    return None if code is None else DECLINES[code]


def refund_refusal(card: TestCard, amount: int, currency: str) -> Decline | None:
    """Why the issuer of an Interac card refuses that a part of a payment is given back."""
    ends_in = _decimals(amount, currency)
    if card.brand != "interac" or ends_in not in REFUND_REFUSED:
        return None
    return DECLINES[REFUSED[ends_in]]


def _decimals(amount: int, currency: str) -> int:
    """What stands behind the point; amounts in a currency without one are no test amounts."""
    return amount % 100 if money.decimals(currency) == 2 else 0
