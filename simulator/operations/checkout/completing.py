"""What becomes of a Checkout Session once its intent has gone on: it completes, or stays open.

The intents tell (`outcomes.ON_SETTLED`, `setting_up.ON_SET_UP`), whoever paid or passed the
challenge; so a Session also completes when a bank answers days later.

Source: Stripe docs, "Fulfill orders"; the order of the events is recorded.
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from simulator.operations.checkout.invoicing import invoice_of
from simulator.operations.checkout.methods import saves
from simulator.operations.checkout.paying_first import begun
from simulator.operations.checkout.subscribing import become_active
from simulator.operations.customers import customers
from simulator.operations.payments import outcomes
from simulator.operations.payments.transfer_instructions import ACTION
from simulator.operations.payments.vouchers import VOUCHERS
from simulator.operations.selling import discounting, tax_ids
from simulator.operations.setups import setting_up
from simulator.resources import checkout_session as states
from simulator.resources.checkout_session import PaidBy, PaymentStatus, Session, SessionPlan
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
NOWHERE: Final = "https://stripe.com"
"""What the Sessions of Payment Links show as addresses; the page leads there neither way."""
ID_TEMPLATE: Final = "{CHECKOUT_SESSION_ID}"
PAID: Final[dict[str, PaymentStatus]] = {
    "succeeded": "paid",
    "requires_capture": "unpaid",
    "processing": "unpaid",
}
"""The payment_status that a completed Session gets, by its intent's status."""
COLLECTED: Final = ("business_name", "individual_name", "shipping_details")
ELSEWHERE: Final = frozenset({f"{kind}_display_details" for kind in VOUCHERS} | {ACTION})
"""What is asked of a payer who is done with the page: the rest happens at a bank or in a store."""
UPDATED: Final = {
    "address": "address",
    "business_name": "name",
    "individual_name": "name",
    "name": "name",
}
"""What a Customer that was there before may learn, and the member of `customer_update` for it."""
NAMED: Final = ("business_name", "email", "individual_name", "name", "phone")
"""What a Customer is made of who is made of a guest, besides where that is."""
ON_COMPLETED: Final[list[Callable[[Work, Session], None]]] = []
"""Told when a Session completes: a Payment Link counts its Sessions."""


def plan_of(work: Work, session: Session) -> SessionPlan:
    """What a Session keeps to itself."""
    plan = work.find(SessionPlan, session.id)
    assert plan is not None, f"{session.id} has no plan"
    return plan


def customer_of(work: Work, session: Session, *, needed: bool = False) -> str | None:
    """The Customer who pays; one is made where the Session wants one, or cannot do without.

    Args:
        needed: whether nobody else can pay: cash is a Customer's. That one is made then is inferred
            from what `if_required` says.
    """
    plan = plan_of(work, session)
    known = session.customer or plan.customer
    always = session.mode == "subscription" or session.customer_creation == "always"
    wanted = needed or always or _requires_customer(session, plan)
    if known is not None or not wanted:
        return known
    made = customers.make(work, _of_guest(plan))
    work.keep(replace(plan, customer=made.id))
    return made.id


def _of_guest(plan: SessionPlan) -> Hash:
    """What a Customer is made of: what the guest has typed.

    That it is also where the guest lives, and where the goods are sent, is inferred: an existing
    Customer is spared it by `customer_update`, a new one has nothing to be spared.
    """
    typed: Hash = (plan.shopper or {}).get("customer_details") or {}
    told: Hash = {name: typed[name] for name in NAMED if typed.get(name)}
    address = typed.get("address") or {}
    if any(address.values()):
        told["address"] = {name: value for name, value in address.items() if value}
    if shipping := states.sent_to(plan):
        told["shipping"] = shipping
    return told | {"tax_id_data": typed.get("tax_ids")}


def _requires_customer(session: Session, plan: SessionPlan) -> bool:
    """Whether a payment saves its method, or is billed: neither goes without a Customer."""
    return saves(plan.payment_intent_data, session.payment_method_options) or _bills(session)


def submitted(intent: PaymentIntent | SetupIntent) -> bool:
    """Whether the payer has nothing left to do on the page: it is paid, or will be elsewhere."""
    if intent.status == "requires_action":
        return (intent.next_action or {}).get("type") in ELSEWHERE
    return intent.status in PAID


def settled(work: Work, intent: PaymentIntent) -> None:
    """Go on with the Session whose intent was paid, held, or taken in by a bank.

    Who is to pay elsewhere is done with the page, too.
    """
    for session in tuple(work.where(Session, "payment_intent", intent.id)):
        if session.status == "open" and submitted(intent):
            complete(work, session, PAID.get(intent.status, "unpaid"), intent)
        else:
            _settled_later(work, session, intent)
    link = work.find(PaidBy, intent.id)
    waiting = work.find(Session, link.session) if link is not None else None
    if link is None or waiting is None:
        return
    if waiting.status == "open" and submitted(intent):
        if link.subscription is None:
            subscription = begun(work, waiting, plan_of(work, waiting), intent)
        else:
            subscription = become_active(work, work.load(Subscription, link.subscription))
        status = PAID.get(intent.status, "unpaid")
        complete(work, waiting, status, None, subscription=subscription)
    else:
        _settled_later(work, waiting, intent)


