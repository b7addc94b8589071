"""Keeping cards, bank accounts and Sources for a Customer, as it was before PaymentMethods.

Every card that is kept this way is a PaymentMethod too, under the same id, so that whatever takes a
PaymentMethod takes it; Stripe does the same.

Source: API reference, "Cards", "Bank Accounts", "Customers" (source, default_source).
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.instruments import issuer
from simulator.operations.payers import tokens
from simulator.operations.payers.attaching import attempt_with, consume
from simulator.operations.payers.cards import behind
from simulator.operations.payers.declining import not_kept, validation_decline
from simulator.operations.payers.wallets import wallet_of
from simulator.resources import source as source_states
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import ADDRESS, BRANDS, CardSource
from simulator.resources.customer import Customer
from simulator.resources.payment_method import Card, Checks, PaymentMethod, Vaulted
from simulator.resources.person import BillingDetails, address_of
from simulator.resources.source import Source
from simulator.work import Work

Kept = CardSource | BankAccount | Source
SHORT_NAMES: Final = {printed: brand for brand, printed in BRANDS.items()}


def of_given(work: Work, given: str | dict[str, Any], param: str) -> tuple[Kept, Vaulted]:
    """The card or bank account that a token's id, a test name or a raw hash stands for; not kept.

    Raises:
        REFERENCE_MISSING, TOKEN_USED, TOKEN_KIND, and those of a card that no network knows
    """
    if isinstance(given, dict):
        made = (
            tokens.of_raw_bank_account(work, given)
            if given.get("object") == "bank_account"
            else tokens.of_raw_card(work, given, param)
        )
        given = made.id
    if given.startswith("src_"):
        source = work.refer(Source, given, param)
        return source, work.find(Vaulted, source.id) or Vaulted(id=source.id, number="")
    token, vaulted = tokens.spend(work, given, param)
    held = token.card or token.bank_account
    if not held:
        raise errors.TOKEN_KIND(type=token.type, id=token.id)
    return held, Vaulted(id=held.id, number=vaulted.number, cvc=vaulted.cvc)


def keep_card(work: Work, card: CardSource, vaulted: Vaulted) -> CardSource:
    """Keep a card, and the PaymentMethod that it is as well."""
    keep_as_method(work, card, vaulted)
    return work.keep(card)


def keep_as_method(work: Work, card: CardSource, vaulted: Vaulted) -> None:
    """Keep the PaymentMethod that a card is as well, under the card's id."""
    work.keep(vaulted)
    before = work.find(PaymentMethod, card.id)
    work.keep(_method_of(work, card, before.created if before else work.now))


def _method_of(work: Work, card: CardSource, created: int) -> PaymentMethod:
    brand = SHORT_NAMES.get(card.brand, "unknown")
    lines = {line: getattr(card, name) for name, line in ADDRESS.items()}
    checks: Any = {
        "address_line1_check": card.address_line1_check,
        "address_postal_code_check": card.address_zip_check,
        "cvc_check": card.cvc_check,
    }
    return PaymentMethod(
        id=card.id,
        billing_details=BillingDetails(address=address_of(lines), name=card.name),
        card=Card(
            brand=brand,
            checks=Checks(**checks),
            country=card.country,
            display_brand="american_express" if brand == "amex" else brand,
            exp_month=card.exp_month,
            exp_year=card.exp_year,
            fingerprint=card.fingerprint,
            funding=card.funding,
            last4=card.last4,
            networks={"available": [brand], "preferred": None},
            wallet=wallet_of(card.tokenization_method, card.last4),
        ),
        created=created,
        customer=card.customer or None,
        livemode=work.account.livemode,
        metadata=card.metadata,
        type="card",
    )


def checked(work: Work, card: CardSource, vaulted: Vaulted) -> CardSource:
    """The card after the issuer has seen it.

    Raises:
        CARD_DECLINED: the issuer does not want it to be kept.
    """
    method = _method_of(work, card, work.now)
    test_card = behind(vaulted.number)
    attempt = attempt_with(method, vaulted)
    if (refusal := validation_decline(test_card, attempt)) is not None:
        raise not_kept(refusal)
    return seen(card, issuer.checks(test_card, attempt))


