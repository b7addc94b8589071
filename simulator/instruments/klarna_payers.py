"""Whom Klarna does not lend to in test mode.

Source: Stripe docs, "Accept a payment using Klarna" (test your integration); changelog, "Adds
specific error codes for failed Klarna payments". The messages are inferred.
"""

from typing import Final

from simulator.instruments.bank_accounts import Failure

DENIED: Final = "+denied"
"""How the part of an e-mail before the @ ends of those who are turned away."""
PROVIDER_DECLINES: Final = Failure(
    "payment_method_provider_decline", "The payment was declined by Klarna."
)
CUSTOMER_DECLINES: Final = Failure(
    "payment_method_customer_decline", "The customer declined this payment."
)


def denied(email: str | None) -> bool:
    """Whether somebody with this e-mail is turned away."""
    return (email or "").partition("@")[0].endswith(DENIED)
