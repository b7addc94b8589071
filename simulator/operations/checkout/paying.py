"""Paying a Checkout Session, as its page does.

A decline leaves the Session open, and its PaymentIntent is tried again. A challenge leaves it open
too: it completes once the intent has gone on (`outcomes.ON_SETTLED`), whoever passed the
challenge.

Source: Stripe docs, "How Checkout works", "Fulfill orders"; the order of the events is recorded.
"""

from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from simulator import errors
from simulator.operations.checkout import paying_first
from simulator.operations.checkout.choosing import chosen, located
from simulator.operations.checkout.completing import complete, customer_of, plan_of
from simulator.operations.checkout.custom_amounts import check_chosen
from simulator.operations.checkout.intents import cancel_intent, choose, described, open_intent
from simulator.operations.checkout.methods import saves
from simulator.operations.checkout.shopper import typed_by
from simulator.operations.checkout.subscribing import begin, first_intent, give_up
from simulator.operations.payers.attaching import attach_to
from simulator.operations.payers.making_methods import named
from simulator.operations.payers.payer_details import asked_on_page
from simulator.operations.payments import confirming
from simulator.operations.payments.bank_methods import VERIFIED_BY_MICRODEPOSIT
from simulator.operations.setups import setting_up
from simulator.resources.checkout_session import PaidBy, PaymentStatus, Session, SessionPlan
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod, Vaulted
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.subscription import Subscription
from simulator.shopper import Shopper
from simulator.work import Work

Hash = dict[str, Any]
AGREED: Final[Hash] = {
    "customer_acceptance": {
        "online": {"ip_address": "127.0.0.1", "user_agent": "paidonce"},
        "type": "online",
    }
}
"""What the page says of the shopper's agreement to be debited."""


def pay_session(
    work: Work,
    session: Session,
    payment_method: str | PaymentMethod | None = "pm_card_visa",
    *,
    shopper: Shopper | None = None,
    return_url: str | None = None,
) -> Session:
    """Submit the page with this PaymentMethod; the Session as it then is, kept.

    Args:
        payment_method: the PaymentMethod, its id, or the name of a test card; None where nothing
            is to be paid.
        return_url: where a challenge leads back to; without it, Stripe.js shows the challenge.

    Raises:
        SESSION_NOT_OPEN, TAX_ID_INVALID, CHOSEN_TOO_SMALL; CARD_DECLINED, which keeps what was
            done: the Session stays open.
    """
    if session.status != "open":
        raise errors.SESSION_NOT_OPEN(status=session.status)
    if work.idempotency_key is None:
        # The page's own request, of which events tell no id; as posted.
        drawn = work.account.chance.stream("page").getrandbits(128)
        work.idempotency_key = str(UUID(int=drawn, version=4))
    shopper = shopper or Shopper()
    session = chosen(
        work,
        session,
        promotion_code=shopper.promotion_code,
        shipping_rate=shopper.shipping_rate,
        quantities=shopper.quantities,
        optional=shopper.optional_items,
        amounts=shopper.amounts,
    )
    work.keep(session)
    plan = plan_of(work, session)
    check_chosen(plan.lines)
    method = _asked_for(work, session, payment_method)
    typed = typed_by(work, session, shopper, method)
    work.keep(replace(plan, shopper=typed))
    session = work.keep(located(work, session))
    plan = plan_of(work, session)
    if method is not None:
        method = asked_on_page(work, method, typed["customer_details"])
        method = shown_again(work, session, plan, method)
        _verified(work, method)
    if session.mode == "payment" and session.amount_total == 0:
        cancel_intent(work, session)  # of an attempt when it still cost something
        session = replace(session, payment_intent=None)
        return complete(work, session, "no_payment_required", None)
    if method is None:
        assert session.mode == "subscription", f"{session.id} asks for a PaymentMethod"
        assert session.amount_total == 0, f"{session.id} asks for a PaymentMethod"
        _subscribe_unpaid(work, session, plan)
        return work.load(Session, session.id)
    how: Hash = {"use_stripe_sdk": return_url is None, "return_url": return_url}
    if method.type != "card":
        how["mandate_data"] = AGREED
    if shopper.options:
        how["payment_method_options"] = shopper.options
    match session.mode:
        case "payment":
            _pay(work, session, plan, method, how)
        case "subscription":
            _subscribe(work, session, plan, method, how)
        case "setup":
            _set_up(work, session, method, how)
    after = work.find(Session, session.id)
    assert after is not None
    return after


def _asked_for(
    work: Work, session: Session, payment_method: str | PaymentMethod | None
) -> PaymentMethod | None:
    """What is paid with; None where the page asks for nothing.

    Source: API reference, "Create a Checkout Session" (payment_method_collection).
    """
    if session.mode == "subscription" and not asks_for_method(session):
        return None
    if isinstance(payment_method, str):
        return named(work, payment_method, param="payment_method")
    return payment_method


def asks_for_method(session: Session) -> bool:
    """Whether the page asks for a way to pay."""
    return session.amount_total != 0 or session.payment_method_collection == "always"


