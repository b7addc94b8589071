"""Customers: create, retrieve, update, delete, list, and the cards kept the old way (`sources`).

Source: API reference, "Customers".
"""

import re
import string
from typing import Any, Final

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import schedule_endings, subscriptions
from simulator.operations.billing.customer_balances import entered
from simulator.operations.billing.customer_discounts import given_to
from simulator.operations.billing.source_replaced import tried_with_new_source
from simulator.operations.customers import customer_includes as _  # noqa: F401  # makes them known
from simulator.operations.customers import customer_tax
from simulator.operations.payers import expiring
from simulator.operations.payers.attaching import attach_to, detach_from
from simulator.operations.payers.keeping_sources import Kept, add_source, forget_all, of_customer
from simulator.operations.payers.making_methods import named
from simulator.operations.payments.cash_balances import cash_of, settle_settings
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import check_named
from simulator.operations.selling import tax_ids, tax_info
from simulator.resources.customer import Customer, DeletedCustomer, InvoiceSettings, paying_in
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import address_of, recipient_of
from simulator.resources.subscription import ENDED, Subscription
from simulator.resources.test_clock import TestClock
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

PREFIX_CHARACTERS: Final = string.digits + string.ascii_uppercase
COPIED: Final = ("balance", "description", "email", "name", "phone", "tax_exempt")

EMPTIED: Final = ("business_name", "individual_name")
"""Parameters that are there once they were set."""
SET_ONLY: Final = ("invoice_prefix", "next_invoice_sequence")
"""Parameters that are set and never emptied."""
INVOICE_PREFIX: Final = re.compile("[A-Z0-9]{1,12}")
OF_A_CLOCK: Final = 3
"""How many Customers a test clock has at most. Source: Stripe docs, "Test clocks"."""


def create(work: Work) -> Customer:
    """POST /v1/customers"""
    return make(work, work.params)


def make(work: Work, given: dict[str, Any]) -> Customer:
    """A new Customer of these parameters, kept; the checkout page makes some, too.

    Raises:
        CUSTOMER_EXISTS, REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE, TAX_ID_INVALID,
        TOO_MANY_CUSTOMERS_ON_CLOCK, TAX_LOCATION_UNKNOWN, and those of attaching and of adding a
        source
    """
    chance = work.account.chance.stream("ids")
    id = given.get("id") or work.new_id("cus")
    if work.find(Customer, id) is not None:
        raise errors.CUSTOMER_EXISTS()
    customer = Customer(
        id=id,
        created=work.now,
        invoice_prefix="".join(chance.choices(PREFIX_CHARACTERS, k=8)),
        livemode=work.account.livemode,
        metadata={},
    )
    if given.get("test_clock"):
        clock = work.refer(TestClock, given["test_clock"], "test_clock")
        if len(customers_of(work, clock.id)) >= OF_A_CLOCK:
            raise errors.TOO_MANY_CUSTOMERS_ON_CLOCK(most=OF_A_CLOCK)
        customer = replace(customer, test_clock=clock.id)
    if given.get("payment_method"):
        work.keep(customer)
        method = attach_to(work, named(work, given["payment_method"]), customer.id)
        given = _with_default_method(given, method.id)
    customer = changed(work, customer, given)
    customer, source = _with_source(work, customer, given)
    customer = work.keep(given_to(work, customer, given))
    for at, tax_id in enumerate(given.get("tax_id_data") or ()):
        param = f"tax_id_data[{at}][value]"
        tax_ids.made(work, customer, tax_id["type"], tax_id["value"], param=param)
    tax_info.put(work, customer, given.get("tax_info"))
    if customer.balance:
        entered(work, customer, customer.balance, customer.balance, "initial")
    _settle_cash(work, customer, given)
    customer_tax.noted(work, customer, given.get("tax"))
    work.post("customer.created", work.keep(customer))
    if source is not None:
        work.post("customer.source.created", source)
        expiring.watch(work, source)
    return customer


def customers_of(work: Work, clock: str) -> list[Customer]:
    """The Customers who live by a test clock."""
    table = tuple(work.account.store.table(Customer.KIND).values())
    known = (work.find(Customer, kept.id) for kept in table)
    return [each for each in known if each is not None and each.test_clock == clock]


def _with_default_method(given: dict[str, Any], method: str) -> dict[str, Any]:
    """The parameters, where a test card is named twice: attached, and as the default.

    Source: API reference, "Create a customer", whose example names `pm_card_visa` for both.
    """
    settings = given.get("invoice_settings") or {}
    if settings.get("default_payment_method") != given["payment_method"]:
        return given
    return given | {"invoice_settings": settings | {"default_payment_method": method}}


def _with_source(
    work: Work, customer: Customer, given: dict[str, Any]
) -> tuple[Customer, Kept | None]:
    """The Customer with a card kept the old way, which takes the place of the default one.

    Raises:
        those of `sources.add_source`
    """
    source = given.get("source") or given.get("card")
    if not source:
        return customer, None
    return add_source(work, customer, source, default=True)


def _settle_cash(work: Work, customer: Customer, given: dict[str, Any]) -> None:
    if settings := (given.get("cash_balance") or {}).get("settings"):
        settle_settings(work, customer.id, settings)


