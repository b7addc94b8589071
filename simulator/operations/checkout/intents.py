"""The intent of a Checkout Session: made when the shopper submits the page, canceled at its end.

Source: Stripe docs, "How Checkout works"; API changelog, 2022-08-01.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator.operations.checkout.paying_first import shares
from simulator.operations.payments import bank_transfers, payment_intents
from simulator.operations.payments.drafting import ASYNC_SINCE, changed_kinds, details_of, made
from simulator.operations.setups import setting_up, setup_intents
from simulator.resources import payment_intent as intent_states
from simulator.resources import person
from simulator.resources import setup_intent as setup_states
from simulator.resources.amount_details import shipping_of
from simulator.resources.checkout_session import PaidBy, Session, SessionPlan, sent_to
from simulator.resources.payment_intent import AmountDetails, PaymentIntent
from simulator.resources.setup_intent import SetupIntent
from simulator.wire.legacy import BASIL
from simulator.work import Work

TAKEN_OVER: Final = (
    "application_fee_amount",
    "description",
    "metadata",
    "on_behalf_of",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)
"""What `payment_intent_data` says of the intent."""


def open_intent(
    work: Work, session: Session, plan: SessionPlan, kind: str | None = None
) -> PaymentIntent:
    """The Session's PaymentIntent, new and kept.

    Args:
        kind: what kind of PaymentMethod the shopper has chosen; None where nobody has yet.
    """
    told = plan.payment_intent_data
    given: dict[str, Any] = {name: told[name] for name in TAKEN_OVER if told.get(name) is not None}
    by_default = "automatic_async" if plan.version >= ASYNC_SINCE else "automatic"
    given |= {
        "amount": session.amount_total,
        "capture_method": told.get("capture_method") or by_default,
        "currency": session.currency,
        "customer": session.customer,
        **_taken(session, plan, kind),
    }
    intent = work.keep(made(work, given))
    work.post("payment_intent.created", intent)
    return intent


def choose(
    work: Work, session: Session, plan: SessionPlan, intent: PaymentIntent, kind: str
) -> PaymentIntent:
    """The intent of an earlier attempt, for the kind that the shopper has chosen now; kept."""
    taken = _taken(session, plan, kind)
    if intent.payment_method_types == taken["payment_method_types"]:
        return intent
    return work.keep(replace(intent, **changed_kinds(work, intent, taken, intent.currency)))


def described(
    work: Work, session: Session, plan: SessionPlan, intent: PaymentIntent
) -> PaymentIntent:
    """The intent as the shopper pays it: with what is shipping and tax, and the Session's id; kept.

    As in PaymentIntents that people have posted since basil: none of it is there when they are
    created, all of it when they have succeeded. What is off the price is not told apart. That it is
    sent where the shopper says, unless the shop has said it, is inferred.
    """
    totals = session.total_details or {}
    shipping = shipping_of({"amount": totals.get("amount_shipping", 0)})
    tax = {"total_tax_amount": totals.get("amount_tax", 0)}
    return work.keep(
        replace(
            intent,
            amount_details={"shipping": shipping, "tax": tax, "tip": {}},
            payment_details=details_of({"order_reference": session.id}),
            shipping=intent.shipping or person.shipping_of(sent_to(plan)),
        )
    )


def _taken(session: Session, plan: SessionPlan, kind: str | None) -> dict[str, Any]:
    """Of which kinds the intent is: of the chosen one alone, as people have posted it since basil.

    One that the Session does not offer is left to be refused. Of older versions it is inferred that
    the intent takes all that the Session offers.
    """
    options, types = session.payment_method_options or {}, session.payment_method_types
    if kind in types and plan.version >= BASIL:
        types = [kind]
        options = {name: said for name, said in options.items() if name == kind}
    return {"payment_method_options": options, "payment_method_types": types}


def _under_way(work: Work, session: Session) -> PaymentIntent | None:
    """The intent of an earlier attempt, which a Session of a Subscription does not show."""
    plan = work.find(SessionPlan, session.id)
    id = session.payment_intent or (plan.intent if plan is not None else None)
    return work.find(PaymentIntent, id) if id else None


def follow(work: Work, session: Session, plan: SessionPlan) -> None:
    """Change the intent of an earlier attempt to what the Session comes to, and says of it, now.

    Nothing is told of it: there is no event of a PaymentIntent's update.
    """
    intent = _under_way(work, session)
    if not intent or intent.status not in intent_states.UPDATABLE or not session.amount_total:
        return
    told = plan.payment_intent_data | shares(plan.subscription_data, session.amount_total)
    given: dict[str, Any] = {
        name: told[name] for name in (*TAKEN_OVER, "capture_method") if told.get(name) is not None
    }
    given["amount"] = session.amount_total
    intent = replace(intent, amount_details=AmountDetails())  # told anew when it is paid
    bank_transfers.changed(work, intent, payment_intents.updated(work, intent, given))


def abandon(work: Work, session: Session) -> None:
    """Give up the attempt that is under way: the shopper is to pay anew.

    Source: API reference, "Update a Checkout Session" (payment_intent_data).
    """
    intent = _under_way(work, session)
    if intent and "abandoned" in intent_states.LIFE_CYCLE[intent.status]:
        work.keep(intent_states.abandoned(intent))


def set_up_intent(work: Work, session: Session, plan: SessionPlan) -> SetupIntent:
    """The Session's SetupIntent, new and kept: there from the start, unlike a PaymentIntent."""
    told = plan.setup_intent_data
    given = {
        name: told[name]
        for name in ("description", "metadata", "on_behalf_of")
        if told.get(name) is not None
    }
    given |= {
        "customer": session.customer,
        "payment_method_options": session.payment_method_options,
        "payment_method_types": session.payment_method_types,
    }
    intent = work.keep(setup_intents.made(work, given))
    work.keep(PaidBy(intent.id, session.id))
    work.post("setup_intent.created", intent)
    return intent


def cancel_intent(work: Work, session: Session) -> None:
    """An intent of a Session that has ended can never be paid."""
    if session.setup_intent is not None:
        _cancel_setup(work, session.setup_intent)
    intent = _under_way(work, session)
    if intent is None or "canceled" not in intent_states.LIFE_CYCLE[intent.status]:
        return
    after = intent_states.canceled(intent, work.now, "automatic")
    work.post("payment_intent.canceled", after)
    bank_transfers.released(work, after)


def _cancel_setup(work: Work, id: str) -> None:
    intent = work.find(SetupIntent, id)
    if intent is None or "canceled" not in setup_states.LIFE_CYCLE[intent.status]:
        return
    setting_up.abandon(work, intent)
    after = work.keep(setup_states.canceled(intent, None))
    work.post("setup_intent.canceled", after)
