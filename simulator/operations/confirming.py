"""Confirming a PaymentIntent: which PaymentMethod, may it pay, what the issuer says, what follows.

Source: API reference, "Confirm a PaymentIntent"; Stripe docs, "How PaymentIntents work".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.declines import AUTHENTICATION_NOT_HANDLED, Decline
from simulator.errors import StripeError
from simulator.instruments import TestCard
from simulator.operations import bank_methods, bank_transfers, cash_funding, challenges
from simulator.operations.attaching import attempt_with, consume, usable
from simulator.operations.charging import (
    card_charge,
    held_until,
    judged,
    keep_failed,
    taken,
)
from simulator.operations.confirmation_tokens import written_on_intent
from simulator.operations.declining import declined
from simulator.operations.destinations import grouped
from simulator.operations.method_types import with_options
from simulator.operations.outcomes import (
    copied_to_charge,
    holds,
    sets_up,
    settle_method,
    tell_settled,
)
from simulator.operations.payer_details import check_pays
from simulator.operations.payers import check_taken, method_of
from simulator.operations.settling import SETTLES_ASYNC_AFTER, settle
from simulator.resources import payment_intent as states
from simulator.resources.charge import Charge
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import Dossier, PaymentIntent
from simulator.resources.payment_method import (
    Checks,
    PaymentMethod,
    Vaulted,
    checked,
)
from simulator.resources.person import shipping_of
from simulator.work import Work

CALLED_OFF: Final = {"affirm": {"decline_code": "affirm_checkout_canceled"}}
"""Kinds whose page is no authentication: what is said when the payer leaves it unpaid."""


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


def check_not_of_session(work: Work, intent: PaymentIntent, verb: str) -> None:
    """An intent of an open Checkout Session belongs to the session's page.

    Raises:
        SESSION_OWNS_INTENT
    """
    for session in work.account.store.where("checkout.session", "payment_intent", intent.id):
        if session.status == "open":
            raise errors.SESSION_OWNS_INTENT(verb=verb, more={"payment_intent": intent})


def confirm(work: Work, intent: PaymentIntent, given: dict[str, Any]) -> PaymentIntent:
    """Try to pay; hand back the intent as it then is, kept.

    Raises:
        the refusals of a wrong state or PaymentMethod, which change nothing; CARD_DECLINED, which
        keeps what was done.
    """
    given = written_on_intent(work, given)
    method = method_of(work, given, intent.id, customer=intent.customer)
    refuse_wrong_state(intent, named_method=method is not None or "payment_method" in given)
    if method is None:
        method = _default_method(work, intent)
    intent = _with_details(work, intent, given)
    check_owner(intent, method)
    check_taken(intent, method)
    check_pays(method)
    vaulted = usable(work, method)
    if intent.status != "requires_action" or method.id != intent.payment_method:
        intent = states.with_payment_method(intent, method.id)
    passed = _has_passed(work, intent, method)
    return attempt(work, intent, method, vaulted, given, authenticated=passed)


def _has_passed(work: Work, intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether the shopper has passed a challenge that this confirmation builds on."""
    dossier = work.find(Dossier, intent.id)
    if dossier is None or dossier.authenticated != method.id:
        return False
    work.keep(replace(dossier, authenticated=None))
    return True


def refuse_wrong_state(intent: PaymentIntent, *, named_method: bool) -> None:
    """Refuse to confirm what is over, or under way.

    Raises:
        CONFIRM_ALREADY_SUCCEEDED, PARAM_NOT_UPDATABLE, CONFIRM_STATE
    """
    if intent.status in states.UPDATABLE:
        return
    embedded = {"payment_intent": intent}
    if intent.status == "succeeded":
        raise errors.CONFIRM_ALREADY_SUCCEEDED(more=embedded)
    if intent.status == "canceled" and named_method:
        raise errors.PARAM_NOT_UPDATABLE(
            param="payment_method",
            param_name="payment_method",
            status=intent.status,
            statuses=", ".join(states.UPDATABLE),
            more=embedded,
        )
    raise errors.CONFIRM_STATE(status=intent.status, statuses=states.CONFIRMABLE, more=embedded)


