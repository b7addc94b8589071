"""The invoice of a one-time payment: drawn up, made final and paid when its Session completes.

Source: Stripe docs, "Post-payment invoices" (invoice_creation).
"""

from typing import Any

from msgspec.structs import replace

from simulator.operations.billing import invoice_drafts, invoice_paying
from simulator.operations.billing.invoice_adjusting import adjusted
from simulator.resources import invoice as states
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.line_item import LineItem, LineItemRest
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work

Hash = dict[str, Any]


def invoice_of(
    work: Work, session: Session, plan: SessionPlan, customer: str, intent: PaymentIntent
) -> Invoice:
    """The paid invoice over what the Session sold; kept."""
    told = {
        name: value
        for name, value in ((session.invoice_creation or {}).get("invoice_data") or {}).items()
        if value is not None
    }
    told["currency"] = session.currency
    told["rendering"] = told.pop("rendering_options", None)
    invoice = invoice_drafts.draft(work, work.load(Customer, customer), told)
    shipping = session.shipping_cost or {}
    discounts = ((plan.breakdown or {}).get("discounts")) or ()
    invoice = replace(
        invoice,
        amount_shipping=shipping.get("amount_total", 0),
        discounts=[part["discount"]["id"] for part in discounts],
        shipping_cost=session.shipping_cost,
        starting_balance=0,  # The page asked for all of it.
    )
    lines = [_line(work, invoice, line) for line in plan.lines]
    rates = {
        row["id"]: plan.tax_rates.get(line.id, ())
        for row, line in zip(lines, plan.lines, strict=True)
    }
    invoice = states.billing(
        invoice, adjusted(work, lines, (), lambda row: rates.get(row["id"], ()))
    )
    work.post("invoice.created", work.keep(invoice))
    invoice = invoice_paying.finalized(work, invoice, opens_intent=False, is_paid=True)
    invoice_paying.paid_by(work, invoice, intent)
    work.post("invoice.updated", states.paid(invoice, work.now), before=invoice)
    return invoice_paying.settle(work, invoice)


def _line(work: Work, invoice: Invoice, line: LineItem) -> Hash:
    assert line.price is not None
    rest = work.find(LineItemRest, line.id)
    return invoice_drafts.line_once(
        work,
        invoice,
        line.price,
        line.quantity or 1,
        amount=line.amount_subtotal,
        discount_amounts=[
            {"amount": part["amount"], "discount": part["discount"]["id"]}
            for part in (() if rest is None else rest.discounts)
        ],
        subtotal=line.amount_subtotal,
    )
