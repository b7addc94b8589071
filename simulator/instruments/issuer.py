"""The card's bank, and Radar before it: what becomes of one attempt to charge a test card.

A pure function of the card and of how it is tried; nothing here is by chance.

Source: Stripe docs, "Testing", "3D Secure authentication".
"""

from typing import Literal

import msgspec

from simulator.instruments.cards import TestCard
from simulator.instruments.declines import (
    AUTHENTICATION_BEFORE_CHARGE,
    BLOCKED_BY_RULE,
    DECLINES,
    MANDATE_CANCELED,
    Decline,
)
from simulator.resources.payment_method import Check, Checks


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """How a card is tried."""

    off_session: bool = False
    can_wait: bool = False
    """What is paid is an invoice, which waits until the shopper is back."""
    authenticated: bool = False
    """The shopper has just passed a challenge."""
    authenticated_elsewhere: bool = False
    """The result of somebody else's 3D Secure came with it."""
    moto: bool = False
    """The card was told by mail or by telephone, where nobody can be asked."""
    set_up: bool = False
    """The shopper authenticated it before, for later payments."""
    setting_up: bool = False
    """The card is being saved for later payments."""
    part_will_do: bool = False
    """A part of the amount is taken where the account does not cover all of it."""
    asks_for_challenge: bool = False
    """`request_three_d_secure` is `any` or `challenge`."""
    cvc_given: bool = False
    cvc_known: bool = True
    """There is a security code to check at all; the cards of test names come with one."""
    postal_code_given: bool = False
    postal_code_known: bool = False
    """There is a postal code to check at all, given or of a test card's name."""
    line1_known: bool = False


class Verdict(msgspec.Struct, frozen=True):
    """Approved, declined, or the shopper has to authenticate first."""

    outcome: Literal["approved", "declined", "challenge"]
    decline: Decline | None = None


APPROVED = Verdict("approved")
CHALLENGE = Verdict("challenge")


def judge(card: TestCard, attempt: Attempt) -> Verdict:
    """What becomes of an attempt."""
    if attempt.authenticated:
        return _declined(card.after_authentication) if card.after_authentication else APPROVED
    if (refusal := _refusal(card, attempt)) is not None:
        return Verdict("declined", refusal)
    if attempt.authenticated_elsewhere:
        return _declined(card.after_authentication) if card.after_authentication else APPROVED
    if not _must_authenticate(card, attempt):
        return APPROVED
    if card.lookup == "fails":
        return _declined("generic_decline")
    if not attempt.moto and (attempt.can_wait or not attempt.off_session):
        return CHALLENGE
    if card.soft_declined:
        return _declined("authentication_required")
    return Verdict("declined", AUTHENTICATION_BEFORE_CHARGE)


def _refusal(card: TestCard, attempt: Attempt) -> Decline | None:
    """What speaks against the card itself, or against the details that were given with it."""
    if card.decline is not None:
        by_rule = card.risk == "highest" and card.attaches
        return BLOCKED_BY_RULE if by_rule else DECLINES[card.decline]
    if card.covers_part == "at_first" and not attempt.part_will_do:
        return DECLINES["insufficient_funds"]
    if card.mandate_canceled and attempt.off_session:
        return MANDATE_CANCELED
    if card.cvc_check == "fail" and attempt.cvc_given:
        return DECLINES["incorrect_cvc"]
    zip_alone_fails = card.postal_code_check == "fail" and card.line1_check == "pass"
    if zip_alone_fails and attempt.postal_code_given:
        return DECLINES["incorrect_zip"]
    return None


def granted(card: TestCard, amount: int, when: Literal["at_first", "when_raised"]) -> int:
    """How much of an amount the account covers, minor units."""
    return amount * 7 // 10 if card.covers_part == when else amount


def _must_authenticate(card: TestCard, attempt: Attempt) -> bool:
    """Whether its owner has to be asked; an order by mail or telephone is spared by most issuers.

    What clients' tests against Stripe expect of a card that is to be set up, and of the one that
    always has to be asked; of the others it is inferred.
    """
    if attempt.moto:
        return card.authentication == "always"
    match card.authentication:
        case "always":
            return True
        case "unless_set_up":
            return not (attempt.off_session and attempt.set_up)
        case "set_up":
            return not attempt.off_session
        case "on_setup":
            return attempt.setting_up or attempt.asks_for_challenge
        case "optional":
            return attempt.asks_for_challenge and not attempt.off_session
        case "never":
            return False


def _declined(decline_code: str) -> Verdict:
    return Verdict("declined", DECLINES[decline_code])


def checks(card: TestCard, attempt: Attempt) -> Checks:
    """What the issuer says of the details, once it has seen the card."""
    cvc: Check | None = "pass" if attempt.cvc_known else None
    if card.cvc_check == "unavailable":
        cvc = "unavailable"
    if card.cvc_check == "fail" and attempt.cvc_known:
        cvc = "fail"
    return Checks(
        address_line1_check=_check(card.line1_check) if attempt.line1_known else None,
        address_postal_code_check=(
            _check(card.postal_code_check) if attempt.postal_code_known else None
        ),
        cvc_check=cvc,
    )


def _check(said: str) -> Check:
    match said:
        case "fail":
            return "fail"
        case "unavailable":
            return "unavailable"
        case _:
            return "pass"
