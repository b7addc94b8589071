"""How invoices are, or are to be, paid: read, and listed.

Source: API reference, "Invoice Payments".
"""

from simulator.resources.invoice import Invoice, InvoicePayment
from simulator.resources.payment_intent import PaymentIntent
from simulator.wire.lists import Page, page
from simulator.work import Work


def retrieve(work: Work) -> InvoicePayment:
    """GET /v1/invoice_payments/{invoice_payment}"""
    return work.load(InvoicePayment, work.path["invoice_payment"], param="invoice_payment")


def list_all(work: Work) -> Page:
    """GET /v1/invoice_payments

    Raises:
        REFERENCE_MISSING
    """
    given = work.params
    invoice, status = given.get("invoice"), given.get("status")
    intent = (given.get("payment") or {}).get("payment_intent")
    if invoice:
        work.refer(Invoice, invoice, "invoice")
    if intent:
        work.refer(PaymentIntent, intent, "payment[payment_intent]")

    def keep(payment: InvoicePayment) -> bool:
        return (
            (invoice or payment.invoice) == payment.invoice
            and (status or payment.status) == payment.status
            and (intent or payment.intent) == payment.intent
        )

    things = work.account.store.table(InvoicePayment.KIND).values()
    return page(things, given, "/v1/invoice_payments", InvoicePayment.KIND, keep=keep)
