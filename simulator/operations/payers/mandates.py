"""Mandates: made where a payer agreed to be charged later, and read.

Source: API reference, "Mandates"; "Create a SetupIntent" (mandate_data).
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET

from simulator import errors
from simulator.instruments import bank_accounts
from simulator.operations.payers.mandate_details import details_of
from simulator.resources.mandate import Mandate, Move, Status, moved
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod, Vaulted, by_type
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.source import Source
from simulator.work import Work

NEEDING: Final = frozenset({"acss_debit", "bacs_debit", "sepa_debit", "us_bank_account"})
"""Types that cannot be debited without a mandate."""
WITH_TERMS: Final = frozenset({"acss_debit"})
"""Types whose mandates say how often, and whose account, is debited."""
KEPT_ANEW: Final = frozenset({"sepa_debit"})
"""Types whose owner agrees again where a payment keeps them, though a mandate is known."""
KEPT_BY_MANDATE: Final = frozenset({"amazon_pay", "cashapp", "klarna", "paypal", "revolut_pay"})
"""Types that cannot be kept for later without one.

Klarna has been seen refused; the others are inferred from the page of each, which sends
`mandate_data`.
"""
UNSAID: Final[Mapping[str, Any]] = {"type": "offline"}
"""How a payer has agreed in an app of the bank's where the shop says nothing of it; inferred."""


def retrieve(work: Work) -> Mandate:
    """GET /v1/mandates/{mandate}"""
    return work.load(Mandate, work.path["mandate"], "mandate")


def agreed(
    work: Work,
    method: PaymentMethod,
    given: dict[str, Any] | None,
    *,
    intent: PaymentIntent | SetupIntent | None = None,
    single_use: dict[str, Any] | None = None,
) -> Mandate | None:
    """The mandate of `mandate_data`, kept; None where the payer was not asked.

    The bank of one test account refuses it at once; that the news comes before all that follows
    from it is inferred.

    Args:
        intent: what it is made for.
        single_use: amount and currency of a mandate for one payment alone.

    Source: Stripe docs, "Bacs Direct Debit payments" (test your integration).
    """
    acceptance = (given or {}).get("customer_acceptance")
    if not acceptance:
        return None
    made = _made(work, method, acceptance, "active", intent=intent, single_use=single_use)
    vaulted = work.find(Vaulted, method.id)
    if vaulted is not None and bank_accounts.behind(vaulted.number).refuses_mandate:
        return _told(work, made, "refused")
    return made


def asked(
    work: Work,
    method: PaymentMethod,
    given: dict[str, Any] | None,
    *,
    intent: PaymentIntent | SetupIntent,
    single_use: dict[str, Any] | None = None,
) -> Mandate:
    """The mandate to which the payer is asked to agree in an app of the bank's, kept.

    Source: Stripe docs, "PayTo payments".
    """
    acceptance = (given or {}).get("customer_acceptance") or UNSAID
    return _made(work, method, acceptance, "pending", intent=intent, single_use=single_use)


def _made(
    work: Work,
    method: PaymentMethod,
    acceptance: Mapping[str, Any],
    status: Status,
    *,
    intent: PaymentIntent | SetupIntent | None,
    single_use: dict[str, Any] | None,
) -> Mandate:
    kind = acceptance["type"]
    shown = {
        "accepted_at": acceptance.get("accepted_at") or work.now,
        kind: acceptance.get(kind) or {},
        "type": kind,
    }
    hash_: dict[str, Any] = (
        {"single_use": dict(single_use)} if single_use is not None else {"multi_use": {}}
    )
    options = intent.payment_method_options if intent is not None else None
    return work.keep(
        Mandate(
            id=work.new_id("mandate"),
            customer_acceptance=dict(sorted(shown.items())),
            livemode=work.account.livemode,
            on_behalf_of=(intent.on_behalf_of if intent is not None else None) or UNSET,
            payment_method=method.id,
            payment_method_details=by_type(method.type, details_of(work, method.type, options)),
            status=status,
            type="single_use" if single_use is not None else "multi_use",
            **hash_,
        )
    )


def lacks_terms(kind: str, options: Mapping[str, Any] | None) -> bool:
    """Whether nothing is said of how often, and whose, an account of this kind is debited.

    Args:
        options: `payment_method_options`.
    """
    said = (options or {}).get(kind) or {}
    return kind in WITH_TERMS and not said.get("mandate_options")


