"""Whether a Customer owes: told by the latest news of any of its invoices.

An attempt of Stripe's own that failed, or a due date that passed, makes it so; an invoice that is
paid, or given up by the API, makes it otherwise, whichever invoice it is.

Source: API reference, "The Customer object" (delinquent). When it is told of among the other events
is inferred.
"""

from msgspec.structs import replace

from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.work import Work


def owes(work: Work, invoice: Invoice) -> None:
    """The Customer of this invoice is delinquent."""
    _marked(work, invoice, delinquent=True)


def owes_no_more(work: Work, invoice: Invoice) -> None:
    """The Customer of this invoice is not delinquent."""
    _marked(work, invoice, delinquent=False)


def _marked(work: Work, invoice: Invoice, *, delinquent: bool) -> None:
    before = work.find(Customer, invoice.customer)
    if before is None or before.delinquent == delinquent:
        return
    after = work.keep(replace(before, delinquent=delinquent))
    work.post("customer.updated", after, before=before)