def _default_method(work: Work, intent: PaymentIntent) -> PaymentMethod:
    """The intent's own PaymentMethod, else its Customer's default.

    Raises:
        CONFIRM_NEEDS_METHOD, CONFIRM_NEEDS_CUSTOMERS_METHOD
    """
    if intent.payment_method is not None:
        return work.load(PaymentMethod, intent.payment_method)
    embedded = {"payment_intent": intent}
    if intent.customer is None:
        raise errors.CONFIRM_NEEDS_METHOD(more=embedded)
    customer = work.find(Customer, intent.customer)
    default = customer and customer.invoice_settings.default_payment_method
    if not default:
        raise errors.CONFIRM_NEEDS_CUSTOMERS_METHOD(customer=intent.customer, more=embedded)
    return work.load(PaymentMethod, default)


def _with_details(work: Work, intent: PaymentIntent, given: dict[str, Any]) -> PaymentIntent:
    """The intent with what confirm may still change, and the return_url that it needs."""
    changes: dict[str, Any] = {}
    for name in ("setup_future_usage", "receipt_email"):
        if given.get(name):
            changes[name] = given[name]
    if given.get("shipping"):
        changes["shipping"] = shipping_of(given["shipping"])
    if options := given.get("payment_method_options"):
        changes["payment_method_options"] = with_options(intent.payment_method_options, options)
    automatic = intent.automatic_payment_methods
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
    return replace(intent, **changes) if changes else intent


def attempt(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    vaulted: Vaulted,
    given: dict[str, Any],
    *,
    authenticated: bool = False,
) -> PaymentIntent:
    """One attempt to pay this intent with this PaymentMethod, and everything that follows."""
    after = _attempt(work, intent, method, vaulted, given, authenticated=authenticated)
    return tell_settled(work, after)


def _attempt(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    vaulted: Vaulted,
    given: dict[str, Any],
    *,
    authenticated: bool,
) -> PaymentIntent:
    if method.type == "customer_balance":
        return bank_transfers.attempt(work, intent)
    intent = bank_transfers.released(work, intent)
    if method.type != "card":
        return bank_methods.attempt(
            work, intent, method, vaulted, given, authenticated=authenticated
        )
    off_session = bool(given.get("off_session"))
    options = (intent.payment_method_options or {}).get("card") or {}
    how = replace(
        attempt_with(method, vaulted),
        off_session=off_session,
        authenticated=authenticated,
        setting_up=sets_up(intent, "card") == "off_session",
        asks_for_challenge=options.get("request_three_d_secure") in ("any", "challenge"),
    )
    card, verdict, checks = judged(work, vaulted.number, how)
    if verdict.outcome == "challenge":
        if given.get("error_on_requires_action"):
            fail(work, intent, method, card, AUTHENTICATION_NOT_HANDLED, checks=None)
        return challenge(work, intent, card, given)
    method = work.keep(checked(method, checks))
    if verdict.decline is not None:
        fail(
            work,
            intent,
            method,
            card,
            verdict.decline,
            checks=checks,
            authenticated=authenticated,
        )
    return succeed(
        work, intent, method, card, checks, off_session=off_session, authenticated=authenticated
    )


def challenge(
    work: Work, intent: PaymentIntent, card: TestCard, given: dict[str, Any]
) -> PaymentIntent:
    """Ask the shopper to authenticate."""
    action = challenges.of_card(work, intent, card, given.get("return_url"))
    after = states.challenged(intent, action)
    work.post("payment_intent.requires_action", after)
    return work.keep(after)


