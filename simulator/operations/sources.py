"""A Customer's cards and bank accounts, as they were kept before PaymentMethods.

Every card that is kept this way is a PaymentMethod too, under the same id, so that whatever takes a
PaymentMethod takes it; Stripe does the same.

Source: API reference, "Cards", "Bank Accounts", "Customers" (source, default_source); Stripe docs,
"Migrate to the Payment Intents API".
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors, issuer
from simulator.instruments import CARDS, TestCard
from simulator.operations import tokens
from simulator.operations.cards import UNKNOWN_CARD, check_expiry, full_year, whole
from simulator.operations.payment_methods import (
    attempt_with,
    declined,
    merged_metadata,
    validation_decline,
)
from simulator.resources import bank_account as bank_states
from simulator.resources import source as source_states
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import ADDRESS, BRANDS, CardSource, DeletedSource
from simulator.resources.customer import Customer
from simulator.resources.payment_method import Card, Checks, PaymentMethod, Vaulted
from simulator.resources.person import BillingDetails, address_of
from simulator.resources.source import Source
from simulator.wire.expand import includable
from simulator.wire.lists import Page, page
from simulator.work import Work

Kept = CardSource | BankAccount | Source
SHOWN: Final = 10
"""Sources that a Customer is shown with."""
SHORT_NAMES: Final = {printed: brand for brand, printed in BRANDS.items()}
MICRODEPOSITS: Final = [32, 45]
"""The amounts that verify a test bank account, minor units."""


# Making one.


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
        ),
        created=created,
        customer=card.customer or None,
        livemode=work.account.livemode,
        metadata=card.metadata,
        type="card",
    )


def _checked(work: Work, card: CardSource, vaulted: Vaulted) -> CardSource:
    """The card after the issuer has seen it.

    Raises:
        CARD_DECLINED: the issuer does not want it to be kept.
    """
    method = _method_of(work, card, work.now)
    test_card: TestCard = CARDS.get(vaulted.number, UNKNOWN_CARD)
    attempt = attempt_with(method, vaulted)
    if (refusal := validation_decline(test_card, attempt)) is not None:
        raise declined(refusal)
    checks = issuer.checks(test_card, attempt)
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
        made = keep_card(work, _checked(work, made, vaulted), vaulted)
    elif isinstance(made, BankAccount):
        work.keep(vaulted)
        made = work.keep(replace(made, customer=customer.id, metadata={}))
    else:
        made = work.keep(replace(made, customer=customer.id))
        if (method := work.find(PaymentMethod, made.id)) is not None:
            work.keep(replace(method, customer=customer.id))
    if default and customer.default_source is not None:
        replaced = _of_customer(work, customer, customer.default_source)
        if replaced is not None:
            _drop(work, replaced)
    if default or customer.default_source is None:
        customer = replace(customer, default_source=made.id)
    return customer, made


def _of_customer(work: Work, customer: Customer, id: str) -> Kept | None:
    found = work.find(CardSource, id) or work.find(BankAccount, id) or work.find(Source, id)
    return found if found is not None and found.customer == customer.id else None


def _all_of(work: Work, customer: str) -> list[Kept]:
    """A Customer's sources, the oldest first within each kind."""
    return [
        *work.where(CardSource, "customer", customer),
        *work.where(BankAccount, "customer", customer),
        *work.where(Source, "customer", customer),
    ]


def _drop(work: Work, source: Kept) -> None:
    """Take it off its Customer; as a PaymentMethod it is gone as well."""
    if isinstance(source, Source):
        work.keep(replace(source_states.moved(source, "detached"), customer=UNSET))
    else:
        work.drop(source)
    if (method := work.find(PaymentMethod, source.id)) is not None:
        work.drop(method)
    work.post("customer.source.deleted", source)


def forget_all(work: Work, customer: str) -> None:
    """Drop the sources of a Customer that is deleted."""
    for source in _all_of(work, customer):
        _drop(work, source)


# What pays a legacy charge.


def payer_of(
    work: Work, given: str | dict[str, Any] | None, customer: Customer | None
) -> tuple[PaymentMethod, Kept]:
    """The PaymentMethod behind a `source`, or behind the Customer's default one; and the source.

    Raises:
        CUSTOMER_HAS_NO_CARD, CUSTOMER_HAS_METHODS_ALONE, NOT_THE_CUSTOMERS_CARD,
        REFERENCE_MISSING, TOKEN_USED, SOURCE_STATE
    """
    if customer is not None and not isinstance(given, dict):
        return _payer_of_customer(work, given, customer)
    assert given is not None
    made, vaulted = of_given(work, given, "source")
    if isinstance(made, CardSource):
        made = keep_card(work, replace(made, customer=None, networks=UNSET), vaulted)
    return _method(work, made), made


def _payer_of_customer(
    work: Work, id: str | None, customer: Customer
) -> tuple[PaymentMethod, Kept]:
    wanted = id or customer.default_source
    if wanted is None:
        if next(work.where(PaymentMethod, "customer", customer.id), None) is not None:
            raise errors.CUSTOMER_HAS_METHODS_ALONE()
        raise errors.CUSTOMER_HAS_NO_CARD()
    found = _of_customer(work, customer, wanted)
    if found is None:
        raise errors.NOT_THE_CUSTOMERS_CARD(customer=customer.id, id=wanted)
    return _method(work, found), found


