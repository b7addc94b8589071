"""One attempt to pay a PaymentIntent, and what the payer does about it afterwards.

Cards are tried here: what the issuer says, and what follows. All that is no card has files of its
own (`bank_methods`, `bank_transfers`).

Source: API reference, "Confirm a PaymentIntent"; Stripe docs, "How PaymentIntents work".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator.errors import StripeError
from simulator.instruments.cards import TestCard
from simulator.instruments.declines import AUTHENTICATION_NOT_HANDLED, Decline
from simulator.operations.accounts.connected_accounts import check_charges
from simulator.operations.payers import mandates
from simulator.operations.payers.attaching import attempt_with, consume
from simulator.operations.payers.cards import behind
from simulator.operations.payers.declining import declined
from simulator.operations.payments import (
    bank_methods,
    bank_transfers,
    cash_funding,
    challenges,
    in_person,
    intent_payers,
    page_refusals,
    partly_authorized,
)
from simulator.operations.payments.card_options import Aside, imported, said_aside
from simulator.operations.payments.charging import (
    card_charge,
    held,
    held_until,
    judged,
    keep_failed,
)
from simulator.operations.payments.destinations import grouped
from simulator.operations.payments.outcomes import (
    copied_to_charge,
    holds,
    sets_up,
    settle_method,
    tell_settled,
)
from simulator.operations.payments.taking import paid_by
from simulator.resources import payment_intent as states
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import Dossier, PaymentIntent
from simulator.resources.payment_method import (
    IN_PERSON,
    Checks,
    PaymentMethod,
    Vaulted,
    checked,
)
from simulator.work import Work

ASKING: Final = ("any", "challenge")
"""Values of `request_three_d_secure` that ask for it where nobody requires it."""


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
    intent_payers.tried(work, intent)
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
    if method.type in IN_PERSON:
        return in_person.attempt(work, intent, method, vaulted)
    if method.type != "card":
        return bank_methods.attempt(
            work, intent, method, vaulted, given, authenticated=authenticated
        )
    check_charges(work)
    off_session = bool(given.get("off_session"))
    options = (intent.payment_method_options or {}).get("card") or {}
    aside = said_aside(work, intent.id, given)
    how = replace(
        attempt_with(method, vaulted),
        off_session=off_session,
        can_wait=off_session and bank_transfers.of_invoice(work, intent),
        authenticated=authenticated,
        authenticated_elsewhere=aside.three_d_secure is not None,
        moto=aside.moto,
        setting_up=sets_up(intent, "card") == "off_session",
        asks_for_challenge=options.get("request_three_d_secure") in ASKING,
        part_will_do=partly_authorized.will_do(intent, behind(vaulted.number), options),
    )
    card, verdict, checks = judged(work, vaulted.number, how)
    if verdict.outcome == "challenge":
        if given.get("error_on_requires_action"):
            fail(
                work,
                intent,
                method,
                card,
                AUTHENTICATION_NOT_HANDLED,
                checks=None,
                authenticated=False,
                aside=aside,
            )
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
            aside=aside,
        )
    return succeed(
        work,
        intent,
        method,
        card,
        checks,
        off_session=off_session,
        authenticated=authenticated,
        aside=aside,
        given=given,
    )


def challenge(
    work: Work, intent: PaymentIntent, card: TestCard, given: dict[str, Any]
) -> PaymentIntent:
    """Ask the shopper to authenticate."""
    action = challenges.of_card(work, intent, card, given)
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
    authenticated: bool,
    aside: Aside,
) -> None:
    """A decline: the failed charge, if the issuer saw one, the intent, the 402.

    Raises:
        CARD_DECLINED: always; what was done is kept.
    """
    charge: Charge | None = None
    if refusal.charged:
        options = (intent.payment_method_options or {}).get("card") or {}
        charge = card_charge(
            work,
            method,
            card,
            _taken_over(work, intent, method, checks or Checks(), aside),
            payment=intent.id,
            capture=not holds(intent, "card"),
            checks=checks or Checks(),
            decline=refusal,
            three_d_secure=_asked(work, card, aside, authenticated=authenticated),
            moto=aside.moto,
            options=options,
        )
        told = partly_authorized.told(charge, options, requested=intent.amount)
        charge = keep_failed(work, told)
    if method.customer is None:
        consume(work, method)
    more: dict[str, Any] = {"charge": charge.id} if charge else {}
    said = declined(refusal).members(work.version) | more
    error = intent_payers.last_error(work, intent, method, said)
    after = work.keep(states.declined(intent, error, charge.id if charge else None))
    work.post("payment_intent.payment_failed", after)
    more |= intent_payers.told(work, intent, method)
    refused = declined(refusal, payment_intent=after, **more)
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
    aside: Aside,
    given: dict[str, Any],
) -> PaymentIntent:
    """The issuer said yes: the charge, held or taken, and everything that follows.

    Args:
        given: the parameters of the confirmation.
    """
    method = settle_method(work, intent, method, authenticated=authenticated)
    requested = intent.amount
    intent = partly_authorized.for_what_is_granted(grouped(intent), card)
    holding = holds(intent, "card")
    options = (intent.payment_method_options or {}).get("card") or {}
    keeps = sets_up(intent, "card") is not None
    charge = card_charge(
        work,
        method,
        card,
        _taken_over(work, intent, method, checks, aside),
        payment=intent.id,
        capture=not holding,
        checks=checks,
        off_session=off_session,
        keeps=keeps,
        mandate=_mandate(work, intent, method, given, keeps=keeps),
        options=options,
        moto=aside.moto,
        three_d_secure=_asked(work, card, aside, authenticated=authenticated)
        or (None if off_session or aside.moto else _unchallenged(work, card, options)),
    )
    charge = partly_authorized.told(charge, options, requested=requested)
    if holding:
        if (expires_at := held_until(charge)) is not None:
            work.schedule(expires_at, "authorization_expires", intent.id)
        charge = held(work, charge)
        after = replace(states.authorized(intent, charge.id), review=charge.review)
        work.post("payment_intent.amount_capturable_updated", after)
        return work.keep(after)
    return paid_by(work, intent, charge)


def _mandate(
    work: Work, intent: PaymentIntent, method: PaymentMethod, given: dict[str, Any], *, keeps: bool
) -> str | None:
    """The mandate by which the card is charged, or that its owner gives with this payment.

    Args:
        keeps: whether the card is kept: else the mandate is for this payment alone, as those of
            bank accounts are; inferred.
    """
    if named := given.get("mandate"):
        return str(named)
    single_use = None if keeps else {"amount": intent.amount, "currency": intent.currency}
    made = mandates.agreed(
        work, method, given.get("mandate_data"), intent=intent, single_use=single_use
    )
    if made is None:
        return None
    mandates.used(work, method.id)
    return made.id


def _taken_over(
    work: Work, intent: PaymentIntent, method: PaymentMethod, checks: Checks, aside: Aside
) -> dict[str, Any]:
    """What the charge takes over from the intent, with the source that pays it, if one does.

    That the session of the PaymentMethod counts where the payment names none is inferred.
    """
    source = intent_payers.shown_on_charge(work, intent, checks)
    session = aside.radar_options or method.radar_options or {}
    return copied_to_charge(intent) | {"radar_options": session, "source": source}


def _asked(
    work: Work, card: TestCard, aside: Aside, *, authenticated: bool
) -> dict[str, Any] | None:
    """`three_d_secure` of a charge whose payer was asked, here or elsewhere; None: nobody was."""
    if authenticated:
        return challenges.passed(work)
    return imported(aside.three_d_secure, card) if aside.three_d_secure else None


def _unchallenged(work: Work, card: TestCard, options: dict[str, Any]) -> dict[str, Any] | None:
    """The same where it was wanted and not needed: None where nobody wanted it."""
    asked = options.get("request_three_d_secure") in ASKING
    return challenges.unchallenged(work, card) if asked else None


def authenticate(work: Work, intent: PaymentIntent, *, passed: bool) -> PaymentIntent:
    """What the shopper did in the challenge: the intent goes on, or wants another PaymentMethod.

    A decline after the challenge is an outcome here, not an error: nobody asked by API. What comes
    of it has the attempt as its idempotency key, in all events that have been posted of successes.
    """
    if work.request_id is None:
        work.idempotency_key = challenges.key_of(intent)
    if passed and bank_transfers.waits(intent):
        return cash_funding.transferred(work, intent)
    method = intent_payers.method_of(work, intent)
    if not passed or page_refusals.turned_away(method):
        return page_refusals.refused(work, intent, method)
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
