"""Who pays a voucher or a Pix code in test mode, and who lets it expire: their e-mail says so.

Source: Stripe docs, "OXXO payments", "Boleto payments", "Konbini payments", "Pix payments" (each
"Test your integration"). That Multibanco's payers behave alike, and how many seconds "immediately"
and "several seconds" are, is inferred.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

SECONDS: Final = 3
"""How long "immediately" takes."""
THREE_MINUTES: Final = 180


class Payer(NamedTuple):
    """What becomes of a voucher."""

    pays_after: int | None = None
    """Seconds; None: it is never paid."""
    expires_after: int | None = None
    """Seconds, whatever was asked for; None: when it was asked to."""


PAYS: Final = Payer(pays_after=THREE_MINUTES)
PAYERS: Final[Mapping[str, Payer]] = {
    "succeed_immediately": Payer(pays_after=SECONDS),
    "expire_immediately": Payer(expires_after=0),
    "expire_with_delay": Payer(expires_after=THREE_MINUTES),
    "fill_never": Payer(),
}
"""By how the part of an e-mail before the @ ends; all others pay."""
KONBINI_NUMBERS: Final[Mapping[str, Payer]] = {
    "11111111110": PAYS,
    "22222222220": PAYERS["succeed_immediately"],
    "33333333330": PAYERS["expire_immediately"],
    "44444444440": PAYERS["expire_with_delay"],
    "55555555550": PAYERS["fill_never"],
}
"""By confirmation number, which counts before the e-mail."""
KONBINI_REJECTED: Final = "01234567890"
"""The confirmation number that stores do not take."""


def behind(email: str | None, confirmation_number: str | None = None) -> Payer:
    """Who somebody with this e-mail is.

    Args:
        confirmation_number: what is to be typed in at a store, of Konbini alone.
    """
    if (payer := KONBINI_NUMBERS.get(confirmation_number or "")) is not None:
        return payer
    name = (email or "").partition("@")[0]
    return next((payer for ending, payer in PAYERS.items() if name.endswith(ending)), PAYS)
