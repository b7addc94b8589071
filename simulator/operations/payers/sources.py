"""A Customer's cards and bank accounts, as they were kept before PaymentMethods: the calls.

Source: API reference, "Cards", "Bank Accounts", "Sources"; Stripe docs, "Migrate to the Payment
Intents API".
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.payers import expiring
from simulator.operations.payers.cards import check_expiry, full_year, whole
from simulator.operations.payers.keeping_sources import (
    Kept,
    add_source,
    all_of,
    another_default,
    drop,
    keep_card,
    of_customer,
    of_given,
    seen,
)
from simulator.operations.payers.source_objects import OWNER, owner_of
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources import bank_account as bank_states
from simulator.resources import source as source_states
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import ADDRESS, CardSource, DeletedSource
from simulator.resources.customer import Customer
from simulator.resources.payment_method import Checks, PaymentMethod, Vaulted
from simulator.resources.person import BillingDetails
from simulator.resources.source import Source
from simulator.wire.expand import includable
from simulator.wire.lists import Page, page
from simulator.work import Work

SHOWN: Final = 10
"""Sources that a Customer is shown with."""
CARDS: Final = ("card_", "tok_")
"""How ids begin that are told of as cards: recorded of a token; of others a source is spoken of."""
MICRODEPOSITS: Final = [32, 45]
"""The amounts that verify a test bank account, minor units."""


# What pays a legacy charge.


def payer_of(
    work: Work, given: str | dict[str, Any] | None, customer: Customer | None
) -> tuple[PaymentMethod, Kept]:
    """The PaymentMethod behind a `source`, or behind the Customer's default one; and the source.

    Raises:
        CUSTOMER_HAS_NO_CARD, CUSTOMER_HAS_METHODS_ALONE, NOT_THE_CUSTOMERS_CARD,
        NOT_THE_CUSTOMERS_SOURCE, REFERENCE_MISSING, TOKEN_USED, SOURCE_CONSUMED, SOURCE_STATE
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
    found = of_customer(work, customer, wanted)
    if found is None:
        is_card = wanted.startswith(CARDS)
        refusal = errors.NOT_THE_CUSTOMERS_CARD if is_card else errors.NOT_THE_CUSTOMERS_SOURCE
        raise refusal(customer=customer.id, id=wanted)
    return _method(work, found), found


def _method(work: Work, source: Kept) -> PaymentMethod:
    if isinstance(source, Source) and source.status != "chargeable":
        if source.status == "consumed" and source.usage == "reusable":
            raise errors.SOURCE_CONSUMED()
        raise errors.SOURCE_STATE()
    if isinstance(source, BankAccount) and source.status != "verified":
        raise errors.BANK_ACCOUNT_UNVERIFIED()
    found = work.find(PaymentMethod, source.id)
    return found if found is not None else _bank_method(work, source)


def spent(work: Work, source: Kept) -> None:
    """Note that a source has paid, or tried to; a Source that pays once does so no more."""
    if isinstance(source, Source):
        work.keep(source_states.moved(source, "charged"))


def as_charged(source: Kept, checks: Checks) -> Kept:
    """The source as a Charge shows it, after the issuer has seen it."""
    return seen(source, checks) if isinstance(source, CardSource) else source


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
    expiring.watch(work, made)
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
    if (found := of_customer(work, customer, id)) is None:
        raise errors.NO_SUCH_SOURCE(id=id)
    return found


def retrieve(work: Work) -> Kept:
    """GET /v1/customers/{customer}/sources/{id}"""
    return _named(work)


def list_all(work: Work) -> Page:
    """GET /v1/customers/{customer}/sources"""
    return _listed(work, "sources", work.params.get("object"))


def list_cards(work: Work) -> Page:
    """GET /v1/customers/{customer}/cards"""
    return _listed(work, "cards", "card")


def list_bank_accounts(work: Work) -> Page:
    """GET /v1/customers/{customer}/bank_accounts"""
    return _listed(work, "bank_accounts", "bank_account")


def _listed(work: Work, name: str, wanted: str | None) -> Page:
    customer = work.load(Customer, work.path["customer"], "customer")
    return page(
        all_of(work, customer.id),
        work.params,
        f"/v1/customers/{customer.id}/{name}",
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
        expiring.watch(work, after)
    else:
        if isinstance(before, BankAccount):
            names = ("account_holder_name", "account_holder_type")
            changes |= {name: given[name] or None for name in names if name in given}
        elif given.get("owner"):
            changes["owner"] = owner_of(given["owner"], before.owner or OWNER)
        after = work.keep(replace(before, **changes))
    if after != before:
        work.post("customer.source.updated", after, before=before)
    return after


def delete(work: Work) -> Kept | DeletedSource:
    """DELETE /v1/customers/{customer}/sources/{id}; the newest of the rest becomes the default."""
    gone = _named(work)
    before = work.load(Customer, work.path["customer"], "customer")
    drop(work, gone)
    another_default(work, before, gone.id)
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
def sources_shown(work: Work, customer: dict[str, Any]) -> Page:
    """The cards and sources that are kept the old way, the newest first."""
    found = all_of(work, customer["id"])
    found.reverse()
    return Page(
        data=list(found[:SHOWN]),
        has_more=len(found) > SHOWN,
        total_count=len(found),
        url=f"/v1/customers/{customer['id']}/sources",
    )
