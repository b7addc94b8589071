"""Subscriptions that are paid before they begin, as the checkout page has it since basil.

A PaymentIntent of the page's own takes what the Session comes to. Once it is paid, or a bank has
taken it in, the Subscription begins; of what fails there is neither Subscription nor invoice.

Source: Stripe docs, "API changelog", 2025-03-31.basil, "Checkout Sessions have lower latency and
new update semantics"; a PaymentIntent, invoices and events pasted of basil, clover and dahlia.
"""

from typing import Any

from msgspec.structs import replace

from simulator.operations.billing.anchor_configs import anchor_of
from simulator.operations.billing.invoice_accounts import handed_over, part
from simulator.operations.billing.invoice_statements import of_products
from simulator.operations.checkout.subscribing import begin
from simulator.operations.payments.drafting import made
from simulator.resources.checkout_session import PaidBy, Session, SessionPlan
from simulator.resources.payment_intent import PaymentIntent, paid_with
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.subscription import Subscription
from simulator.wire.legacy import BASIL
from simulator.work import Work

Hash = dict[str, Any]


def pays_first(session: Session, plan: SessionPlan) -> bool:
    """Whether the page takes the money before the Subscription begins.

    Unlike Stripe: not where the first period is cut to an anchor: it grows shorter while the page
    is open, and the invoice is over what is left of it.
    """
    cut = anchor_of(plan.subscription_data, session.created)
    return plan.version >= BASIL and bool(session.amount_total) and not cut


def first_intent(
    work: Work, session: Session, plan: SessionPlan, customer: str, method: PaymentMethod
) -> PaymentIntent:
    """What the Subscription is paid by: the intent of an earlier attempt, or a new one; kept."""
    options = session.payment_method_options or {}
    types = [method.type]
    if plan.intent is not None:
        before = work.load(PaymentIntent, plan.intent)
        return work.keep(replace(before, payment_method_types=types))
    given = {
        "amount": session.amount_total,
        "capture_method": "automatic",
        "currency": session.currency,
        "customer": customer,
        "description": "Subscription creation",
        "payment_details": {"order_reference": session.id},
        "payment_method_options": {
            kind: (options.get(kind) or {}) | {"setup_future_usage": "off_session"}
            for kind in types
        },
        "payment_method_types": types,
        "setup_future_usage": "off_session",
        **shares(plan.subscription_data, session.amount_total or 0),
    }
    recurs = (line.price for line in plan.lines if line.price and line.price.recurring)
    line = of_products(work, (price.product for price in recurs))
    intent = work.keep(replace(made(work, given), statement_descriptor=line))
    work.post("payment_intent.created", intent)
    work.keep(PaidBy(intent.id, session.id))
    work.keep(replace(plan, intent=intent.id))
    return intent


def shares(told: Hash, amount: int) -> Hash:
    """What the payment leaves to other accounts, as `subscription_data` says it in percent."""
    found: Hash = {}
    if told.get("application_fee_percent"):
        found["application_fee_amount"] = part(amount, told["application_fee_percent"])
    if told.get("on_behalf_of"):
        found["on_behalf_of"] = told["on_behalf_of"]
    if data := told.get("transfer_data"):
        found["transfer_data"] = handed_over(data, amount)
    return found


def begun(work: Work, session: Session, plan: SessionPlan, intent: PaymentIntent) -> Subscription:
    """The Subscription that this intent has paid for, or is about to; new and kept."""
    assert intent.customer is not None, f"{intent.id} is nobody's"
    method = work.find(PaymentMethod, paid_with(intent) or "")
    kept = method is not None and method.customer == intent.customer
    return begin(
        work, session, plan, intent.customer, method.id if method and kept else None, intent
    )
