"""Wallets on a phone: the number that a wallet gives out for a card, and the cryptogram with it.

Clients that decrypt the wallet's answer themselves make a token of the two. That Stripe may have
to open this for an account is not looked at. What a PaymentMethod of such a token shows is the API
reference's; that both of a token's last four digits are those of the number is inferred.

Source: API reference, "Tokens" (tokenization_method), "PaymentMethods" (wallet); what clients'
tests against Stripe expect.
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator import errors

WALLETS: Final[Mapping[str, str]] = {"android_pay": "google_pay", "apple_pay": "apple_pay"}
"""What a token calls the way it was made, and what a PaymentMethod calls the wallet."""


def check_cryptogram(given: Mapping[str, Any]) -> None:
    """Refuse the number of a wallet that comes alone.

    Raises:
        CRYPTOGRAM_NEEDED
    """
    method = given.get("tokenization_method")
    if method and not given.get("cryptogram"):
        raise errors.CRYPTOGRAM_NEEDED(method=method)


def wallet_of(tokenization_method: str | None, last4: str) -> dict[str, Any] | None:
    """`wallet` of a PaymentMethod whose token was made in this way; None: it is a card itself."""
    kind = WALLETS.get(tokenization_method or "")
    if kind is None:
        return None
    return dict(sorted({kind: {}, "dynamic_last4": last4, "type": kind}.items()))


def wallet_on_charge(wallet: dict[str, Any] | None) -> dict[str, Any] | None:
    """`wallet` of a Charge: Apple Pay says there whether it paid at once or later.

    Source: Charges that were posted in 2024 and 2025.
    """
    if wallet is None or wallet["type"] != "apple_pay":
        return wallet
    return wallet | {"apple_pay": {"type": "apple_pay"}}
