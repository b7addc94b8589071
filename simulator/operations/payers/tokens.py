"""Tokens: made of cards, bank accounts and personal data, and spent once.

What stands behind a card's token and is never shown (its number, its CVC) is kept beside it, under
the token's id.

Source: API reference, "Tokens"; Stripe docs, "Testing".
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.instruments import bank_accounts
from simulator.instruments.cards import TestCard, by_name
from simulator.operations.payers.bank_details import TEST_BANK, TEST_ROUTING, check_routing
from simulator.operations.payers.cards import (
    behind,
    check_card,
    check_cvc,
    compact,
    expiry_of_minted,
    fingerprint,
    full_year,
    whole,
)
from simulator.operations.payers.wallets import check_cryptogram
from simulator.resources import token as states
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import ADDRESS, BRANDS, CardSource
from simulator.resources.customer import Customer
from simulator.resources.payment_method import INVALID_PREFERENCE, Vaulted
from simulator.resources.token import Token, Type
from simulator.work import Work

CLIENT_IP: Final = "127.0.0.1"
PREFIXES: Final = {
    "account": "ct",
    "bank_account": "btok",
    "card": "tok",
    "cvc_update": "cvctok",
    "person": "cpt",
    "pii": "pii",
}


def create(work: Work) -> Token:
    """POST /v1/tokens

    Raises:
        TOKEN_NEEDS, TOKEN_USED, REFERENCE_MISSING, and those of a card that no network knows
    """
    given = work.params
    card, customer = given.get("card"), given.get("customer")
    if isinstance(card, dict) and card:
        return of_raw_card(work, card)
    if customer is not None:
        return of_customer(work, customer, str(card) if card else None)
    if bank := given.get("bank_account"):
        return of_raw_bank_account(work, bank)
    for kind in ("account", "cvc_update", "person", "pii"):
        if given.get(kind) is not None:
            check_cvc((given.get("cvc_update") or {}).get("cvc"))
            return work.keep(_token(work, kind))
    raise errors.TOKEN_NEEDS()


def retrieve(work: Work) -> Token:
    """GET /v1/tokens/{token}; a test token's name mints a new one each time."""
    id = work.path["token"]
    return _minted(work, id) or work.load(Token, id)


def _minted(work: Work, id: str) -> Token | None:
    """A new token of a test token's name."""
    if (card := _named(id)) is not None:
        return of_test_card(work, card)
    if (bank := bank_accounts.TOKENS.get(id)) is not None:
        return of_test_bank_account(work, bank)
    return None


def _token(work: Work, kind: Type, **holds: Any) -> Token:
    return Token(
        id=work.new_id(PREFIXES[kind]),
        client_ip=CLIENT_IP,
        created=work.now,
        livemode=work.account.livemode,
        type=kind,
        **holds,
    )


def _named(id: str) -> TestCard | None:
    return by_name(id) if id.startswith("tok_") else None


def _of_card(work: Work, card: CardSource, vaulted: Vaulted) -> Token:
    token = work.keep(_token(work, "card", card=card))
    work.keep(Vaulted(id=token.id, number=vaulted.number, cvc=vaulted.cvc))
    return token


def of_test_card(work: Work, card: TestCard) -> Token:
    """A new token of a test card's name."""
    made = card_source(work, card, expiry_of_minted(work.now), {}, cvc_given=True)
    return _of_card(work, made, Vaulted(id=made.id, number=card.number))


def of_raw_card(work: Work, given: dict[str, Any], prefix: str = "card") -> Token:
    """A token of a number, as a form sends it.

    Args:
        prefix: the parameter that holds it, for errors.

    Raises:
        PARAMETER_MISSING, CRYPTOGRAM_NEEDED, and those of a card that no network knows
    """
    for needed in ("number", "exp_month", "exp_year"):
        if given.get(needed) is None:
            path = f"{prefix}[{needed}]"
            raise errors.PARAMETER_MISSING(name=path, param=path)
    check_cryptogram(given)
    number, month, year = (given[name] for name in ("number", "exp_month", "exp_year"))
    number, month, year = compact(number), whole(month), whole(year)
    check_card(work, number, month, year, given.get("cvc"))
    made = card_source(
        work,
        behind(number),
        (month, full_year(year)),
        given,
        cvc_given=given.get("cvc") is not None,
    )
    return _of_card(work, made, Vaulted(id=made.id, number=number, cvc=given.get("cvc")))


