"""Who agrees to a payment in an app of their own in test mode, and who does not.

BLIK's payers are told by their e-mail, MB WAY's by their telephone number, PayTo's by their PayID.

Source: Stripe docs, "BLIK payments", "MB WAY payments", "PayTo payments" (each "Test your
integration"); changelog,
"Returns specific decline codes for failed BLIK payments" (what was said before endive). How many
seconds "immediately" is, when BLIK's other payers agree, and that the table's explanations are the
messages, is inferred, as are the messages of MB WAY and PayTo, and that PayTo's other payers agree.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

IMMEDIATELY: Final = 3
"""How long that takes, seconds."""
BLIK_ANSWERS: Final = 8
BLIK_WAITS: Final = 60
MB_WAY_DELAYS: Final = 30


class AppPayer(NamedTuple):
    """What becomes of a payment that waits for the payer's app."""

    after: int
    """Seconds."""
    code: str | None = None
    """Of the error; None: it is paid."""
    message: str = ""
    decline_code: str | None = None
    settles_after: int | None = None
    """Seconds for which it is `processing` before it ends; None: it ends at once."""
    revokes_after: int | None = None
    """Seconds after which the payer takes the mandate back; None: it stands."""


def _declines(message: str) -> AppPayer:
    return AppPayer(BLIK_ANSWERS, "payment_method_provider_decline", message, "generic_decline")


def _is_late(message: str) -> AppPayer:
    return AppPayer(BLIK_WAITS, "payment_method_provider_timeout", message)


def _mistypes(message: str) -> AppPayer:
    return AppPayer(IMMEDIATELY, "payment_method_invalid_parameter", message, "generic_decline")


BLIK: Final[Mapping[str, AppPayer]] = {
    "invalid_code": _mistypes("The code passed wasn't a valid BLIK code."),
    "expired_code": _mistypes(
        "The code passed has expired. BLIK codes expire after 2 minutes, please request another"
        " code from the customer."
    ),
    "limit_exceeded": _declines(
        "The payment has been declined because the payment limit on this bank account has been"
        " reached."
    ),
    "insufficient_funds": _declines(
        "The bank account has insufficient funds to complete the purchase."
    ),
    "customer_declined": _declines("The customer declined this payment."),
    "bank_declined": _declines(
        "The payment has been declined by the customer's bank for an unknown reason."
    ),
    "blik_declined": _declines("The payment has been declined for an unknown reason."),
    "customer_timeout": _is_late(
        "The customer didn't approve this payment within the allocated 60 seconds."
    ),
    "bank_timeout": _is_late("The request to the customer's bank timed out."),
    "blik_timeout": _is_late("The request to the BLIK network timed out."),
}
"""By how the part of an e-mail before the @ ends; all others pay."""
MB_WAY: Final[Mapping[str, AppPayer]] = {
    "+351911111112": AppPayer(MB_WAY_DELAYS),
    "+351911111113": AppPayer(
        IMMEDIATELY, "payment_method_not_available", "MB WAY is not available for this payment."
    ),
    "+351911111114": AppPayer(
        IMMEDIATELY, "payment_method_provider_decline", "The payment was declined by MB WAY."
    ),
    "+351911111115": AppPayer(
        IMMEDIATELY, "payment_intent_payment_attempt_expired", "The payment expired."
    ),
    "+351911111116": AppPayer(
        IMMEDIATELY, "payment_method_customer_decline", "The customer declined this payment."
    ),
}
"""By telephone number; all others pay immediately."""
PROVIDER_DECLINE: Final = "payment_method_provider_decline"
PAYTO_SETTLES: Final = 2
"""How long a payment by PayTo takes once it was agreed to, seconds."""
PAYTO_AGREES: Final = AppPayer(60, settles_after=PAYTO_SETTLES)
PAYTO: Final[Mapping[str, AppPayer]] = {
    "+decline": AppPayer(
        60, PROVIDER_DECLINE, "The customer declined this payment.", "invalid_authorization"
    ),
    "+expire": AppPayer(300, PROVIDER_DECLINE, "The payment was declined.", "generic_decline"),
    "+insufficient_funds": AppPayer(
        60,
        PROVIDER_DECLINE,
        "The bank account has insufficient funds to complete the purchase.",
        "insufficient_funds",
        settles_after=PAYTO_SETTLES,
    ),
    "+revoke": AppPayer(60, settles_after=PAYTO_SETTLES, revokes_after=300),
}
"""By how the part of a PayID before the @ ends; all others pay."""
REFUSES: Final[Mapping[str, AppPayer]] = {
    "blik": BLIK["customer_declined"],
    "mb_way": MB_WAY["+351911111116"],
    "payto": PAYTO["+decline"],
}
"""Who says no in the app, by kind."""


def of_blik(email: str | None) -> AppPayer:
    """Who somebody with this e-mail is."""
    return _by_ending(BLIK, email) or AppPayer(BLIK_ANSWERS)


def of_mb_way(phone: str | None) -> AppPayer:
    """Who somebody with this telephone number is."""
    return MB_WAY.get("".join((phone or "").split()), AppPayer(IMMEDIATELY))


def of_payto(pay_id: str | None) -> AppPayer:
    """Who somebody with this PayID is."""
    return _by_ending(PAYTO, pay_id) or PAYTO_AGREES


def _by_ending(payers: Mapping[str, AppPayer], address: str | None) -> AppPayer | None:
    name = (address or "").partition("@")[0]
    return next((payer for ending, payer in payers.items() if name.endswith(ending)), None)
