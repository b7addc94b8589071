"""What is answered where a card is refused: the 402, by the reason of the decline.

Source: Stripe docs, "Declines"; API reference, "Errors"; what is recorded.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.instruments import issuer
from simulator.instruments.cards import TestCard
from simulator.instruments.declines import Decline
from simulator.instruments.issuer import Attempt

DECLINE_CODE_SINCE: Final[Mapping[str, str]] = {
    "expired_card": "2025-03-31.basil",
    "incorrect_cvc": "2025-03-31.basil",
    "incorrect_zip": "9999",
}
"""Error codes that say it all: older answers have no decline_code beside them. It is absent in
answers recorded with 2023-10-16, and there in 2026; the version between is inferred."""

SAID_ANEW_SINCE: Final = "2022-11-15"
"""The first API version of the messages that were rewritten for 2023; inferred from the year."""


def validation_decline(card: TestCard, attempt: Attempt) -> Decline | None:
    """Why the issuer refuses to have a card saved, if it does; nobody is asked to authenticate."""
    if card.decline is not None and card.attaches:
        return None
    verdict = issuer.judge(replace(card, authentication="never"), attempt)
    return verdict.decline if verdict.outcome == "declined" else None


def not_kept(refusal: Decline) -> errors.StripeError:
    """The 402 of a card that is not kept: it names a parameter even where there is none to name.

    Source: recorded answers to attaching, to creating a Customer and to a new `source`.
    """
    return declined(refusal, param=refusal.param or "")


def declined(refusal: Decline, *, param: str | None = None, **more: Any) -> errors.StripeError:
    """The 402 of a decline, ready to be raised."""
    spec = errors.ErrorSpec(
        402,
        "card_error",
        refusal.code,
        refusal.message,
        executed=True,
        documented=bool(refusal.decline_code),
        older={SAID_ANEW_SINCE: refusal.older} if refusal.older else {},
        told_since={"decline_code": DECLINE_CODE_SINCE.get(refusal.code, "")},
    )
    members: dict[str, Any] = {}
    if refusal.decline_code:
        members["decline_code"] = refusal.decline_code
    for name in ("advice_code", "network_advice_code", "network_decline_code"):
        if (value := getattr(refusal, name)) is not None:
            members[name] = value
    error = spec(param=refusal.param if param is None else param, more=members | more)
    if param is not None:
        error.param = param
    return error