def card_source(
    work: Work,
    card: TestCard,
    expiry: tuple[int, int],
    given: dict[str, Any],
    *,
    cvc_given: bool,
) -> CardSource:
    """The card as a token shows it, before anybody has checked it."""
    address: dict[str, Any] = {line: given.get(line) for line in ADDRESS}
    wallet = given.get("tokenization_method") or None
    return CardSource(
        id=work.new_id("card"),
        **address,
        address_line1_check="unchecked" if address["address_line1"] else None,
        address_zip_check="unchecked" if address["address_zip"] else None,
        brand=BRANDS.get(card.brand, "Unknown"),
        country=card.country,
        currency=given.get("currency") or UNSET,
        cvc_check="unchecked" if cvc_given else None,
        dynamic_last4=card.last4 if wallet else None,
        exp_month=expiry[0],
        exp_year=expiry[1],
        fingerprint=fingerprint(work, card.number),
        funding=card.funding,
        last4=card.last4,
        metadata=dict(given.get("metadata") or {}),
        name=given.get("name") or None,
        networks={"preferred": _preferred(card, given)},
        tokenization_method=wallet,
    )


def _preferred(card: TestCard, given: dict[str, Any]) -> str | None:
    """The network that the card's holder would have it go by; one that it does not have is none.

    Source: API reference, "Create a card token" (card.networks.preferred).
    """
    network: str | None = (given.get("networks") or {}).get("preferred")
    if not network or network in (card.networks or (card.brand,)):
        return network or None
    return INVALID_PREFERENCE


def of_customer(work: Work, id: str, card: str | None) -> Token:
    """A copy of a Customer's card, as platforms make it for their connected accounts.

    Source: Stripe docs, "Clone customers across accounts".
    """
    platform = work.account.platform
    there = work if platform is None else Work(platform)
    customer = there.refer(Customer, id, "customer")
    wanted = card or customer.default_source
    kept = there.find(CardSource, wanted) if wanted else None
    vaulted = there.find(Vaulted, wanted) if wanted else None
    if kept is None or vaulted is None or kept.customer != customer.id:
        raise errors.NOT_THE_CUSTOMERS_CARD(customer=customer.id, id=wanted or "")
    copy = replace(
        kept,
        id=work.new_id("card"),
        allow_redisplay=UNSET,
        customer=UNSET,
        email=UNSET,
        phone=UNSET,
        networks={"preferred": None},
    )
    return _of_card(work, copy, vaulted)


def of_raw_bank_account(work: Work, given: dict[str, Any]) -> Token:
    """A token of a bank account's numbers.

    Raises:
        PARAMETER_MISSING, ROUTING_NUMBER_INVALID
    """
    for needed in ("country", "account_number"):
        if not given.get(needed):
            path = f"bank_account[{needed}]"
            raise errors.PARAMETER_MISSING(name=path, param=path)
    country = given["country"].upper()
    routing = given.get("routing_number")
    check_routing(country, routing, "bank_account[routing_number]")
    number = given["account_number"]
    currency, printed = work.account.default_currency, f"{routing}/{number}"
    account = raw_bank_account(
        work, given, country=country, currency=currency, routing=routing, printed=printed
    )
    return _of_bank_account(work, account, number)


def raw_bank_account(
    work: Work,
    given: dict[str, Any],
    *,
    country: str,
    currency: str,
    routing: str | None,
    printed: str,
) -> BankAccount:
    """A bank account of the numbers that a form sends, which have been checked.

    Args:
        currency: what it is in where the form does not say.
        printed: what its fingerprint is made of.
    """
    return BankAccount(
        id=work.new_id("ba"),
        account_holder_name=given.get("account_holder_name"),
        account_holder_type=given.get("account_holder_type"),
        account_type=given.get("account_type"),
        bank_name=TEST_BANK,
        country=country,
        currency=given.get("currency") or currency,
        fingerprint=fingerprint(work, printed),
        last4=given["account_number"][-4:],
        routing_number=routing,
    )


def of_test_bank_account(work: Work, bank: bank_accounts.TestAccount) -> Token:
    """A new token of a test bank account's name, which a Customer need not verify any more."""
    token = of_raw_bank_account(
        work, {"country": "US", "account_number": bank.number, "routing_number": TEST_ROUTING}
    )
    assert token.bank_account
    verified = replace(token.bank_account, currency="usd", status="verified")
    return work.keep(replace(token, bank_account=verified))


def _of_bank_account(work: Work, account: BankAccount, number: str) -> Token:
    token = work.keep(_token(work, "bank_account", bank_account=account))
    work.keep(Vaulted(id=token.id, number=number))
    return token


def spend(work: Work, id: str, param: str) -> tuple[Token, Vaulted]:
    """The token of an id or of a test card's name, used up, and what stands behind it.

    Raises:
        REFERENCE_MISSING, TOKEN_USED
    """
    token = work.keep(states.spent(_minted(work, id) or work.refer(Token, id, param)))
    return token, work.find(Vaulted, token.id) or Vaulted(id=token.id, number="")
