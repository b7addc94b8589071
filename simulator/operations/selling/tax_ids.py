"""Tax ids of Customers: made along with them, or later; what else is asked of them is generic.

Source: API reference, "Tax IDs"; Stripe docs, "Customer tax IDs".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.resources.customer import Customer
from simulator.work import Work

SAYS_ITS_COUNTRY: Final = "eu_vat"
"""The type whose values begin with the country; all other types do so themselves (`gb_vat`)."""


def create(work: Work) -> Any:
    """POST /v1/customers/{customer}/tax_ids

    Raises:
        RESOURCE_MISSING, TAX_ID_INVALID
    """
    customer = work.load(Customer, work.path["customer"], "customer")
    return made(work, customer, work.params["type"], work.params["value"])


def made(work: Work, customer: Customer, type: str, value: str) -> Any:
    """A new tax id of a Customer, kept.

    Raises:
        TAX_ID_INVALID
    """
    country = type[:2].upper()
    if type == SAYS_ITS_COUNTRY:
        country = value[:2].upper()
        if not country.isalpha():
            raise errors.TAX_ID_INVALID(type=type)
    tax_id = replace(
        Maker(work).make("TaxId", {"type": type, "value": value, "customer": customer.id}),
        country=country,
        owner={"customer": customer.id, "customer_account": None, "type": "customer"},
    )
    work.post("customer.tax_id.created", tax_id)
    return work.keep(tax_id)
