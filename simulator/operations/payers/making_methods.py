"""Making PaymentMethods: of numbers, of tokens, of the names of test cards, of another account's.

Source: API reference, "Create a PaymentMethod"; Stripe docs, "Testing".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.instruments import bank_accounts, debit_accounts
from simulator.instruments.cards import TestCard, by_name
from simulator.operations.payers import tokens
from simulator.operations.payers.attaching import consume, usable
from simulator.operations.payers.bank_details import details_of
from simulator.operations.payers.cards import (
    behind,
    card_hash,
    check_card,
    compact,
    expiry_of_minted,
    full_year,
)
from simulator.operations.payers.payer_details import check_country, check_made
from simulator.resources.card import ADDRESS, CardSource
from simulator.resources.customer import Customer
from simulator.resources.payment_method import Card, PaymentMethod, Vaulted, preferring
from simulator.resources.person import (
    NO_BILLING_DETAILS,
    BillingDetails,
    address_of,
    billing_details_of,
)
from simulator.work import Work


def named(
    work: Work, id: str, *, param: str = "payment_method", in_path: bool = False
) -> PaymentMethod:
    """The PaymentMethod of an id; the name of a test card mints a new one.

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING: neither an id nor a name.
    """
    if (card := by_name(id)) is not None and id.startswith("pm_"):
        return mint(work, card)
    if (account := bank_accounts.NAMED.get(id)) is not None:
        return mint_account(work, account)
    if in_path:
        return work.load(PaymentMethod, id, param)
    return work.refer(PaymentMethod, id, param)


def make(work: Work, given: dict[str, Any], prefix: str) -> PaymentMethod:
    """A PaymentMethod of parameters.

    Args:
        prefix: the parameter that holds them, for errors; empty at the top.
    """
    if original := given.get("payment_method"):
        return clone(work, original, given.get("customer"))
    kind = given.get("type")
    if kind is None:
        if "card" not in given:
            raise errors.PARAMETER_MISSING(name=_path(prefix, "type"), param=_path(prefix, "type"))
        kind = "card"
    check_country(given.get("billing_details"), _path(prefix, "billing_details"))
    details = billing_details_of(given.get("billing_details"))
    check_made(kind, details)
    if kind != "card":
        return _as_wanted(work, _make_other(work, kind, given, details), given)
    return _as_wanted(work, _make_card(work, given, details, prefix), given)


def _as_wanted(work: Work, method: PaymentMethod, given: dict[str, Any]) -> PaymentMethod:
    """The new PaymentMethod with what its owner wants of it."""
    said: dict[str, Any] = {}
    if given.get("allow_redisplay"):
        said["allow_redisplay"] = given["allow_redisplay"]
    if given.get("radar_options"):
        said["radar_options"] = given["radar_options"]
    network = ((given.get("card") or {}).get("networks") or {}).get("preferred")
    if network and isinstance(method.card, Card):
        said["card"] = preferring(method.card, network)
    return work.keep(replace(method, **said)) if said else method


def clone(work: Work, original: str, customer: str | None) -> PaymentMethod:
    """A connected account's own copy of its platform's PaymentMethod.

    One that belongs to no Customer is used up by being shared, as the refusal of its next use says.

    Args:
        customer: the platform's Customer that it is said to belong to.

    Raises:
        REFERENCE_MISSING, PAYMENT_METHOD_CONSUMED
    Source: Stripe docs, "Clone customers across accounts".
    """
    platform = work.account.platform
    there = work.beside(platform) if platform is not None else work
    if customer is not None:
        there.refer(Customer, customer, "customer")
    found = there.refer(PaymentMethod, original, "payment_method")
    vaulted = usable(there, found)
    if found.customer is None and platform is not None:
        consume(there, found)
    copy = replace(found, id=work.new_id("pm"), created=work.now, customer=None)
    work.keep(replace(vaulted, id=copy.id, consumed=False))
    return work.keep(copy)


def _make_card(
    work: Work, given: dict[str, Any], details: BillingDetails, prefix: str
) -> PaymentMethod:
    card = given.get("card")
    if not card:
        path = _path(prefix, "card")
        raise errors.PARAMETER_MISSING(name=path, param=path)
    metadata = dict(given.get("metadata") or {})
    if token := card.get("token"):
        test_card = by_name(token) if token.startswith("tok_") else None
        if test_card is not None:
            return mint(work, test_card, details=details, metadata=metadata)
        return _of_token(work, token, details, metadata)
    for needed in ("number", "exp_month", "exp_year"):
        if needed not in card:
            path = _path(prefix, f"card[{needed}]") if prefix else f"card[{needed}]"
            raise errors.PARAMETER_MISSING(name=path, param=path)
    number = compact(card["number"])
    check_card(work, number, card["exp_month"], card["exp_year"], card.get("cvc"))
    return mint(
        work,
        behind(number),
        details=details,
        metadata=metadata,
        expiry=(card["exp_month"], full_year(card["exp_year"])),
        cvc=card.get("cvc"),
    )


def _of_token(
    work: Work, id: str, details: BillingDetails, metadata: dict[str, str]
) -> PaymentMethod:
    """A PaymentMethod of a card's token; what the form did not say, the token may know."""
    token, vaulted = tokens.spend(work, id, "card[token]")
    card = token.card
    if not isinstance(card, CardSource):
        raise errors.TOKEN_KIND(type=token.type, id=token.id)
    lines = {line: getattr(card, name) for name, line in ADDRESS.items()}
    known = BillingDetails(address=address_of(lines), name=card.name)
    method = mint(
        work,
        behind(vaulted.number),
        details=known if details == NO_BILLING_DETAILS else details,
        metadata=metadata,
        expiry=(card.exp_month, card.exp_year),
        cvc=vaulted.cvc,
        tokenization_method=card.tokenization_method,
    )
    network = (card.networks or {}).get("preferred")
    if network and isinstance(method.card, Card):
        method = work.keep(replace(method, card=preferring(method.card, network)))
    return method


