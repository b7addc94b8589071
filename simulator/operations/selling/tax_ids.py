"""Tax ids, of Customers and of the account: made, listed, and verified after a while.

Some types are looked up in a register of their country's; what it says is there a few seconds
later, and is told. Only the numbers for tests are in it.

Source: API reference, "Tax IDs", "Customer Tax IDs"; Stripe docs, "Customer tax IDs".
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.catalogue.maker import Maker
from simulator.catalogue.things import thing_class
from simulator.operations.selling import tax_id_formats
from simulator.resources.customer import Customer
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
TAX_ID: Final = "tax_id"
OWN: Final[Hash] = {"type": "self"}
"""The owner of the tax ids that are the account's own."""
VERIFIED: Final = frozenset({"au_abn", tax_id_formats.EU_VAT, "gb_vat"})
"""The types that are looked up; of all others it is `unavailable`, which is inferred."""
VERIFIED_AFTER: Final = 5
"""Seconds. Source: "usually takes only a few seconds"."""
FINDINGS: Final = {"000000000": "verified", "222222222": "pending"}
"""What comes of the numbers for tests; all others are found nowhere, which is inferred."""


def create(work: Work) -> Any:
    """POST /v1/customers/{customer}/tax_ids

    Raises:
        RESOURCE_MISSING, TAX_ID_INVALID
    """
    customer = work.load(Customer, work.path["customer"], "customer")
    return made(work, customer, work.params["type"], work.params["value"])


def create_owned(work: Work) -> Any:
    """POST /v1/tax_ids, for the account itself unless it names another owner.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, TAX_ID_INVALID
    """
    given = work.params
    owner = given.get("owner") or OWN
    if owner["type"] == "customer" and not owner.get("customer_account"):
        customer = _named(work, owner)
        return made(work, customer, given["type"], given["value"])
    check(given["type"], given["value"], "value")
    tax_id = replace(
        Maker(work).make("TaxId", {"type": given["type"], "value": given["value"]}),
        country=tax_id_formats.country_of(given["type"], given["value"]),
        owner=dict(owner),
        verification=None,
    )
    return work.keep(tax_id)


def _named(work: Work, owner: Hash) -> Customer:
    """The Customer who is said to own it."""
    at = "owner[customer]"
    if not owner.get("customer"):
        raise errors.PARAMETER_MISSING(name=at, param=at)
    return work.refer(Customer, owner["customer"], at)


def made(work: Work, customer: Customer, type: str, value: str, *, param: str = "value") -> Any:
    """A new tax id of a Customer, kept.

    Args:
        param: what said the value, for refusals.

    Raises:
        TAX_ID_INVALID
    """
    check(type, value, param)
    looked_up = type in VERIFIED
    tax_id = replace(
        Maker(work).make("TaxId", {"type": type, "value": value, "customer": customer.id}),
        country=tax_id_formats.country_of(type, value),
        owner={"customer": customer.id, "customer_account": None, "type": "customer"},
        verification=_verification("pending" if looked_up else "unavailable"),
    )
    if looked_up and _finding(value) != "pending":
        work.schedule(work.now + VERIFIED_AFTER, "tax_id_is_verified", tax_id.id)
    work.post("customer.tax_id.created", tax_id)
    return work.keep(tax_id)


def check(type: str, value: str, param: str) -> None:
    """Refuse a value that does not read like one of its type.

    Raises:
        TAX_ID_INVALID
    """
    if not reads_like(type, value):
        raise errors.TAX_ID_INVALID(type=type, param=param)


def reads_like(type: str, value: str) -> bool:
    """Whether a value can be of this type."""
    return tax_id_formats.reads_like(type, value, verified=type in VERIFIED)


def _finding(value: str) -> str:
    return FINDINGS.get(tax_id_formats.is_magic(value) or "", "unverified")


def _verification(status: str) -> Hash:
    """What is known of it. Whose it is is never found: nobody stands behind a number for tests."""
    return {"status": status, "verified_address": None, "verified_name": None}


@due("tax_id_is_verified")
def tax_id_is_verified(work: Work, id: str) -> None:
    """The register has answered, if the tax id is still there."""
    before = work.find_any(TAX_ID, id)
    if before is None:
        return
    after = work.keep(replace(before, verification=_verification(_finding(before.value))))
    work.post("customer.tax_id.updated", after, before=before)


def of_customer(work: Work, customer: str) -> Iterator[Any]:
    """The tax ids of a Customer, the oldest first."""
    return work.where(thing_class("TaxId"), "customer", customer)


def shown(work: Work, customer: str) -> list[Hash]:
    """The tax ids of a Customer, as invoices and Checkout Sessions show them."""
    return [{"type": each.type, "value": each.value} for each in of_customer(work, customer)]


def list_all(work: Work) -> Page:
    """GET /v1/tax_ids, of the account itself unless another owner is named.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING
    """
    given = work.params
    owner = given.get("owner") or OWN
    if owner["type"] == "customer" and not owner.get("customer_account"):
        _named(work, owner)

    def keep(tax_id: Any) -> bool:
        return all(tax_id.owner.get(name) == value for name, value in owner.items())

    things = work.account.store.table(TAX_ID).values()
    return page(things, given, "/v1/tax_ids", TAX_ID, keep=keep)
