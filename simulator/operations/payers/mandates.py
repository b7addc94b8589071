"""Mandates: made where a payer agreed to be charged later, and read.

Source: API reference, "Mandates"; "Create a SetupIntent" (mandate_data).
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.payers.mandate_details import details_of
from simulator.resources.mandate import Mandate
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod, by_type
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.source import Source
from simulator.work import Work

NEEDING: Final = frozenset({"acss_debit", "bacs_debit", "sepa_debit", "us_bank_account"})
"""Types that cannot be debited without a mandate."""
WITH_TERMS: Final = frozenset({"acss_debit"})
"""Types whose mandates say how often, and whose account, is debited."""
KEPT_BY_MANDATE: Final = frozenset({"amazon_pay", "cashapp", "klarna", "paypal", "revolut_pay"})
"""Types that cannot be kept for later without one.

Klarna has been seen refused; the others are inferred from the page of each, which sends
`mandate_data`.
"""


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

    Args:
        intent: what it is made for.
        single_use: amount and currency of a mandate for one payment alone.
    """
    acceptance = (given or {}).get("customer_acceptance")
    if not acceptance:
        return None
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
            work.keep(replace(mandate, status="inactive"))


def revoked(work: Work, payment_method: str) -> None:
    """The payer has taken the money back, and with it the word; or the bank says that none holds.

    Source: Stripe docs, "Accept an ACH Direct Debit payment" (resolve disputes), "Accept an
    Australia BECS Direct Debit payment" (test your integration).
    """
    for before in _active(work, payment_method):
        after = work.keep(replace(before, status="inactive"))
        work.post("mandate.updated", after, before=before)


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
    source = work.find(Source, method.id)
    if source is not None and isinstance(source.sepa_debit, dict):
        return  # Its mandate came with it: `mandate_reference`.
    noun = "PaymentIntent" if isinstance(intent, PaymentIntent) else "SetupIntent"
    raise errors.MANDATE_NEEDED(noun=noun, keeps=True, more={intent.KIND: work.keep(intent)})