def _make_other(
    work: Work, kind: str, given: dict[str, Any], details: BillingDetails
) -> PaymentMethod:
    """One that is no card; a bank account whose owner has linked it is known to be the owner's."""
    hash_, number = details_of(work, kind, given.get(kind) or {})
    own: dict[str, Any] = {kind: hash_}
    method = PaymentMethod(
        id=work.new_id("pm"),
        billing_details=details,
        created=work.now,
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        type=kind,
        **own,
    )
    linked = bool((given.get(kind) or {}).get("financial_connections_account"))
    work.keep(Vaulted(id=method.id, number=number, verified=linked))
    return work.keep(method)


def mint_account(work: Work, account: bank_accounts.TestAccount) -> PaymentMethod:
    """A new PaymentMethod of a test bank account, whose owner is known to be the payer.

    Only the account on which no microdeposits arrive is still to be verified by them; inferred.
    """
    numbers = debit_accounts.numbers_of(account.kind, account.number)
    owner = BillingDetails(email="jenny@example.com", name="Jenny Rosen")
    method = _make_other(work, account.kind, {account.kind: numbers}, owner)
    work.keep(Vaulted(id=method.id, number=account.number, verified=account.microdeposits))
    return method


def mint(
    work: Work,
    card: TestCard,
    *,
    details: BillingDetails | None = None,
    metadata: dict[str, str] | None = None,
    expiry: tuple[int, int] | None = None,
    cvc: str | None = None,
    tokenization_method: str | None = None,
) -> PaymentMethod:
    """A new PaymentMethod of a test card.

    Args:
        expiry: month and year; None: of a test card's name, which expires in a year, in this
            month, and has a security code.
        tokenization_method: the wallet that gave out the number, as its token says.
    """
    of_a_name = expiry is None
    if expiry is None:
        expiry = expiry_of_minted(work.now)
    method = PaymentMethod(
        id=work.new_id("pm"),
        billing_details=details or BillingDetails(),
        card=card_hash(
            work,
            card,
            expiry,
            details,
            cvc_known=of_a_name or cvc is not None,
            address_known=of_a_name,
            tokenization_method=tokenization_method,
        ),
        created=work.now,
        livemode=work.account.livemode,
        metadata=metadata or {},
        type="card",
    )
    work.keep(Vaulted(id=method.id, number=card.number, cvc=cvc))
    return work.keep(method)


def _path(prefix: str, name: str) -> str:
    if not prefix:
        return name
    head, bracket, rest = name.partition("[")
    return f"{prefix}[{head}]{bracket}{rest}"
