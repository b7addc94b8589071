"""Cards by their numbers: what they look like, and what no card can look like.

PaymentMethods, tokens and the cards that are kept the old way are all made of these.

Source: Stripe docs, "Testing".
"""

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from simulator import errors
from simulator.ids import base62
from simulator.instruments.cards import CARDS, TestCard, passes_luhn
from simulator.instruments.declines import LIVE_CARD
from simulator.operations.payers.wallets import wallet_of
from simulator.resources.payment_method import Card, Checks, ThreeDSecureUsage
from simulator.resources.person import BillingDetails
from simulator.work import Work

SECURE: Final = ThreeDSecureUsage()
NEVER_SECURE: Final = ThreeDSecureUsage(supported=False)


def behind(number: str) -> TestCard:
    """The test card of a number; one that is none of Stripe's, where it is not on the list."""
    return CARDS.get(number) or unknown_card(number)


def compact(number: str) -> str:
    """A card number without the blanks and dashes that people type."""
    return "".join(number.split()).replace("-", "")


def whole(said: int | str) -> int:
    """The number that a form says, which may be text; 0, which no card has, where it is none."""
    text = str(said)
    return int(text) if digits(text) else 0


def digits(text: str) -> bool:
    """Whether a text is made of the digits 0 to 9 alone."""
    return text.isascii() and text.isdecimal()


def expiry_of_minted(now: int) -> tuple[int, int]:
    """Cards of a test name expire in a year, in this month."""
    return _expiry_of_minted(now // 86_400)


@lru_cache(maxsize=64)
def _expiry_of_minted(day: int) -> tuple[int, int]:
    today = datetime.fromtimestamp(day * 86_400, UTC)
    return today.month, today.year + 1


def card_hash(
    work: Work,
    card: TestCard,
    expiry: tuple[int, int],
    details: BillingDetails | None,
    *,
    cvc_known: bool,
    address_known: bool = False,
    tokenization_method: str | None = None,
) -> Card:
    """The `card` of a PaymentMethod, as it is before anybody has checked it.

    Args:
        address_known: whether it comes with what is told of it without an address; seen of the name
            of the card whose checks fail both, for others inferred.
        tokenization_method: the wallet that gave out the number.
    """
    address = details.address if details else None
    line1 = bool(address and address.line1) or (address_known and card.line1_check != "pass")
    postal_code = bool(address and address.postal_code) or (
        address_known and card.postal_code_check != "pass"
    )
    return Card(
        brand=card.brand,
        checks=Checks(
            address_line1_check="unchecked" if line1 else None,
            address_postal_code_check="unchecked" if postal_code else None,
            cvc_check="unchecked" if cvc_known else None,
        ),
        country=card.country,
        display_brand="american_express" if card.brand == "amex" else card.brand,
        exp_month=expiry[0],
        exp_year=expiry[1],
        fingerprint=fingerprint(work, card.number),
        funding=card.funding,
        last4=card.last4,
        networks=_networks(card.networks or (card.brand,)),
        three_d_secure_usage=NEVER_SECURE if card.lookup == "unsupported" else SECURE,
        wallet=wallet_of(tokenization_method, card.last4),
    )


@lru_cache(maxsize=64)
def _networks(names: tuple[str, ...]) -> dict[str, Any]:
    return {"available": list(names), "preferred": None}


def fingerprint(work: Work, number: str) -> str:
    """Sixteen characters, the same for one number in one account."""
    return _fingerprint(work.account.key, number)


@lru_cache(maxsize=4096)
def _fingerprint(key: str, number: str) -> str:
    digest = blake2b(f"{key}/{number}".encode(), digest_size=12).digest()
    return base62(int.from_bytes(digest), 16)


def unknown_card(number: str) -> TestCard:
    """A number that is well formed, and none of Stripe's test cards: nobody will have it."""
    brands = {"4": "visa", "5": "mastercard", "3": "amex", "6": "discover"}
    brand = brands.get(number[:1], "unknown")
    return TestCard(number=number, brand=brand, decline=LIVE_CARD, attaches=False)


def full_year(year: int) -> int:
    """The year of four digits that two digits stand for."""
    return year + 2000 if year < 100 else year


def check_card(work: Work, number: str, month: int, year: int, cvc: str | None) -> None:
    """Refuse what no card can look like.

    What has not 12 to 19 digits is an invalid number, and no incorrect one: inferred from what a
    client's tests against Stripe expect of `-1`.

    Raises:
        INVALID_NUMBER, INCORRECT_NUMBER, INVALID_EXPIRY_MONTH, INVALID_EXPIRY_YEAR, INVALID_CVC
    """
    if not digits(number) or not 12 <= len(number) <= 19:
        raise errors.INVALID_NUMBER()
    if not passes_luhn(number):
        raise errors.INCORRECT_NUMBER()
    check_expiry(work, month, year)
    check_cvc(cvc)


def check_cvc(cvc: str | None) -> None:
    """Refuse a security code that no card has.

    Raises:
        INVALID_CVC
    """
    if cvc is not None and not (digits(cvc) and 3 <= len(cvc) <= 4):
        raise errors.INVALID_CVC()


def check_expiry(work: Work, month: int, year: int) -> None:
    """Refuse a month or a year that no valid card has.

    Raises:
        INVALID_EXPIRY_MONTH, INVALID_EXPIRY_YEAR
    """
    if not 1 <= month <= 12:
        raise errors.INVALID_EXPIRY_MONTH()
    today = datetime.fromtimestamp(work.now, UTC)
    full = full_year(year)
    if not today.year <= full <= today.year + 50:
        raise errors.INVALID_EXPIRY_YEAR()
    if full == today.year and month < today.month:
        raise errors.INVALID_EXPIRY_MONTH()
