"""Confirming a SetupIntent: which PaymentMethod, does its issuer let it be saved, what follows.

Source: API reference, "Confirm a SetupIntent"; Stripe docs, "The Setup Intents API", "Testing".
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.instruments import issuer
from simulator.instruments.app_payers import REFUSES
from simulator.instruments.cards import TestCard
from simulator.instruments.declines import Decline
from simulator.instruments.issuer import Attempt, Verdict
from simulator.operations.payers import mandates
from simulator.operations.payers.attaching import attempt_with, consume, usable
from simulator.operations.payers.cards import behind
from simulator.operations.payers.confirmation_tokens import written_on_intent
from simulator.operations.payers.declining import declined
from simulator.operations.payers.generated_debits import GENERATING, left_behind, named
from simulator.operations.payers.payer_details import check_pays
from simulator.operations.payers.payers import check_taken, method_of
from simulator.operations.payments import apps, bank_methods, challenges, showing
from simulator.operations.payments.card_options import imported_for_later, said_aside
from simulator.operations.setups import setup_attempts
from simulator.operations.setups.setup_options import with_options
from simulator.resources import setup_attempt as attempts
from simulator.resources import setup_intent as states
from simulator.resources.mandate import Mandate
from simulator.resources.payment_intent import Dossier
from simulator.resources.payment_method import (
    Card,
    PaymentMethod,
    Vaulted,
    attached,
    checked,
)
from simulator.resources.setup_attempt import SetupAttempt
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work

ON_SET_UP: Final[list[Callable[[Work, SetupIntent], None]]] = []
"""Told when a SetupIntent succeeded: a Checkout Session goes on from there."""


def check_owner(intent: SetupIntent, method: PaymentMethod, *, embeds: bool) -> None:
    """Refuse somebody else's PaymentMethod.

    Args:
        embeds: whether the refusal shows the intent.

    Raises:
        SETUP_METHOD_OF_A_CUSTOMER, METHOD_OF_ANOTHER_CUSTOMER
    """
    if method.customer is None or method.customer == intent.customer:
        return
    more = {"setup_intent": intent} if embeds else {}
    if intent.customer is None:
        raise errors.SETUP_METHOD_OF_A_CUSTOMER(id=method.id, customer=method.customer, more=more)
    raise errors.METHOD_OF_ANOTHER_CUSTOMER(id=method.id, customer=intent.customer, more=more)


def refuse_ended(intent: SetupIntent, verb: str) -> None:
    """Refuse to change what is over, or under way.

    Raises:
        SETUP_ALREADY_SUCCEEDED, SETUP_ALREADY_CANCELED, SETUP_IN_PROCESS
    """
    embedded = {"setup_intent": intent}
    match intent.status:
        case "succeeded":
            raise errors.SETUP_ALREADY_SUCCEEDED(verb=verb, more=embedded)
        case "canceled":
            raise errors.SETUP_ALREADY_CANCELED(verb=verb, more=embedded)
        case "processing":
            raise errors.SETUP_IN_PROCESS(verb=verb, more=embedded)
        case _:
            pass


def confirm(work: Work, intent: SetupIntent, given: dict[str, Any]) -> SetupIntent:
    """Try to set up; hand back the intent as it then is, kept.

    Raises:
        SETUP_NEEDS_METHOD, which Stripe looks for before the status; the refusals of a wrong state
        or PaymentMethod, which change nothing; CARD_DECLINED, which keeps what was done.
    """
    given = written_on_intent(work, given)
    method = method_of(work, given, intent.id)
    if method is None:
        if intent.payment_method is None:
            raise errors.SETUP_NEEDS_METHOD(more={"setup_intent": intent})
        method = work.load(PaymentMethod, intent.payment_method)
    refuse_ended(intent, "confirm")
    check_owner(intent, method, embeds=True)
    check_taken(intent, method)
    check_pays(method)
    vaulted = usable(work, method)
    _check_return_url(work, intent, given)
    if options := given.get("payment_method_options"):
        current = intent.payment_method_options
        intent = replace(intent, payment_method_options=with_options(current, options))
    if intent.status != "requires_action" or method.id != intent.payment_method:
        intent = states.with_payment_method(intent, method.id)
    return _attempt(work, intent, method, vaulted, given)


def _check_return_url(work: Work, intent: SetupIntent, given: dict[str, Any]) -> None:
    automatic = intent.automatic_payment_methods
    redirects = automatic is not None and automatic.get("allow_redirects") != "never"
    if redirects and not (
        given.get("return_url") or given.get("use_stripe_sdk") or work.publishable
    ):
        raise errors.SETUP_RETURN_URL_NEEDED()


def _attempt(
    work: Work,
    intent: SetupIntent,
    method: PaymentMethod,
    vaulted: Vaulted,
    given: dict[str, Any],
) -> SetupIntent:
    """One attempt: the issuer's word, or the bank's page."""
    if method.type != "card":
        return _attempt_other(work, intent, method, vaulted, given)
    options = (intent.payment_method_options or {}).get("card") or {}
    aside = said_aside(work, intent.id, given)
    how = replace(
        attempt_with(method, vaulted),
        authenticated_elsewhere=aside.three_d_secure is not None,
        moto=aside.moto,
        setting_up=True,
        asks_for_challenge=options.get("request_three_d_secure") in ("any", "challenge"),
    )
    card = behind(vaulted.number)
    verdict = _judged(card, how)
    checks = issuer.checks(card, how)
    if verdict.outcome == "challenge":
        action = challenges.of_card(work, intent, card, given)
        return _challenged(work, intent, method, action)
    method = work.keep(checked(method, checks))
    secured = None
    if aside.three_d_secure:
        secured = imported_for_later(aside.three_d_secure, card)
    elif how.asks_for_challenge and not aside.moto:
        secured = challenges.spared(work, card)
    attempt = setup_attempts.begun(work, intent, method, three_d_secure=secured, moto=aside.moto)
    if verdict.decline is not None:
        _fail(work, intent, method, attempt, verdict.decline)
    return _succeed(work, intent, method, attempt, given)


def _judged(card: TestCard, how: Attempt) -> Verdict:
    """The issuer's word on saving a card: it minds less than when it is charged.

    Nobody is asked about a card that was told by mail or by telephone.
    """
    if how.moto:
        card = replace(card, authentication="never")
    charges_decline = card.decline is not None and card.attaches
    return issuer.judge(replace(card, decline=None) if charges_decline else card, how)


def _attempt_other(
    work: Work,
    intent: SetupIntent,
    method: PaymentMethod,
    vaulted: Vaulted,
    given: dict[str, Any],
) -> SetupIntent:
    """The same for what is no card: debits by mandate, all else by a page.

    Raises:
        MANDATE_NEEDED, REDIRECT_NEEDS_RETURN_URL
    """
    kind = method.type
    mandates.needed(work, intent, method, given.get("mandate_data"), keeps=True)
    if kind in bank_methods.DEBITS:
        if kind in bank_methods.VERIFIED_BY_MICRODEPOSIT and not vaulted.verified:
            arrives_at = work.now + bank_methods.MICRODEPOSIT_AFTER
            action = challenges.of_microdeposits(work, intent, arrives_at)
            intent = _with_mandate(work, intent, method, given)
            return _challenged(work, intent, method, action)
    elif kind in apps.BY_MANDATE:
        return _asked_in_app(work, intent, method, given)
    elif kind not in bank_methods.AT_ONCE:
        if not (return_url := given.get("return_url")):
            raise errors.REDIRECT_NEEDS_RETURN_URL(noun="SetupIntent", type=kind)
        action = challenges.of_redirect(work, intent, kind, return_url)
        intent = _with_mandate(work, intent, method, given)
        return _challenged(work, intent, method, action)
    return _succeed(work, intent, method, setup_attempts.begun(work, intent, method), given)


def _asked_in_app(
    work: Work, intent: SetupIntent, method: PaymentMethod, given: dict[str, Any]
) -> SetupIntent:
    """The payer is told in an app of the mandate, and answers there.

    That the `next_action` is called as a PaymentIntent's is inferred.

    Source: Stripe docs, "Set up future PayTo payments".
    """
    said = given.get("mandate_data")
    mandate = mandates.asked(work, method, said, intent=intent, single_use=_once(work, intent))
    work.schedule(work.now + apps.payer_of(method).after, "app_answers_setup", intent.id)
    return _challenged(work, _named(intent, mandate), method, showing.awaited(method))


@due("app_answers_setup")
def app_answers_setup(work: Work, id: str) -> None:
    """In test mode the payer answers as the PayID says; who cannot pay agrees nevertheless."""
    intent = work.find(SetupIntent, id)
    if intent is None or intent.status != "requires_action" or intent.payment_method is None:
        return
    method = work.load(PaymentMethod, intent.payment_method)
    if method.type in apps.BY_MANDATE:
        payer = apps.payer_of(method)
        agrees = payer.code is None or payer.settles_after is not None
        authenticate(work, intent, passed=agrees)


def _challenged(
    work: Work, intent: SetupIntent, method: PaymentMethod, action: dict[str, Any]
) -> SetupIntent:
    attempt = setup_attempts.begun(work, intent, method)
    work.keep(attempts.ended(attempt, "challenged"))
    after = states.challenged(intent, action, attempt.id)
    work.post("setup_intent.requires_action", after)
    return work.keep(after)


def _fail(
    work: Work,
    intent: SetupIntent,
    method: PaymentMethod,
    attempt: SetupAttempt,
    refusal: Decline,
) -> None:
    """A decline.

    Raises:
        CARD_DECLINED: always; what was done is kept.
    """
    if method.customer is None:
        consume(work, method)
    members = declined(refusal, payment_method=method).members(work.version)
    work.keep(attempts.ended(attempt, "failed", members))
    after = work.keep(states.failed(intent, members, attempt.id))
    work.post("setup_intent.setup_failed", after)
    refused = declined(refusal, payment_method=method, setup_intent=after)
    refused.keeps = True
    raise refused


def _with_mandate(
    work: Work, intent: SetupIntent, method: PaymentMethod, given: dict[str, Any]
) -> SetupIntent:
    said = given.get("mandate_data")
    mandate = mandates.agreed(work, method, said, intent=intent, single_use=_once(work, intent))
    return intent if mandate is None else _named(intent, mandate)


def _once(work: Work, intent: SetupIntent) -> dict[str, Any] | None:
    """Amount and currency of the one payment that is set up; None where more are to follow."""
    dossier = work.find(Dossier, intent.id)
    return dossier.single_use if dossier is not None else None


def _named(intent: SetupIntent, mandate: Mandate) -> SetupIntent:
    if mandate.type == "single_use":
        return replace(intent, single_use_mandate=mandate.id)
    return replace(intent, mandate=mandate.id)


def _succeed(
    work: Work,
    intent: SetupIntent,
    method: PaymentMethod,
    attempt: SetupAttempt,
    given: dict[str, Any],
) -> SetupIntent:
    """It can be used from now on: by its Customer for ever, by nobody where there is none."""
    vaulted = work.find(Vaulted, method.id) or Vaulted(id=method.id, number="")
    work.keep(replace(vaulted, set_up=True, verified=True))
    if method.type in GENERATING:
        left_behind(work, method, intent.customer)
        kind, about = method.type, attempt.payment_method_details
        shown = about[kind] | named(work, method, setup_attempt=attempt.id)
        attempt = replace(attempt, payment_method_details=about | {kind: shown})
        consume(work, method)
    elif method.customer is None and intent.customer is not None:
        method = work.keep(attached(method, intent.customer))
        work.post("payment_method.attached", method)
    elif method.customer is None:
        consume(work, method)
    intent = _with_mandate(work, intent, method, given)
    work.keep(attempts.ended(attempt, "succeeded"))
    after = work.keep(states.succeeded(intent, attempt.id))
    work.post("setup_intent.succeeded", after)
    tell_set_up(work, after)
    return after


def tell_set_up(work: Work, intent: SetupIntent) -> None:
    """Tell those who wait for this intent that it succeeded."""
    for told in ON_SET_UP:
        told(work, intent)


def authenticate(work: Work, intent: SetupIntent, *, passed: bool) -> SetupIntent:
    """What the payer did in the challenge, or on the bank's page."""
    assert intent.payment_method is not None
    assert intent.latest_attempt is not None
    method = work.load(PaymentMethod, intent.payment_method)
    attempt = work.load(SetupAttempt, intent.latest_attempt)
    if isinstance(method.card, Card):
        if passed:
            vaulted = work.load(Vaulted, method.id)
            checks = issuer.checks(behind(vaulted.number), attempt_with(method, vaulted))
            method = work.keep(checked(method, checks))
        details = setup_attempts.details_of(method, challenges.ended(work, well=passed))
        attempt = replace(attempt, payment_method_details=details)
    if passed:
        if method.type in apps.BY_MANDATE:
            apps.agreed(work, method)
        return _succeed(work, intent, method, attempt, {})
    work.keep(attempt)
    mandates.answered(work, method.id, agrees=False)
    return fail_challenge(work, intent, _said_of(method))