def check_named(intent: PaymentIntent, method: PaymentMethod, mandate: Mandate) -> None:
    """Refuse to pay by a mandate that is over, or that is about something else.

    Raises:
        MANDATE_INVALID
    """
    if mandate.status != "active" or mandate.payment_method != method.id:
        raise errors.MANDATE_INVALID(more={"payment_intent": intent})


def used(work: Work, payment_method: str) -> None:
    """A payment was made: the payer's word holds no longer where it was for one alone.

    Source: API reference, "The Mandate object" (status). That no event tells of it is inferred.
    """
    for mandate in _active(work, payment_method):
        if mandate.type == "single_use":
            work.keep(moved(mandate, "used"))


def revoked(work: Work, payment_method: str, reason: str) -> None:
    """The payer has taken the money back, and with it the word; or the bank says that none holds.

    Args:
        reason: the failure code of the debit, or the reason of the dispute.

    Source: Stripe docs, "Accept an ACH Direct Debit payment" (resolve disputes), "Accept an
    Australia BECS Direct Debit payment" (test your integration).
    """
    for mandate in _active(work, payment_method):
        _told(work, mandate, "revoked", reason)


def answered(work: Work, payment_method: str, *, agrees: bool) -> None:
    """The payer has answered in the app to every mandate that waits for that."""
    for mandate in work.where(Mandate, "payment_method", payment_method):
        if mandate.status == "pending":
            _told(work, mandate, "agreed" if agrees else "refused")


def holds(work: Work, payment_method: str) -> bool:
    """Whether there is a mandate by which this PaymentMethod can be charged now."""
    return bool(_active(work, payment_method))


def _told(work: Work, before: Mandate, move: Move, reason: str | None = None) -> Mandate:
    """The mandate after this news, kept; its event is posted."""
    after = work.keep(moved(before, move, reason))
    work.post("mandate.updated", after, before=before)
    return after


def _active(work: Work, payment_method: str) -> list[Mandate]:
    found = work.where(Mandate, "payment_method", payment_method)
    return [mandate for mandate in found if mandate.status == "active"]


def needed(
    work: Work,
    intent: PaymentIntent | SetupIntent,
    method: PaymentMethod,
    given: dict[str, Any] | None,
    *,
    keeps: bool,
) -> None:
    """Refuse to debit an account whose owner has not agreed, or to keep it for later.

    The intent waits to be confirmed again, with the PaymentMethod that it was given.

    Args:
        given: `mandate_data`.
        keeps: whether the PaymentMethod is to be kept.

    Raises:
        MANDATE_NEEDED: what was done is kept.
        MANDATE_OPTIONS_NEEDED: quoted of Checkout Sessions; that an intent is refused in the same
            words, and once it is confirmed, is inferred.
    Source: Stripe docs, "Accept an ACH Direct Debit payment" (resolve disputes), "Accept a Canadian
        pre-authorized debit payment" (create a PaymentIntent).
    """
    known = bool(_active(work, method.id))
    if lacks_terms(method.type, intent.payment_method_options) and not known:
        raise errors.MANDATE_OPTIONS_NEEDED(type=method.type)
    first = keeps and method.customer is None
    asks = method.type in NEEDING or (first and method.type in KEPT_BY_MANDATE)
    if not asks or given or known or work.publishable:
        return
    if _came_with_mandate(work, method):
        return
    noun = "PaymentIntent" if isinstance(intent, PaymentIntent) else "SetupIntent"
    raise errors.MANDATE_NEEDED(noun=noun, keeps=True, more={intent.KIND: work.keep(intent)})


def needed_to_keep(
    work: Work, method: PaymentMethod, given: dict[str, Any], later: str | None
) -> None:
    """Refuse a payment that keeps an account whose owner does not agree to that with it.

    That naming a `mandate` will do is inferred.

    Args:
        given: the parameters of the confirmation.
        later: `setup_future_usage`.

    Raises:
        MANDATE_NEEDED_TO_KEEP
    """
    agrees = given.get("mandate_data") or given.get("mandate") or work.publishable
    if later and method.type in KEPT_ANEW and not agrees and not _came_with_mandate(work, method):
        raise errors.MANDATE_NEEDED_TO_KEEP(type=method.type, usage=later)


def _came_with_mandate(work: Work, method: PaymentMethod) -> bool:
    """Whether this is a Source of old, which is a mandate itself: `mandate_reference`."""
    source = work.find(Source, method.id)
    return source is not None and isinstance(source.sepa_debit, dict)
