"""A Customer's balance on its invoices in the same currency.

Credit pays them, and debt is asked for with them.

An invoice that comes out below zero is credited, and one that is too small to be charged is added
to what is owed; the next invoice begins with it.

Source: API reference, "The Invoice object" (amount_due, starting_balance, ending_balance), "The
Customer Balance Transaction object" (type); Stripe docs, "Customer credit balance". Where the
events stand among the others is inferred.
"""

from msgspec.structs import replace

from simulator import money
from simulator.operations.billing.customer_balances import balance_in, moved
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.work import Work


def applied(work: Work, invoice: Invoice) -> Invoice:
    """The draft with what is due once the balance is taken into account; not yet kept.

    The Customer with the balance that is left is kept and told.
    """
    customer = work.load(Customer, invoice.customer)
    balance = balance_in(work, customer, invoice.currency)
    owed = invoice.total + balance
    too_small = 0 < owed < money.MINIMUM.get(invoice.currency, 0)
    left = owed if owed < 0 or too_small else 0
    _moved(
        work, customer, left, invoice, "invoice_too_small" if too_small else "applied_to_invoice"
    )
    return replace(
        invoice,
        amount_due=owed - left,
        amount_remaining=owed - left,
        ending_balance=left,
        starting_balance=balance,
    )


def returned(work: Work, invoice: Invoice) -> None:
    """Give back what a voided invoice took of the balance, or asked for with it."""
    customer = work.find(Customer, invoice.customer)
    taken = (invoice.ending_balance or 0) - invoice.starting_balance
    if customer is not None:
        balance = balance_in(work, customer, invoice.currency)
        _moved(work, customer, balance - taken, invoice, "unapplied_from_invoice")


def _moved(work: Work, customer: Customer, balance: int, invoice: Invoice, type: str) -> None:
    """Let the Customer have another balance; nothing if it is the same."""
    if balance != balance_in(work, customer, invoice.currency):
        moved(work, customer, invoice.currency, balance, type, invoice=invoice.id)