def seen(card: CardSource, checks: Checks) -> CardSource:
    """The card with what the issuer made of its address and CVC."""
    return replace(
        card,
        address_line1_check=checks.address_line1_check,
        address_zip_check=checks.address_postal_code_check,
        cvc_check=checks.cvc_check,
    )


def add_source(
    work: Work, customer: Customer, given: str | dict[str, Any], *, default: bool
) -> tuple[Customer, Kept]:
    """Give the Customer another card or bank account; both are as they then are, the source kept.

    Telling of it is left to the caller, who knows what else there is to tell.

    Args:
        default: whether it becomes the default source, and takes the old one's place.

    Raises:
        SOURCE_OF_ANOTHER, BANK_ACCOUNT_EXISTS, and those of `of_given` and of a card that the
        issuer does not want kept
    """
    made, vaulted = of_given(work, given, "source")
    if isinstance(made, CardSource):
        made = replace(
            made,
            allow_redisplay="unspecified",
            currency=UNSET,
            customer=customer.id,
            email=None,
            networks=UNSET,
            phone=None,
        )
        made = keep_card(work, checked(work, made, vaulted), vaulted)
    elif isinstance(made, BankAccount):
        known = work.where(BankAccount, "customer", customer.id)
        if any(account.fingerprint == made.fingerprint for account in known):
            raise errors.BANK_ACCOUNT_EXISTS()
        work.keep(vaulted)
        made = work.keep(replace(made, customer=customer.id, metadata={}))
    else:
        if made.customer not in (UNSET, customer.id):
            raise errors.SOURCE_OF_ANOTHER()
        made = work.keep(replace(made, customer=customer.id))
        if (method := work.find(PaymentMethod, made.id)) is not None:
            work.keep(replace(method, customer=customer.id))
    if default and customer.default_source is not None:
        replaced = of_customer(work, customer, customer.default_source)
        if replaced is not None:
            drop(work, replaced)
    if default or customer.default_source is None:
        customer = replace(customer, default_source=made.id)
    return customer, made


def kept(work: Work, id: str) -> Kept | None:
    """What is kept under this id, whoever's it is."""
    return work.find(CardSource, id) or work.find(BankAccount, id) or work.find(Source, id)


def of_customer(work: Work, customer: Customer, id: str) -> Kept | None:
    """What this Customer keeps under this id."""
    found = kept(work, id)
    return found if found is not None and found.customer == customer.id else None


def all_of(work: Work, customer: str) -> list[Kept]:
    """A Customer's sources, the oldest first within each kind."""
    return [
        *work.where(CardSource, "customer", customer),
        *work.where(BankAccount, "customer", customer),
        *work.where(Source, "customer", customer),
    ]


def drop(work: Work, source: Kept) -> None:
    """Take it off its Customer; as a PaymentMethod it is detached, and pays nothing more.

    What it has begun to pay goes on. That it can still be retrieved as a PaymentMethod is inferred.
    """
    if isinstance(source, Source):
        work.keep(replace(source_states.moved(source, "detached"), customer=UNSET))
    else:
        work.drop(source)
    if (method := work.find(PaymentMethod, source.id)) is not None:
        consume(work, method)
        work.keep(replace(method, customer=None))
    work.post("customer.source.deleted", source)


def another_default(work: Work, customer: Customer, gone: str) -> None:
    """Make the newest of a Customer's other sources the default one, if this was it."""
    if customer.default_source != gone:
        return
    rest = [source.id for source in all_of(work, customer.id) if source.id != gone]
    after = replace(customer, default_source=rest[-1] if rest else None)
    work.post("customer.updated", work.keep(after), before=customer)


def let_go(work: Work, method: PaymentMethod) -> None:
    """Take the source that a detached PaymentMethod was as well off its Customer, if it was one.

    That a source goes with its PaymentMethod is inferred.
    """
    assert method.customer is not None
    customer = work.find(Customer, method.customer)
    card = work.find(CardSource, method.id)
    if customer is None or card is None:
        return
    work.drop(card)
    work.post("customer.source.deleted", card)
    another_default(work, customer, card.id)


def forget_all(work: Work, customer: str) -> None:
    """Drop the sources of a Customer that is deleted."""
    for source in all_of(work, customer):
        drop(work, source)
