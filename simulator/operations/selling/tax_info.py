"""The one VAT number of a Customer, as clients until 2019-12-03 tell it: `tax_info`.

Source: Stripe docs, "Migrating to Tax Rates and Tax IDs", which puts a tax id in its place. That
what is still sent is made into one at once is inferred, since it is so for tax rates.
"""

from simulator.operations.selling import tax_id_formats, tax_ids
from simulator.resources.customer import Customer
from simulator.work import Work


def put(work: Work, customer: Customer, tax_info: dict[str, str] | None) -> None:
    """Make the tax id that `tax_info` tells, if it is told, the Customer's only one.

    That it takes the place of those before it is inferred.
    """
    if not tax_info:
        return
    for former in tuple(tax_ids.of_customer(work, customer.id)):
        work.drop(former)
        work.post("customer.tax_id.deleted", former)
    value = tax_info["tax_id"]
    known = tax_id_formats.reads_like(tax_id_formats.EU_VAT, value, verified=True)
    type = tax_id_formats.EU_VAT if known else tax_id_formats.UNKNOWN
    tax_ids.made(work, customer, type, value, param="tax_info[tax_id]")
