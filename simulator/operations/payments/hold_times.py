"""How long money is held: by who began, by brand of the card, and by kind of PaymentMethod.

Source: Stripe docs, "Place a hold on a payment method" (validity windows, with the note on Japan),
"Place an extended hold", and the pages of Affirm, Afterpay, Klarna and PayPal. That other kinds are
held as long as cards are is inferred.
"""

from collections.abc import Mapping
from typing import Final

from simulator.world import Account

DAY: Final = 86_400
USUAL: Final = 7 * DAY
EXTENDED: Final = 30 * DAY
"""The longest hold, where it was asked for."""
VISA: Final = 4 * DAY + 18 * 3_600
"""What Visa calls five days, less the time that clearing takes."""
OFF_SESSION: Final[Mapping[str, int]] = {"visa": VISA}
IN_PERSON: Final = 2 * DAY
IN_PERSON_BY_BRAND: Final[Mapping[str, int]] = {"visa": VISA}
IN_JAPAN: Final = 30 * DAY
"""Of Japanese accounts, in yen, on cards of most brands."""
BRANDS_IN_JAPAN: Final = frozenset({"diners", "discover", "jcb", "mastercard", "visa"})
BY_KIND: Final[Mapping[str, int]] = {
    "affirm": 30 * DAY,
    "afterpay_clearpay": 13 * DAY,
    "klarna": 28 * DAY,
    "paypal": 10 * DAY,
}


def of_card(
    account: Account, brand: str, currency: str, *, off_session: bool, extended: bool
) -> int:
    """Seconds that a card is held that was not present.

    Args:
        extended: whether a longer hold was asked for.
    """
    if extended:
        return EXTENDED
    if (account.country, currency) == ("JP", "jpy") and brand in BRANDS_IN_JAPAN:
        return IN_JAPAN
    return OFF_SESSION.get(brand, USUAL) if off_session else USUAL


def of_present_card(brand: str, *, extended: bool) -> int:
    """Seconds that a card is held that was presented to a reader."""
    return EXTENDED if extended else IN_PERSON_BY_BRAND.get(brand, IN_PERSON)


def of_kind(kind: str) -> int:
    """Seconds that a PaymentMethod of another kind is held."""
    return BY_KIND.get(kind, USUAL)
