"""PaymentMethods: created, retrieved, updated, listed, attached, detached.

Source: API reference, "PaymentMethods".
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.payers.attaching import attach_to, detach_from
from simulator.operations.payers.cards import check_expiry
from simulator.operations.payers.keeping_sources import let_go
from simulator.operations.payers.making_methods import make, named
from simulator.operations.payers.payer_details import check_country
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.customer import Customer
from simulator.resources.payment_method import Card, PaymentMethod, preferring
from simulator.resources.person import billing_details_of
from simulator.wire.lists import Page, page
from simulator.work import Work

CUSTOM: Final = "custom"


def create(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods"""
    return make(work, work.params, "")


def retrieve(work: Work) -> PaymentMethod:
    """GET /v1/payment_methods/{payment_method}; a test token's name mints a new one each time."""
    return named(work, work.path["payment_method"], in_path=True)


def update(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods/{payment_method}

    Raises:
        METHOD_NOT_SAVED, INVALID_EXPIRY_MONTH, INVALID_EXPIRY_YEAR, COUNTRY_UNKNOWN
    """
    before = named(work, work.path["payment_method"], in_path=True)
    given = work.params
    if before.customer is None:
        raise errors.METHOD_NOT_SAVED()
    changes: dict[str, Any] = {}
    if "billing_details" in given:
        check_country(given["billing_details"], "billing_details")
        changes["billing_details"] = billing_details_of(
            given["billing_details"], before.billing_details
        )
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if "allow_redisplay" in given:
        changes["allow_redisplay"] = given["allow_redisplay"]
    if isinstance(before.card, Card) and (card := given.get("card")):
        expiry = {key: card[key] for key in ("exp_month", "exp_year") if key in card}
        networks = card.get("networks") or {}
        changed = before.card
        if "preferred" in networks:
            changed = preferring(changed, networks["preferred"])
        changes["card"] = changed = replace(changed, **expiry)
        if expiry:
            check_expiry(work, changed.exp_month, changed.exp_year)
    if before.type == "us_bank_account" and (account := given.get("us_bank_account")):
        assert isinstance(before.us_bank_account, dict)
        changes["us_bank_account"] = before.us_bank_account | account
    after = replace(before, **changes)
    if after != before:
        work.post("payment_method.updated", after, before=before)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/payment_methods: of one Customer; without one the list is empty."""
    customer = work.params.get("customer")
    if customer is None:
        return page((), work.params, "/v1/payment_methods", "payment_method")
    work.refer(Customer, customer, "customer")
    return _page_of(work, customer, "/v1/payment_methods")


def _page_of(work: Work, customer: str, url: str) -> Page:
    return page(
        work.where(PaymentMethod, "customer", customer),
        work.params,
        url,
        "payment_method",
        keep=_wanted(work),
        among=work.account.store.table(PaymentMethod.KIND).values(),
    )


def _wanted(work: Work) -> Callable[[PaymentMethod], bool]:
    """The filters of both lists: the type, and whether it may be shown again.

    Custom ones are in a list alone that asks for them. Source: API reference, "List
    PaymentMethods" (type).
    """
    type, shown = work.params.get("type"), work.params.get("allow_redisplay")

    def wanted(method: PaymentMethod) -> bool:
        of_type = method.type != CUSTOM if type is None else method.type == type
        return of_type and shown in (None, method.allow_redisplay)

    return wanted


def list_of_customer(work: Work) -> Page:
    """GET /v1/customers/{customer}/payment_methods"""
    customer = work.load(Customer, work.path["customer"], "customer")
    return _page_of(work, customer.id, f"/v1/customers/{customer.id}/payment_methods")


def retrieve_of_customer(work: Work) -> PaymentMethod:
    """GET /v1/customers/{customer}/payment_methods/{payment_method}"""
    customer = work.load(Customer, work.path["customer"], "customer")
    method = work.load(PaymentMethod, work.path["payment_method"], "payment_method")
    if method.customer != customer.id:
        raise errors.RESOURCE_MISSING(param="payment_method", noun="PaymentMethod", id=method.id)
    return method


def attach(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods/{payment_method}/attach"""
    method = named(work, work.path["payment_method"], in_path=True)
    if not (given := work.params.get("customer")):
        raise errors.CUSTOMER_NEEDED()
    customer = work.refer(Customer, given, "customer")
    return attach_to(work, method, customer.id, asks=work.params.get("validate", True))


def detach(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods/{payment_method}/detach"""
    method = named(work, work.path["payment_method"], in_path=True)
    alone = detach_from(work, method)
    let_go(work, method)
    return alone
