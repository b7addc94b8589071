"""Why a card was refused: each row is one decline code, with what Stripe says and advises.

Source: Stripe docs, "Decline codes", "Testing"; messages and advice as recorded, "Your card was
declined." by analogy where none is.
"""

from collections.abc import Mapping
from typing import Final

import msgspec


class Decline(msgspec.Struct, frozen=True):
    """A refusal by the issuer, or by Stripe before it got there."""

    decline_code: str
    message: str = "Your card was declined."
    code: str = "card_declined"
    param: str | None = None
    advice_code: str | None = None
    network_advice_code: str | None = None
    network_decline_code: str | None = None
    charged: bool = True
    """Whether an attempt was made, so that a failed charge exists."""
    blocked: bool = False
    """Whether Radar stopped it before it reached the network."""
    older: str | None = None
    """The message of before 2023, where it was another."""


_SOON = "try_again_later"
_NEVER = "do_not_try_again"
_CHECK = "confirm_card_data"

NOT_SUPPORTED: Final = "Your card does not support this type of purchase."

LIVE_CARD: Final = "test_mode_live_card"
"""The decline code of a card that is none of Stripe's test cards. Source: what clients of Stripe
look for; the documentation's own list does not have it."""

DECLINES: Final[Mapping[str, Decline]] = {
    row.decline_code: row
    for row in (
        Decline("generic_decline", advice_code=_SOON, network_decline_code="01"),
        Decline(
            "insufficient_funds",
            "Your card has insufficient funds.",
            advice_code=_SOON,
            network_advice_code="02",
            network_decline_code="51",
        ),
        Decline(
            "lost_card",
            advice_code=_NEVER,
            network_advice_code="01",
            network_decline_code="41",
        ),
        Decline(
            "stolen_card",
            advice_code=_NEVER,
            network_advice_code="01",
            network_decline_code="43",
        ),
        Decline(
            "card_velocity_exceeded",
            "Your card was declined for making repeated attempts too frequently or exceeding its"
            " amount limit.",
            advice_code=_SOON,
            network_advice_code="02",
            network_decline_code="61",
        ),
        Decline(
            "expired_card",
            "Your card has expired.",
            "expired_card",
            "exp_month",
            _CHECK,
            "03",
            "54",
        ),
        Decline(
            "incorrect_cvc",
            "Your card's security code is incorrect.",
            "incorrect_cvc",
            "cvc",
            _CHECK,
            "03",
            "N7",
        ),
        Decline(
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
            "processing_error",
            advice_code=_SOON,
            network_decline_code="06",
        ),
        Decline(
            "incorrect_zip",
            "Your card could not be authorized using the postal code provided. Please update the"
            " postal code, or contact your card issuer for further details.",
            "incorrect_zip",
            "address_zip",
            older="The zip code you supplied failed validation.",
        ),
        Decline("fraudulent", blocked=True),
        Decline(
            "authentication_required",
            "Your card was declined. This transaction requires authentication.",
            "authentication_required",
        ),
        Decline(
            LIVE_CARD,
            "Your card was declined. Your request was in test mode, but used a non test (live)"
            " card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
        ),
        Decline("card_not_supported", NOT_SUPPORTED),
        Decline(
            "transaction_not_allowed",
            NOT_SUPPORTED,
            advice_code=_NEVER,
            network_decline_code="57",
        ),
        *(
            Decline(code)
            for code in (
                "approve_with_id",
                "call_issuer",
                "currency_not_supported",
                "do_not_honor",
                "do_not_try_again",
                "duplicate_transaction",
                "incorrect_address",
                "incorrect_pin",
                "invalid_account",
                "invalid_amount",
                "invalid_pin",
                "issuer_not_available",
                "merchant_blacklist",
                "new_account_information_available",
                "no_action_taken",
                "not_permitted",
                "offline_pin_required",
                "online_or_offline_pin_required",
                "pickup_card",
                "pin_try_exceeded",
                "reenter_transaction",
                "restricted_card",
                "revocation_of_all_authorizations",
                "revocation_of_authorization",
                "security_violation",
                "service_not_allowed",
                "stop_payment_order",
                "try_again_later",
                "withdrawal_count_limit_exceeded",
            )
        ),
    )
}
AUTHENTICATION_BEFORE_CHARGE: Final = msgspec.structs.replace(
    DECLINES["authentication_required"], charged=False
)
"""3220-family cards are stopped before an authorization is tried; so no charge exists."""
BLOCKED_BY_RULE: Final = Decline("generic_decline", blocked=True)
"""A payment of the highest risk, which an account blocks unless its owner has turned that rule off.

Source: Stripe docs, "Testing Stripe Radar"; the error as people have posted it of the test card.
"""
AUTHENTICATION_NOT_HANDLED: Final = Decline(
    "authentication_not_handled",
    "This payment required an authentication action to complete, but `error_on_requires_action` was"
    " set. When you're ready, you can upgrade your integration to handle actions at"
    " https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.",
    "authentication_required",
    charged=False,
)
MANDATE_CANCELED: Final = Decline(
    "",
    "The provided mandate has been canceled by the card holder.",
    "india_recurring_payment_mandate_canceled",
    charged=False,
)
"""It has no decline code, and is the one refusal with a code and no page about it."""
