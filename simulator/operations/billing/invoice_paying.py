"""How an invoice is paid: made final, charged by a PaymentIntent of its own, and settled.

Source: API reference, "Finalize an invoice", "Pay an invoice"; Stripe docs, "How invoicing works".
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import delinquency
from simulator.operations.billing.customer_discounts import spend
from simulator.operations.billing.invoice_accounts import shares
from simulator.operations.billing.invoice_balances import applied
from simulator.operations.billing.invoice_closing import close_payments, tell_updated
from simulator.operations.billing.invoice_payer import Payer, confirmed_with
from simulator.operations.billing.invoice_payer import payer as payer_of
from simulator.operations.billing.invoice_statements import printed
from simulator.operations.payments import confirming, intent_payers
from simulator.operations.payments.drafting import made
from simulator.operations.payments.outcomes import ON_SETTLED
from simulator.operations.selling import tax_ids
from simulator.resources import invoice as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, InvoicePayment
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.wire.expand import includable
from simulator.wire.lists import Page
from simulator.work import Work

Hash = dict[str, Any]

NOTHING: Final[Hash] = {}
ON_PAID: Final[list[Callable[[Work, Invoice], None]]] = []
"""Told when an invoice was paid: a Subscription goes on from there."""
ON_FAILED: Final[list[Callable[[Work, Invoice], None]]] = []
"""Told when an attempt to pay an invoice has failed."""


def finalized(
    work: Work,
    invoice: Invoice,
    *,
    opens_intent: bool = True,
    is_paid: bool = False,
    paying: PaymentIntent | None = None,
) -> Invoice:
    """The invoice made final, and kept: nothing to pay is paid at once.

    Args:
        is_paid: whether its total was paid before it was drawn up, and so is not settled with the
            Customer's balance.
        paying: what has paid it before, or is about to. Whoever hears that it is final hears
            that it is paid, as was pasted of basil.

    Raises:
        REFERENCE_MISSING: its Customer was deleted.
    """
    work.refer(Customer, invoice.customer, "customer")
    if is_paid or paying is not None:
        invoice = replace(invoice, starting_balance=0, ending_balance=0)
    else:
        invoice = applied(work, invoice)
    taken_off = [
        part["discount"] for part in invoice.total_discount_amounts or () if part["amount"]
    ]
    spend(work, invoice.customer, taken_off)
    customer = work.load(Customer, invoice.customer)
    sequence = customer.next_invoice_sequence
    number = f"{customer.invoice_prefix}-{sequence:04}"
    if invoice.number is None:
        work.keep(replace(customer, next_invoice_sequence=sequence + 1))
    page_of_it = work.account.ids.any(40)
    url = f"https://invoice.stripe.com/i/{work.account.id}/test_{page_of_it}"
    invoice = replace(invoice, customer_tax_ids=tax_ids.shown(work, customer.id))
    invoice = work.keep(states.finalized(invoice, work.now, number, url))
    if paying is not None:
        paid_by(work, invoice, paying)
        is_paid = paying.status == "succeeded"
        after = work.keep(states.paid(invoice, work.now)) if is_paid else invoice
        work.post("invoice.finalized", after)
        return _told_paid(work, after) if is_paid else after
    work.post("invoice.finalized", invoice)
    if invoice.amount_due == 0:
        return settle(work, invoice)
    if invoice.due_date is not None:
        work.schedule(max(invoice.due_date, work.now), "invoice_falls_due", invoice.id)
    if opens_intent:
        open_intent(work, invoice)
    return invoice


CHARGED: Final = "charge_automatically"
BY_DEFAULT: Final = "Payment for Invoice"
"""Description of what pays an invoice that no Subscription made. Source: recorded in public."""


def open_intent(work: Work, invoice: Invoice, **more: Any) -> PaymentIntent:
    """The PaymentIntent by which the invoice is paid; new and kept.

    Of an invoice that is charged by itself it names what is to pay already, and can be confirmed
    as it is; recorded of a Customer's default source.
    """
    given = {
        "amount": invoice.amount_due,
        "capture_method": "automatic",
        "currency": invoice.currency,
        "customer": invoice.customer,
        "description": BY_DEFAULT,
        "payment_details": {"order_reference": invoice.id},
        "payment_method_types": (invoice.payment_settings or {}).get("payment_method_types")
        or _types(work, invoice),
        **shares(work, invoice),
        **more,
    }
    intent = replace(made(work, given), **printed(work, invoice))
    intent = work.keep(_naming_payer(work, invoice, intent))
    work.post("payment_intent.created", intent)
    paid_by(work, invoice, intent)
    return intent


def _types(work: Work, invoice: Invoice) -> list[str]:
    """What an invoice is paid with that does not say it: a card, or what is to pay it anyway."""
    named = payer_of(work, invoice) if invoice.collection_method == CHARGED else None
    method = named and work.find(PaymentMethod, named.id)
    return ["card"] if method is None or method.type == "card" else ["card", method.type]


def _naming_payer(work: Work, invoice: Invoice, intent: PaymentIntent) -> PaymentIntent:
    if invoice.collection_method != CHARGED:
        return intent
    named = payer_of(work, invoice)
    method = named and work.find(PaymentMethod, named.id)
    if named is None or method is None or method.type not in intent.payment_method_types:
        return intent
    return intent_payers.Payer(method, named.as_source).named_for(intent)


def paid_by(work: Work, invoice: Invoice, intent: PaymentIntent) -> InvoicePayment:
    """Write down that this PaymentIntent pays, or paid, the invoice."""
    payment = work.keep(
        InvoicePayment(
            id=work.new_id("inpay"),
            amount_requested=invoice.amount_due,
            created=work.now,
            currency=invoice.currency,
            invoice=invoice.id,
            livemode=invoice.livemode,
            payment={"payment_intent": intent.id, "type": "payment_intent"},
            status_transitions={"canceled_at": None, "paid_at": None},
        )
    )
    work.post("v1.invoice_payment.open", payment)
    return payment


def charge(
    work: Work,
    invoice: Invoice,
    intent: PaymentIntent,
    payer: Payer | None,
    failing: Hash = NOTHING,
    *,
    off_session: bool = True,
) -> PaymentIntent:
    """Confirm the invoice's intent; the intent as it then is.

    Args:
        failing: what becomes of the invoice if this attempt fails.
        off_session: whether the shopper is away, and asked only where the bank insists. Then the
            intent waits for them: what clients' tests against Stripe expect of a Subscription's
            first payment, and Stripe's docs of its renewals ("Using webhooks with subscriptions").
    Raises:
        SUBSCRIPTION_UNPAYABLE: there is nothing to pay with.
        BANK_ACCOUNT_UNVERIFIED, SOURCE_STATE, SOURCE_CONSUMED
        CARD_DECLINED: the attempt is kept.
    """
    if payer is None:
        raise errors.SUBSCRIPTION_UNPAYABLE()
    intent, how = confirmed_with(work, invoice, intent, payer)
    work.keep(_attempted(invoice))
    try:
        tried = confirming.confirm(work, intent, how | {"off_session": off_session})
    except errors.StripeError as refusal:
        if refusal.keeps:
            payment_failed(work, invoice, failing)
        raise
    if tried.status == "requires_action":
        asks = replace(work.load(Invoice, invoice.id), **failing)
        work.post("invoice.payment_action_required", asks)
        payment_failed(work, invoice, failing)
    return tried


def payment_failed(work: Work, before: Invoice, failing: Hash) -> Invoice:
    """An attempt to pay the invoice failed: kept, and told. The order of the events is recorded."""
    after = work.keep(replace(_attempted(before), **failing))
    work.post("invoice.payment_failed", after)
    work.post("invoice.updated", after, before=before)
    for told in ON_FAILED:
        told(work, after)
    return after


def _attempted(invoice: Invoice) -> Invoice:
    return replace(invoice, attempted=True, attempt_count=invoice.attempt_count + 1)


def settle(work: Work, invoice: Invoice, *, out_of_band: bool = False) -> Invoice:
    """The invoice is paid; kept, and told to those who wait for it.

    Args:
        out_of_band: whether it was paid elsewhere. Then what was opened to pay it here is
            canceled; that the reason is `automatic` is inferred.
    """
    after = work.keep(states.paid(invoice, work.now))
    tell_updated(work, invoice, after)
    return _told_paid(work, after, out_of_band=out_of_band)


def _told_paid(work: Work, invoice: Invoice, *, out_of_band: bool = False) -> Invoice:
    """Tell everybody that the invoice is paid; hand it back."""
    work.post("invoice.paid", invoice)
    work.post("invoice.payment_succeeded", invoice)
    if out_of_band:
        close_payments(work, invoice, "automatic")
    else:
        _tell_payments(work, invoice)
    for told in ON_PAID:
        told(work, invoice)
    delinquency.owes_no_more(work, invoice)
    return invoice


def _tell_payments(work: Work, invoice: Invoice) -> None:
    for payment in payments_of(work, invoice.id):
        paid = replace(
            payment,
            amount_paid=payment.amount_requested,
            status="paid",
            status_transitions=payment.status_transitions | {"paid_at": work.now},
        )
        work.post("invoice_payment.paid", work.keep(paid))


def payments_of(work: Work, invoice: str) -> list[InvoicePayment]:
    """How an invoice was, or is to be, paid."""
    return list(work.where(InvoicePayment, "invoice", invoice))


def intent_of(work: Work, invoice: Invoice) -> PaymentIntent | None:
    """The PaymentIntent by which an invoice is paid."""
    for payment in payments_of(work, invoice.id):
        return work.find(PaymentIntent, payment.payment["payment_intent"])
    return None


def settled(work: Work, intent: PaymentIntent) -> None:
    """An invoice whose intent was paid is paid."""
    if intent.status != "succeeded":
        return
    for payment in work.where(InvoicePayment, "intent", intent.id):
        invoice = work.load(Invoice, payment.invoice)
        if "paid" in states.LIFE_CYCLE[invoice.status or "draft"]:
            settle(work, invoice)


ON_SETTLED.append(settled)


@includable("invoice", "confirmation_secret")
def confirmation_secret(work: Work, invoice: Hash) -> Hash | None:
    """What the shopper's browser needs to pay the invoice."""
    for payment in payments_of(work, invoice["id"]):
        intent = work.load(PaymentIntent, payment.payment["payment_intent"])
        return {"client_secret": intent.client_secret, "type": "payment_intent"}
    return None


@includable("invoice", "payments")
def payments(work: Work, invoice: Hash) -> Page:
    """How the invoice was, or is to be, paid."""
    found = payments_of(work, invoice["id"])
    return Page(data=found, has_more=False, url="/v1/invoices/payments")
