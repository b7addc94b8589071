"""Reading a card: the PaymentMethod of what is held to a reader.

Source: API reference, "PaymentMethods" (card_present, interac_present); Stripe docs, "Test Stripe
Terminal" ("Simulated card presentment").
"""

from typing import Any

from simulator import errors
from simulator.instruments import presented_cards
from simulator.operations.payers.cards import compact, expiry_of_minted, fingerprint
from simulator.resources.payment_method import IN_PERSON, PaymentMethod, Vaulted
from simulator.resources.terminal_reader import CardRead, Consent, Reader
from simulator.work import Work


def chosen(given: dict[str, Any], types: list[str]) -> tuple[str, str]:
    """Which kind of card is presented, and its number, minding what may be presented here.

    Raises:
        PRESENTED_KIND_NOT_TAKEN
    """
    allowed = [kind for kind in types if kind in IN_PERSON]
    default = "card_present" if "card_present" in allowed else "interac_present"
    kind = given.get("type") or next((each for each in IN_PERSON if given.get(each)), default)
    if kind not in allowed:
        raise errors.PRESENTED_KIND_NOT_TAKEN(type=kind, types=", ".join(allowed))
    number = (given.get(kind) or {}).get("number")
    return kind, compact(number) if number else presented_cards.DEFAULT[kind]


def read(
    work: Work, reader: Reader, kind: str, number: str, *, amount: int | None, currency: str
) -> PaymentMethod:
    """The PaymentMethod of the card, kept with how it was read.

    Args:
        amount: what is to be paid, minor units; None: nothing.
    """
    card = presented_cards.behind(number)
    how = presented_cards.read(number, amount, currency)
    month, year = expiry_of_minted(work.now)
    shown: dict[str, Any] = {
        "brand": card.brand,
        "cardholder_name": None,
        "country": card.country,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": fingerprint(work, number),
        "funding": card.funding,
        "last4": card.last4,
        "networks": {"available": list(card.networks or (card.brand,)), "preferred": None},
        "preferred_locales": ["en"],
        "read_method": how.read_method,
    }
    if kind == "card_present":
        shown |= {"brand_product": None, "offline": None}
    own: dict[str, Any] = {kind: dict(sorted(shown.items()))}
    method = PaymentMethod(
        id=work.new_id("pm"),
        created=work.now,
        livemode=work.account.livemode,
        metadata={},
        type=kind,
        **own,
    )
    consent = work.find(Consent, reader.id)
    work.keep(
        CardRead(
            id=method.id,
            allow_redisplay=consent.allow_redisplay if consent else "unspecified",
            location=reader.location,
            read_method=how.read_method,
            reader=reader.id,
            verified=how.verified,
        )
    )
    work.keep(Vaulted(id=method.id, number=number))
    return work.keep(method)