def set_up(work: Work, intent: SetupIntent) -> None:
    """Go on with the Session whose SetupIntent succeeded."""
    link = work.find(PaidBy, intent.id)
    session = work.find(Session, link.session) if link is not None else None
    if session is not None and session.status == "open":
        complete(work, session, "no_payment_required", None)


def _settled_later(work: Work, session: Session, intent: PaymentIntent) -> None:
    """A bank has answered, a voucher was paid, or a hold captured, after the page was submitted.

    That a capture makes the Session paid follows from what `payment_status` says; that no event
    tells of it is inferred.
    """
    if session.status != "complete" or session.payment_status != "unpaid":
        return
    if intent.status == "succeeded":
        learned = {}
        if session.mode == "payment" and session.customer is not None and _bills(session):
            plan = plan_of(work, session)
            learned["invoice"] = invoice_of(work, session, plan, session.customer, intent).id
        after = work.keep(states.paid_later(session, **learned))
        if intent.capture_method != "manual":
            work.post("checkout.session.async_payment_succeeded", after)
    elif intent.status == "requires_payment_method":
        work.post("checkout.session.async_payment_failed", session)


outcomes.ON_SETTLED.append(settled)  # after the invoices', whose Subscription it waits for
setting_up.ON_SET_UP.append(set_up)


def complete(
    work: Work,
    session: Session,
    payment_status: PaymentStatus,
    intent: PaymentIntent | None,
    *,
    subscription: Subscription | None = None,
) -> Session:
    """The shopper is done: the Session completes."""
    learned: Hash = dict(plan_of(work, session).shopper or {})
    if subscription is not None:
        learned |= {
            "customer": subscription.customer,
            "invoice": subscription.latest_invoice,
            "subscription": subscription.id,
        }
    elif intent is not None:
        learned["customer"] = intent.customer or session.customer
    else:
        learned["customer"] = customer_of(work, session)
    if learned.get("customer", session.customer) is not None and not learned.get(
        "collected_information"
    ):
        learned["collected_information"] = dict.fromkeys(COLLECTED)  # of guests it stays null
    if learned.get("customer") is not None:
        _update_customer(work, session, learned)
        if intent is not None and payment_status == "paid" and _bills(session):
            plan = plan_of(work, session)
            learned["invoice"] = invoice_of(work, session, plan, learned["customer"], intent).id
    if session.automatic_tax["enabled"]:
        learned["automatic_tax"] = session.automatic_tax | {"status": "complete"}
    _count_redemptions(work, session)
    after = states.completed(session, payment_status, **learned)
    for told in ON_COMPLETED:
        told(work, after)
    work.call_off("checkout_session_expires", session.id)
    work.post("checkout.session.completed", after)
    return work.keep(after)


def _bills(session: Session) -> bool:
    """Whether a one-time payment gets an invoice."""
    return bool((session.invoice_creation or {}).get("enabled"))


def _update_customer(work: Work, session: Session, learned: Hash) -> None:
    """Write what was typed onto the Customer, so far as `customer_update` wants it.

    Tax ids are saved in any case, and the e-mail address of who had none. Source: Stripe docs,
    "Collect customer tax IDs with Checkout"; API reference, "Create a Checkout Session" (customer).
    """
    update = plan_of(work, session).customer_update
    known = learned.get("customer_details") or {}
    before = work.find(Customer, str(learned["customer"]))
    if session.customer is None or before is None:
        return
    kept = tax_ids.shown(work, before.id)
    for tax_id in known.get("tax_ids") or ():
        if tax_id not in kept:
            tax_ids.made(work, before, tax_id["type"], tax_id["value"])
    told: Hash = {
        name: known[name]
        for name, said_by in UPDATED.items()
        if update.get(said_by) == "auto" and known.get(name)
    }
    if not any((known.get("address") or {}).values()):
        told.pop("address", None)  # Nobody has typed one.
    if before.email is None:
        told["email"] = known.get("email")
    shipping = (learned.get("collected_information") or {}).get("shipping_details")
    if update.get("shipping") == "auto" and shipping:
        told["shipping"] = shipping
    after = customers.changed(work, before, told)
    if after != before:
        work.post("customer.updated", work.keep(after), before=before)


def _count_redemptions(work: Work, session: Session) -> None:
    """A Session's coupon was used once more; a Subscription counts its own."""
    if session.mode != "payment":
        return
    for discount in session.discounts or ():
        code = discount["promotion_code"] and work.find_any(
            "promotion_code", discount["promotion_code"]
        )
        id = discount["coupon"] or (code.promotion["coupon"] if code else None)
        discounting.count(work, work.find_any("coupon", id) if id else None, code or None)


def success_address(session: Session) -> str | None:
    """Where the page leads to once it is paid; None where it says thank you itself."""
    address = session.success_url or session.return_url or None
    if not isinstance(address, str) or (session.payment_link and address == NOWHERE):
        return None
    return address.replace(ID_TEMPLATE, session.id)


def cancel_address(session: Session) -> str | None:
    """Where the page's back link leads to; following it changes nothing."""
    address = session.cancel_url
    if address is None or (session.payment_link and address == NOWHERE):
        return None
    return address.replace(ID_TEMPLATE, session.id)
