"""Confirming a PaymentIntent: whether it may be, with which PaymentMethod, and what it may change.

The attempt to pay that follows is in `attempting`.

Source: API reference, "Confirm a PaymentIntent"; Stripe docs, "How PaymentIntents work".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.payers.attaching import usable
from simulator.operations.payers.confirmation_tokens import written_on_intent
from simulator.operations.payers.mandates import check_named, needed_to_keep
from simulator.operations.payers.payer_details import check_pays
from simulator.operations.payers.payers import check_taken, save
from simulator.operations.payments import intent_payers
from simulator.operations.payments.amount_details import described
from simulator.operations.payments.attempting import attempt
from simulator.operations.payments.drafting import changed_kinds, details_of
from simulator.operations.payments.indian_exports import check_export
from simulator.operations.payments.intent_rules import check_uses
from simulator.operations.payments.outcomes import sets_up
from simulator.resources import payment_intent as states
from simulator.resources.checkout_session import PaidBy, Session
from simulator.resources.mandate import Mandate
from simulator.resources.payment_intent import Dossier, PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import shipping_of
from simulator.work import Work

CHANGED_BY_CONFIRMING: Final = (
    "allowed_payment_method_types",
    "excluded_payment_method_types",
    "hooks",
    "receipt_email",
    "setup_future_usage",
)


def check_owner(intent: PaymentIntent, method: PaymentMethod) -> None:
    """Refuse somebody else's PaymentMethod.

    Raises:
        METHOD_OF_A_CUSTOMER, METHOD_OF_ANOTHER_CUSTOMER
    """
    if method.customer is None or method.customer == intent.customer:
        return
    embedded = {"payment_intent": intent}
    if intent.customer is None:
        raise errors.METHOD_OF_A_CUSTOMER(id=method.id, customer=method.customer, more=embedded)
    raise errors.METHOD_OF_ANOTHER_CUSTOMER(id=method.id, customer=intent.customer, more=embedded)


def check_not_of_session(work: Work, intent: PaymentIntent) -> None:
    """An intent of an open Checkout Session belongs to the session's page.

    Raises:
        SESSION_OWNS_INTENT
    """
    link = work.find(PaidBy, intent.id)
    owners = [work.find(Session, link.session)] if link is not None else []
    owners += work.where(Session, "payment_intent", intent.id)
    if any(session is not None and session.status == "open" for session in owners):
        raise errors.SESSION_OWNS_INTENT(more={"payment_intent": intent})


def confirm(
    work: Work, intent: PaymentIntent, given: dict[str, Any], *, by_call: bool = False
) -> PaymentIntent:
    """Try to pay; hand back the intent as it then is, kept.

    Args:
        by_call: whether the call is about this intent, and not about an invoice or a Session.

    Raises:
        MANDATE_NEEDED_TO_KEEP; the refusals of a wrong state or PaymentMethod, which change
        nothing; CARD_DECLINED, which keeps what was done.
    """
    given = written_on_intent(work, given)
    by = given.get("mandate")
    mandate = work.refer(Mandate, by, "mandate") if by else None
    payer = intent_payers.named(work, given, intent)
    refuse_wrong_state(intent, named=_named_as(payer, given))
    if payer is None:
        payer = intent_payers.by_default(work, intent)
    method = payer.method
    intent = _with_details(work, intent, given)
    check_owner(intent, method)
    check_taken(intent, method)
    check_pays(method)
    if mandate is not None:
        check_named(intent, method, mandate)
    check_export(work, intent, method)
    vaulted = usable(work, method)
    save(work, given, method, intent.customer)
    method = work.find(PaymentMethod, method.id) or method
    if intent.status != "requires_action" or not payer.pays(intent):
        intent = payer.named_for(intent)
    passed = _has_passed(work, intent, method)
    if by_call and not passed:
        needed_to_keep(work, method, given, sets_up(intent, method.type))
    return attempt(work, intent, method, vaulted, given, authenticated=passed)


def _has_passed(work: Work, intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether the shopper has passed a challenge that this confirmation builds on."""
    dossier = work.find(Dossier, intent.id)
    if dossier is None or dossier.authenticated != method.id:
        return False
    work.keep(replace(dossier, authenticated=None))
    return True


def _named_as(payer: intent_payers.Payer | None, given: dict[str, Any]) -> str | None:
    """What the parameters call that which they name to pay with; None: they name nothing."""
    if payer is not None and payer.as_source:
        return "source"
    return "payment_method" if payer is not None or "payment_method" in given else None


def refuse_wrong_state(intent: PaymentIntent, *, named: str | None) -> None:
    """Refuse to confirm what is over, or under way.

    Args:
        named: what the request calls that which it names to pay with.

    Raises:
        CONFIRM_ALREADY_SUCCEEDED, PARAM_NOT_UPDATABLE, CONFIRM_STATE
    """
    if intent.status in states.UPDATABLE:
        return
    embedded = {"payment_intent": intent}
    if intent.status == "succeeded":
        raise errors.CONFIRM_ALREADY_SUCCEEDED(more=embedded)
    if intent.status == "canceled" and named is not None:
        raise errors.PARAM_NOT_UPDATABLE(
            param=named,
            param_name=named,
            status=intent.status,
            statuses=", ".join(states.UPDATABLE),
            more=embedded,
        )
    raise errors.CONFIRM_STATE(status=intent.status, statuses=states.CONFIRMABLE, more=embedded)


def _with_details(work: Work, intent: PaymentIntent, given: dict[str, Any]) -> PaymentIntent:
    """The intent with what confirm may still change, and the return_url that it needs."""
    changes: dict[str, Any] = {}
    for name in CHANGED_BY_CONFIRMING:
        if name in given:
            changes[name] = given[name] or None
    if given.get("capture_method"):
        changes["capture_method"] = given["capture_method"]
    if given.get("shipping"):
        changes["shipping"] = shipping_of(given["shipping"])
    if "payment_details" in given:
        changes["payment_details"] = details_of(given["payment_details"])
    changes |= changed_kinds(work, intent, given, intent.currency)
    automatic = changes.get("automatic_payment_methods", intent.automatic_payment_methods)
    redirects = automatic is not None and automatic.get("allow_redirects") != "never"
    hands_over = given.get("use_stripe_sdk") or given.get("error_on_requires_action")
    if (
        redirects
        and not given.get("return_url")
        and not hands_over
        and not given.get("off_session")
        and not work.publishable
    ):
        raise errors.RETURN_URL_NEEDED()
    intent = replace(intent, **changes) if changes else intent
    check_uses(intent, given)
    return described(work, intent, given)