def retrieve(work: Work) -> Customer | DeletedCustomer:
    """GET /v1/customers/{customer}; of a deleted one its stub, with status 200."""
    id = work.path["customer"]
    if (gone := work.find(DeletedCustomer, id)) is not None:
        return gone
    return work.load(Customer, id)


def update(work: Work) -> Customer:
    """POST /v1/customers/{customer}; an update that changes nothing emits nothing."""
    before = work.load(Customer, work.path["customer"])
    after = changed(work, before, work.params)
    after, source = _with_source(work, after, work.params)
    after = given_to(work, after, work.params)
    if after.balance != before.balance:
        entered(work, after, after.balance - before.balance, after.balance, "adjustment")
    _settle_cash(work, after, work.params)
    tax_info.put(work, after, work.params.get("tax_info"))
    customer_tax.noted(work, after, work.params.get("tax"))
    if source is not None:
        work.post("customer.source.created", source)
        expiring.watch(work, source)
    if after != before:
        work.post("customer.updated", after, before=before)
    work.keep(after)
    if source is not None:
        tried_with_new_source(work, after)
    return work.load(Customer, after.id)


def changed(work: Work, before: Customer, given: dict[str, Any]) -> Customer:
    """The customer with what the parameters say.

    Raises:
        NO_SUCH_DEFAULT_SOURCE, METADATA_TOO_MANY, REFERENCE_MISSING, NOT_THE_CUSTOMERS,
        INVOICE_PREFIX_WRONG
    """
    changes: dict[str, Any] = {name: given[name] for name in COPIED if name in given}
    if changes.get("phone") == "":
        changes["phone"] = None
    if changes.get("balance"):
        before = paying_in(before, work.account.default_currency)
    changes |= _set(given)
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if source := given.get("default_source"):
        if of_customer(work, before, source) is None:
            raise errors.NO_SUCH_DEFAULT_SOURCE(id=source)
        changes["default_source"] = source
    if "preferred_locales" in given:
        changes["preferred_locales"] = given["preferred_locales"] or []
    if "invoice_settings" in given:
        changes["invoice_settings"] = _settings(work, before, given["invoice_settings"] or {})
    return replace(before, **changes, **_whereabouts(before, given))


def _set(given: dict[str, Any]) -> dict[str, Any]:
    """The names that can be taken back, and what is only ever set.

    Raises:
        INVOICE_PREFIX_WRONG
    """
    if (prefix := given.get("invoice_prefix")) and not INVOICE_PREFIX.fullmatch(prefix):
        raise errors.INVOICE_PREFIX_WRONG()
    changes: dict[str, Any] = {name: given[name] or UNSET for name in EMPTIED if name in given}
    return changes | {name: given[name] for name in SET_ONLY if given.get(name)}


def _whereabouts(before: Customer, given: dict[str, Any]) -> dict[str, Any]:
    """The address, of which lines that were not sent stay, and the shipping, which is replaced."""
    changes: dict[str, Any] = {}
    if "address" in given:
        lines = msgspec.structs.asdict(before.address) if before.address else {}
        changes["address"] = address_of(lines | given["address"]) if given["address"] else None
    if "shipping" in given:
        changes["shipping"] = recipient_of(given["shipping"])
    return changes


def _settings(work: Work, customer: Customer, given: dict[str, Any]) -> InvoiceSettings:
    """invoice_settings; the default PaymentMethod must be the customer's own.

    Raises:
        REFERENCE_MISSING, NOT_THE_CUSTOMERS
    """
    if default := given.get("default_payment_method"):
        method = named(work, default, param="invoice_settings[default_payment_method]")
        if method.customer != customer.id:
            raise errors.NOT_THE_CUSTOMERS(id=method.id)
    settled = {key: value or None for key, value in given.items()}
    if rendering := settled.get("rendering_options"):
        settled["rendering_options"] = {"amount_tax_display": None, "template": None} | rendering
    return replace(customer.invoice_settings, **settled)


def delete(work: Work) -> DeletedCustomer:
    """DELETE /v1/customers/{customer}

    Raises:
        RESOURCE_MISSING, CUSTOMER_HAS_CASH
    """
    customer = work.load(Customer, work.path["customer"])
    if cash_of(work, customer.id).available is not None:
        raise errors.CUSTOMER_HAS_CASH()
    return forget(work, customer)


def forget(work: Work, customer: Customer) -> DeletedCustomer:
    """Delete a Customer, with all that belongs to it."""
    for subscription in tuple(work.where(Subscription, "customer", customer.id)):
        if subscription.status not in ENDED:
            subscriptions.end(work, subscription)
    schedule_endings.forget_all(work, customer.id)
    work.drop(customer)
    forget_all(work, customer.id)
    for method in tuple(work.where(PaymentMethod, "customer", customer.id)):
        detach_from(work, method)
    work.post("customer.deleted", customer)
    return work.keep(DeletedCustomer(id=customer.id))


def list_all(work: Work) -> Page:
    """GET /v1/customers; those on a test clock are in the list of that clock alone."""
    check_named(work, test_clock=TestClock)
    email, clock = work.params.get("email"), work.params.get("test_clock")
    return page(
        work.account.store.table("customer").values(),
        work.params,
        "/v1/customers",
        "customer",
        keep=lambda customer: customer.test_clock == clock and email in (None, customer.email),
    )


def search(work: Work) -> SearchPage:
    """GET /v1/customers/search"""
    return found_by_query(work, "customer", "/v1/customers/search")