def fail(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    card: TestCard,
    refusal: Decline,
    *,
    checks: Checks | None,
    authenticated: bool = False,
) -> None:
    """A decline: the failed charge, if the issuer saw one, the intent, the 402.

    Raises:
        CARD_DECLINED: always; what was done is kept.
    """
    charge: Charge | None = None
    if refusal.charged:
        charge = keep_failed(
            work,
            card_charge(
                work,
                method,
                card,
                amount=intent.amount,
                currency=intent.currency,
                payment=intent.id,
                capture=not holds(intent, "card"),
                checks=checks or Checks(),
                decline=refusal,
                three_d_secure=challenges.passed(work) if authenticated else None,
                **copied_to_charge(intent),
            ),
        )
    if method.customer is None:
        consume(work, method)
    error = declined(refusal)
    more: dict[str, Any] = {"charge": charge.id} if charge else {}
    members = error.members(work.version) | more | {"payment_method": method}
    members["payment_method_type"] = method.type
    after = work.keep(
        states.declined(intent, dict(sorted(members.items())), charge.id if charge else None)
    )
    work.post("payment_intent.payment_failed", after)
    refused = declined(refusal, payment_intent=after, payment_method=method, **more)
    refused.keeps = True
    raise refused


def succeed(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    card: TestCard,
    checks: Checks,
    *,
    off_session: bool,
    authenticated: bool,
) -> PaymentIntent:
    """The issuer said yes: the charge, held or taken, and everything that follows."""
    method = settle_method(work, intent, method, authenticated=authenticated)
    intent = grouped(intent)
    held = holds(intent, "card")
    charge = card_charge(
        work,
        method,
        card,
        amount=intent.amount,
        currency=intent.currency,
        payment=intent.id,
        capture=not held,
        checks=checks,
        off_session=off_session,
        options=(intent.payment_method_options or {}).get("card"),
        three_d_secure=challenges.passed(work) if authenticated else None,
        **copied_to_charge(intent),
    )
    if held:
        after = states.authorized(intent, charge.id)
        if (expires_at := held_until(charge)) is not None:
            work.schedule(expires_at, "authorization_expires", intent.id)
        work.post("charge.succeeded", work.keep(charge))
        work.post("payment_intent.amount_capturable_updated", after)
        return work.keep(after)
    if intent.capture_method == "automatic":
        charge = replace(charge, balance_transaction=settle(work, charge, charge.amount).id)
    else:
        work.schedule(work.now + SETTLES_ASYNC_AFTER, "charge_settles", charge.id)
    work.post("charge.succeeded", work.keep(charge))
    charge = taken(work, charge)
    after = states.paid(intent, charge.id)
    if charge.review is not None:
        after = replace(after, review=charge.review)
    work.post("payment_intent.succeeded", after)
    return work.keep(after)


def authenticate(work: Work, intent: PaymentIntent, *, passed: bool) -> PaymentIntent:
    """What the shopper did in the challenge: the intent goes on, or wants another PaymentMethod.

    A decline after the challenge is an outcome here, not an error: nobody asked by API.
    """
    assert intent.payment_method is not None
    if passed and bank_transfers.waits(intent):
        return cash_funding.transferred(work, intent)
    method = work.load(PaymentMethod, intent.payment_method)
    if not passed:
        row = errors.ATTEMPT_FAILED if method.type in CALLED_OFF else errors.AUTHENTICATION_FAILED
        error = row().members("9999") | CALLED_OFF.get(method.type, {})
        error |= {"payment_method": method, "payment_method_type": method.type}
        if method.customer is None:
            consume(work, method)
        after = states.declined(intent, dict(sorted(error.items())), intent.latest_charge)
        work.post("payment_intent.payment_failed", after)
        return bank_transfers.released(work, after)
    vaulted = work.find(Vaulted, method.id) or Vaulted(id=method.id, number="")
    if intent.confirmation_method == "manual":
        dossier = work.find(Dossier, intent.id) or Dossier(id=intent.id)
        work.keep(replace(dossier, authenticated=method.id))
        return work.keep(states.returned(intent))
    try:
        return attempt(work, intent, method, vaulted, {}, authenticated=True)
    except StripeError as refusal:
        if not refusal.keeps:
            raise
        found = work.find(PaymentIntent, intent.id)
        assert found is not None
        return found