def _method(work: Work, source: Kept) -> PaymentMethod:
    if isinstance(source, Source) and source.status != "chargeable":
        raise errors.SOURCE_STATE(id=source.id, status=source.status)
    if isinstance(source, BankAccount) and source.status != "verified":
        raise errors.BANK_ACCOUNT_UNVERIFIED()
    found = work.find(PaymentMethod, source.id)
    return found if found is not None else _bank_method(work, source)


def _bank_method(work: Work, source: Kept) -> PaymentMethod:
    """A verified bank account as a PaymentMethod."""
    assert isinstance(source, BankAccount)
    return work.keep(
        PaymentMethod(
            id=source.id,
            billing_details=BillingDetails(name=source.account_holder_name),
            created=work.now,
            customer=source.customer or None,
            livemode=work.account.livemode,
            metadata={},
            type="us_bank_account",
            us_bank_account={
                "account_holder_type": source.account_holder_type,
                "account_type": source.account_type or "checking",
                "bank_name": source.bank_name,
                "financial_connections_account": None,
                "fingerprint": source.fingerprint,
                "last4": source.last4,
                "networks": {"preferred": "ach", "supported": ["ach"]},
                "routing_number": source.routing_number,
                "status_details": {},
            },
        )
    )


# The calls.


def create(work: Work) -> Kept:
    """POST /v1/customers/{customer}/sources"""
    before = work.load(Customer, work.path["customer"], "customer")
    given = work.params.get("source") or work.params.get("card")
    if not given:
        raise errors.PARAMETER_MISSING(name="source", param="source")
    after, made = add_source(work, before, given, default=False)
    if work.params.get("metadata"):
        made = work.keep(replace(made, metadata=dict(work.params["metadata"])))
    work.post("customer.source.created", made)
    if after != before:
        work.post("customer.updated", work.keep(after), before=before)
    return made


def _named(work: Work) -> Kept:
    """The source that the path names.

    Raises:
        RESOURCE_MISSING, NO_SUCH_SOURCE
    """
    customer = work.load(Customer, work.path["customer"], "customer")
    id = work.path["id"]
    if (found := _of_customer(work, customer, id)) is None:
        raise errors.NO_SUCH_SOURCE(id=id)
    return found


def retrieve(work: Work) -> Kept:
    """GET /v1/customers/{customer}/sources/{id}"""
    return _named(work)


def list_all(work: Work) -> Page:
    """GET /v1/customers/{customer}/sources"""
    customer = work.load(Customer, work.path["customer"], "customer")
    wanted = work.params.get("object")
    return page(
        _all_of(work, customer.id),
        work.params,
        f"/v1/customers/{customer.id}/sources",
        "source",
        keep=lambda source: wanted in (None, source.object),
    )


def update(work: Work) -> Kept:
    """POST /v1/customers/{customer}/sources/{id}"""
    before = _named(work)
    given = work.params
    changes: dict[str, Any] = {}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    after: Kept
    if isinstance(before, CardSource):
        names = (*ADDRESS, "name")
        changes |= {name: given[name] or None for name in names if name in given}
        if given.get("exp_month"):
            changes["exp_month"] = whole(given["exp_month"])
        if given.get("exp_year"):
            changes["exp_year"] = full_year(whole(given["exp_year"]))
        vaulted = work.find(Vaulted, before.id) or Vaulted(id=before.id, number="")
        changed = replace(before, **changes)
        if given.get("exp_month") or given.get("exp_year"):
            check_expiry(work, changed.exp_month, changed.exp_year)
        after = keep_card(work, changed, vaulted)
    else:
        if isinstance(before, BankAccount):
            names = ("account_holder_name", "account_holder_type")
            changes |= {name: given[name] or None for name in names if name in given}
        after = work.keep(replace(before, **changes))
    if after != before:
        work.post("customer.source.updated", after, before=before)
    return after


def delete(work: Work) -> Kept | DeletedSource:
    """DELETE /v1/customers/{customer}/sources/{id}; the newest of the rest becomes the default."""
    gone = _named(work)
    before = work.load(Customer, work.path["customer"], "customer")
    _drop(work, gone)
    if before.default_source == gone.id:
        rest = [source.id for source in _all_of(work, before.id) if source.id != gone.id]
        after = replace(before, default_source=rest[-1] if rest else None)
        work.post("customer.updated", work.keep(after), before=before)
    if isinstance(gone, Source):
        return work.load(Source, gone.id)
    return DeletedSource(id=gone.id, object=gone.object, currency=gone.currency)


def verify(work: Work) -> BankAccount:
    """POST /v1/customers/{customer}/sources/{id}/verify

    Raises:
        MICRODEPOSITS_WRONG, BANK_ACCOUNT_VERIFIED
    """
    before = _named(work)
    if not isinstance(before, BankAccount):
        raise errors.NO_SUCH_SOURCE(id=before.id)
    after = bank_states.verified(before)
    if sorted(work.params.get("amounts") or ()) != MICRODEPOSITS:
        raise errors.MICRODEPOSITS_WRONG()
    work.post("customer.source.updated", after, before=before)
    return work.keep(after)


@includable("customer", "sources")
def of_customer(work: Work, customer: dict[str, Any]) -> Page:
    """The cards and sources that are kept the old way, the newest first."""
    found = _all_of(work, customer["id"])
    found.reverse()
    return Page(
        data=list(found[:SHOWN]),
        has_more=len(found) > SHOWN,
        total_count=len(found),
        url=f"/v1/customers/{customer['id']}/sources",
    )