def _said_of(method: PaymentMethod) -> dict[str, Any]:
    """What `last_setup_error` tells of who did not agree: in an app as of a payment, inferred."""
    if method.type not in apps.BY_MANDATE:
        return errors.SETUP_AUTHENTICATION_FAILED().members("9999")
    payer = apps.payer_of(method)
    refusal = payer if payer.code is not None else REFUSES[method.type]
    return apps.said_of(refusal)


def fail_challenge(work: Work, intent: SetupIntent, said: dict[str, Any]) -> SetupIntent:
    """The intent whose payer did not do what was asked, or not well.

    Args:
        said: what the error says of it.
    """
    assert intent.payment_method is not None
    assert intent.latest_attempt is not None
    method = work.load(PaymentMethod, intent.payment_method)
    attempt = work.load(SetupAttempt, intent.latest_attempt)
    error = dict(sorted((said | {"payment_method": method}).items()))
    if method.customer is None:
        consume(work, method)
    work.keep(attempts.ended(attempt, "failed", error))
    after = states.failed(intent, error, attempt.id)
    work.post("setup_intent.setup_failed", after)
    return work.keep(after)


def abandon(work: Work, intent: SetupIntent) -> None:
    """Note on the attempt that was under way that nothing will come of it."""
    if intent.latest_attempt is not None:
        attempt = work.load(SetupAttempt, intent.latest_attempt)
        work.keep(attempts.ended(attempt, "abandoned", attempt.setup_error))
