"""The first invoice of a Subscription: drawn up, and paid as `payment_behavior` says.

Source: API reference, "Create a subscription"; Stripe docs, "How subscriptions work".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.billing import invoice_drafts, invoice_paying, schedule_endings
from simulator.operations.billing.invoice_closing import voided
from simulator.operations.billing.invoice_collecting import left_to_itself
from simulator.operations.billing.subscription_anchoring import billed_since, is_free
from simulator.operations.billing.subscription_collecting import payer_of
from simulator.operations.billing.subscription_lines import billed
from simulator.operations.billing.subscription_telling import tell_updated
from simulator.resources import subscription as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, subscription_of
from simulator.resources.payment_intent import PaymentIntent, paid_with
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def first_invoice(
    work: Work,
    customer: Customer,
    subscription: Subscription,
    given: Hash,
    discounts: list[Any],
    *,
    at_once: bool = True,
    paying: PaymentIntent | None = None,
) -> Invoice:
    """The invoice of the first period; during a trial it is over nothing.

    Args:
        at_once: whether it is made final now.
        paying: what has paid it before it was drawn up.
    """
    terms = invoice_drafts.terms_of(subscription)
    invoice = invoice_drafts.draft(work, customer, terms, reason="subscription_create")
    if shipping := given.get("shipping_cost"):  # of a Checkout Session
        sent = {"amount_shipping": shipping["amount_total"], "shipping_cost": shipping}
        invoice = replace(invoice, **sent)
    added = given.get("add_invoice_items") or ()
    invoice = billed(
        work,
        invoice,
        subscription,
        discounts,
        added=added,
        items=not is_free(given, work.now),
        since=billed_since(subscription, given),
    )
    if not at_once or invoice.collection_method == "send_invoice":
        return left_to_itself(work, invoice)
    invoice = work.keep(replace(invoice, auto_advance=True))  # recorded, of one that is not paid
    work.post("invoice.created", invoice)
    return invoice_paying.finalized(work, invoice, opens_intent=False, paying=paying)


def awaited(work: Work, subscription: Subscription) -> Subscription:
    """The Subscription that is incomplete until its first invoice is paid; kept."""
    work.schedule(work.now + states.FIRST_PAYMENT_WITHIN, "subscription_expires", subscription.id)
    return work.keep(replace(subscription, status="incomplete"))


def first_payment(
    work: Work, customer: Customer, subscription: Subscription, invoice: Invoice, given: Hash
) -> Subscription:
    """Pay the first invoice as `payment_behavior` says; the subscription as it then is, kept.

    Raises:
        CARD_DECLINED, NEW_SUBSCRIPTION_NEEDS_ACTION: it is not paid, and `error_if_incomplete`
            wants nothing to be left of it.
    """
    if invoice.status == "paid" or subscription.collection_method == "send_invoice":
        return subscription
    behavior = given.get("payment_behavior") or "allow_incomplete"
    incomplete = awaited(work, subscription)
    offered = given.get("offered_types")  # of a Checkout Session
    intent = invoice_paying.open_intent(
        work,
        invoice,
        description="Subscription creation",
        payment_method_options=states.payment_options(subscription),
        setup_future_usage="off_session",
        **({"payment_method_types": offered} if offered else {}),
    )
    if behavior == "default_incomplete":
        return incomplete
    away = bool(given.get("off_session"))
    try:
        tried = invoice_paying.charge(
            work, invoice, intent, payer_of(given, customer), off_session=away
        )
        if behavior == "error_if_incomplete" and tried.status == "requires_action":
            raise errors.NEW_SUBSCRIPTION_NEEDS_ACTION()
    except errors.StripeError as refusal:
        if behavior == "error_if_incomplete" or not refusal.keeps:
            refusal.keeps = False
            raise
    return work.load(Subscription, subscription.id)


def paid(work: Work, invoice: Invoice) -> None:
    """A Subscription whose invoice is paid goes on; on trial it was, and still is."""
    id = subscription_of(invoice)
    before = work.find(Subscription, id) if id else None
    if before is None or "paid" not in states.LIFE_CYCLE[before.status]:
        return
    after = work.keep(_keeping_method(work, states.paid(before, work.now), invoice))
    work.call_off("subscription_expires", after.id)
    tell_updated(work, after)


def _keeping_method(work: Work, subscription: Subscription, invoice: Invoice) -> Subscription:
    """The Subscription, paid from now on with what paid this invoice, if that is to be saved.

    Source: API reference, "Create a subscription" (payment_settings.save_default_payment_method).
    """
    settings = subscription.payment_settings or {}
    if settings.get("save_default_payment_method") != "on_subscription":
        return subscription
    intent = invoice_paying.intent_of(work, invoice)
    method = work.find(PaymentMethod, paid_with(intent) or "") if intent else None
    if method is None or method.customer != subscription.customer:
        return subscription
    return replace(subscription, default_payment_method=method.id)


invoice_paying.ON_PAID.append(paid)


@due("subscription_expires")
def expires(work: Work, id: str) -> None:
    """The first invoice was not paid in time. The order of the events is inferred.

    While a bank has the payment, it is waited for; how long that may take is inferred.
    """
    before = work.find(Subscription, id)
    if before is None or before.status != "incomplete":
        return
    invoice = work.find(Invoice, before.latest_invoice or "")
    intent = invoice_paying.intent_of(work, invoice) if invoice is not None else None
    if intent is not None and intent.status == "processing":
        work.schedule(work.now + states.FIRST_PAYMENT_WITHIN, "subscription_expires", id)
        return
    after = work.keep(states.moved(before, "given_up"))
    work.post("customer.subscription.updated", after, before=before)
    schedule_endings.let_go(work, after)
    if invoice is not None and invoice.status == "open":
        voided(work, invoice)