def intent_of(work: Work, session: Session) -> PaymentIntent | SetupIntent | None:
    """What the shopper is paying, or setting up, once there is something."""
    if session.payment_intent is not None:
        return work.find(PaymentIntent, session.payment_intent)
    if session.setup_intent is not None:
        return work.find(SetupIntent, session.setup_intent)
    plan = plan_of(work, session)
    if plan.intent is not None:
        return work.find(PaymentIntent, plan.intent)
    begun = plan.subscription
    return None if begun is None else first_intent(work, work.load(Subscription, begun))


def shown_again(
    work: Work, session: Session, plan: SessionPlan, method: PaymentMethod
) -> PaymentMethod:
    """The PaymentMethod with where it may be shown to its owner again: as the shop has said.

    Source: API reference, "Create a Checkout Session" (payment_method_data, allow_redisplay). That
    what is kept for later is `limited`, unless the shop says otherwise: Stripe docs, "Save and
    reuse payment methods".
    """
    asked = (plan.parameters.get("payment_method_data") or {}).get("allow_redisplay")
    kept = session.mode != "payment" or saves(
        plan.payment_intent_data, session.payment_method_options
    )
    wanted = asked or ("limited" if kept and method.allow_redisplay == "unspecified" else None)
    return work.keep(replace(method, allow_redisplay=wanted)) if wanted else method


def _verified(work: Work, method: PaymentMethod) -> None:
    """On the page one signs in at the bank, which verifies the account.

    Source: Stripe docs, "Accept an ACH Direct Debit payment" (Checkout verifies instantly).
    """
    vaulted = work.find(Vaulted, method.id)
    if method.type in VERIFIED_BY_MICRODEPOSIT and vaulted is not None:
        work.keep(replace(vaulted, verified=True))


def _pay(work: Work, session: Session, plan: SessionPlan, method: PaymentMethod, how: Hash) -> None:
    intent = described(work, session, plan, _payment_of(work, session, plan, method))
    work.keep(replace(session, payment_intent=intent.id))
    confirming.confirm(work, intent, how | {"payment_method": method.id})


def _subscribe(
    work: Work, session: Session, plan: SessionPlan, method: PaymentMethod, how: Hash
) -> None:
    begun = plan.subscription and work.load(Subscription, plan.subscription)
    if begun and begun.status != "incomplete":  # It has expired, or the shop has canceled it.
        plan, begun = give_up(work, plan), None
    customer = customer_of(work, session)
    assert customer is not None, f"{session.id} makes no Customer"
    plan = plan_of(work, session)
    if plan.intent is not None and not paying_first.pays_first(session, plan):
        cancel_intent(work, session)  # of an attempt when it still cost something
        plan = work.keep(replace(plan, intent=None))
    if paying_first.pays_first(session, plan):
        intent = paying_first.first_intent(work, session, plan, customer, method)
        confirming.confirm(work, intent, how | {"payment_method": method.id})
        return
    method = attach_to(work, method, customer)
    if begun:
        begun = work.keep(replace(begun, default_payment_method=method.id))
    else:
        begun = begin(work, session, plan, customer, method.id)
        work.keep(replace(plan_of(work, session), subscription=begun.id))
    due = first_intent(work, begun)
    if due is None:
        free = begun.trial_end or session.amount_total == 0
        status: PaymentStatus = "no_payment_required" if free else "paid"
        complete(work, session, status, None, subscription=begun)
        return
    work.keep(PaidBy(due.id, session.id, begun.id))
    confirming.confirm(work, due, how | {"payment_method": method.id})


def _subscribe_unpaid(work: Work, session: Session, plan: SessionPlan) -> None:
    """Begin what costs nothing yet, where `payment_method_collection` asks for no method."""
    customer = customer_of(work, session)
    assert customer is not None, f"{session.id} makes no Customer"
    begun = begin(work, session, plan, customer, None)
    work.keep(replace(plan_of(work, session), subscription=begun.id))
    complete(work, session, "no_payment_required", None, subscription=begun)


def _set_up(work: Work, session: Session, method: PaymentMethod, how: Hash) -> None:
    assert session.setup_intent is not None, f"{session.id} has no SetupIntent"
    intent = work.load(SetupIntent, session.setup_intent)
    if intent.customer is None:
        intent = work.keep(replace(intent, customer=customer_of(work, session)))
    setting_up.confirm(work, intent, how | {"payment_method": method.id})


def _payment_of(
    work: Work, session: Session, plan: SessionPlan, method: PaymentMethod
) -> PaymentIntent:
    """The Session's intent: the one of an earlier attempt, or a new one."""
    needed = method.type == "customer_balance"
    if session.payment_intent is None:
        customer = customer_of(work, session, needed=needed)
        return open_intent(work, replace(session, customer=customer), plan, method.type)
    intent = choose(
        work, session, plan, work.load(PaymentIntent, session.payment_intent), method.type
    )
    if intent.customer is None:
        intent = work.keep(replace(intent, customer=customer_of(work, session, needed=needed)))
    return intent
