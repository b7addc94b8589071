"""The Subscription that the checkout page begins, and its first payment.

Since basil the page takes the money first (`paying_first`), and what is begun then has an invoice
that is paid already. Until then, and where the Session does not say what the invoice will come to,
the Subscription begins incomplete, with an open invoice; the shopper pays the invoice's intent,
which makes it active. A declined first attempt is made good on the same Subscription, unless that
has expired, or costs something else by now: then another one is begun.

Source: Stripe docs, "How Checkout works", "Build a subscriptions integration"; API changelog,
2025-03-31.basil, "Checkout Sessions have lower latency and new update semantics".
"""

from typing import Any

from msgspec.structs import replace

from simulator.operations.billing import (
    invoice_paying,
    subscription_beginning,
    subscription_invoicing,
)
from simulator.resources import payment_intent as intent_states
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.invoice import Invoice
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def begin(
    work: Work,
    session: Session,
    plan: SessionPlan,
    customer: str,
    method: str | None,
    paying: PaymentIntent | None = None,
) -> Subscription:
    """The Session's Subscription, new and kept.

    Args:
        method: the id of what it is paid with from now on.
        paying: what has paid the first invoice already, or is about to.
    """
    told = plan.subscription_data
    items: list[Hash] = []
    once: list[Hash] = []
    for line in plan.lines:
        assert line.price is not None
        row: Hash = {"price": line.price.id}
        if rates := plan.tax_rates.get(line.id):
            row["tax_rates"] = list(rates)
        if line.quantity is not None:
            row["quantity"] = line.quantity
        (items if line.price.recurring is not None else once).append(row)
    given = {name: value for name, value in told.items() if name not in ("items", "coupon")}
    given |= {
        "add_invoice_items": once,
        "currency": session.currency,
        "customer": customer,
        "items": items,
        "offered_types": session.payment_method_types,
        "payment_behavior": "default_incomplete",
        "payment_settings": {
            "payment_method_options": session.payment_method_options,
            "payment_method_types": plan.parameters.get("payment_method_types"),
        },
    }
    if session.discounts:
        given["discounts"] = session.discounts
    if session.shipping_cost is not None:
        given["shipping_cost"] = session.shipping_cost
    if method is not None:
        given["default_payment_method"] = method
    return subscription_beginning.begin(work, given, on_page=True, paying=paying)


def give_up(work: Work, plan: SessionPlan) -> SessionPlan:
    """Nothing comes of the Subscription that a declined attempt has begun; the plan is kept."""
    begun = plan.subscription and work.find(Subscription, plan.subscription)
    if not begun:
        return plan
    intent = first_intent(work, begun)
    subscription_invoicing.expires(work, begun.id)
    work.call_off("subscription_expires", begun.id)
    intent = intent and work.load(PaymentIntent, intent.id)
    if intent is not None and "canceled" in intent_states.LIFE_CYCLE[intent.status]:
        after = work.keep(intent_states.canceled(intent, work.now, "automatic"))
        work.post("payment_intent.canceled", after)
    return work.keep(replace(plan, subscription=None))


def first_intent(work: Work, subscription: Subscription) -> PaymentIntent | None:
    """What the first invoice is paid by; None where there is nothing to pay."""
    invoice = first_invoice(work, subscription)
    if invoice is None or invoice.status == "paid":
        return None
    return invoice_paying.intent_of(work, invoice)


def first_invoice(work: Work, subscription: Subscription) -> Invoice | None:
    """The invoice that the Subscription began with."""
    id = subscription.latest_invoice
    return work.find(Invoice, id) if isinstance(id, str) else None


def become_active(work: Work, subscription: Subscription) -> Subscription:
    """The Subscription after its first payment, whose news is told where it is not told yet."""
    after = work.load(Subscription, subscription.id)
    begun_before = work.account.store.get(Subscription.KIND, after.id) is not None
    if after.status != "incomplete" and not begun_before:
        before = replace(after, status="incomplete")
        work.post("customer.subscription.updated", after, before=before)
    return after
