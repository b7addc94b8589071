"""Mandates: made where a payer agreed to be charged later, and read.

Source: API reference, "Mandates"; "Create a SetupIntent" (mandate_data).
"""

from typing import Any, Final

from simulator import errors
from simulator.resources.mandate import Mandate
from simulator.resources.payment_method import PaymentMethod, by_type
from simulator.resources.source import Source
from simulator.work import Work

NEEDING: Final = frozenset({"acss_debit", "bacs_debit", "sepa_debit", "us_bank_account"})
"""Types that cannot be debited without a mandate."""


def retrieve(work: Work) -> Mandate:
    """GET /v1/mandates/{mandate}"""
    return work.load(Mandate, work.path["mandate"], "mandate")


def agreed(
    work: Work,
    method: PaymentMethod,
    given: dict[str, Any] | None,
    *,
    single_use: dict[str, Any] | None = None,
) -> Mandate | None:
    """The mandate of `mandate_data`, kept; None where the payer was not asked.

    Args:
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
    return work.keep(
        Mandate(
            id=work.new_id("mandate"),
            customer_acceptance=dict(sorted(shown.items())),
            livemode=work.account.livemode,
            payment_method=method.id,
            payment_method_details=by_type(method.type, _details(work, method.type)),
            type="single_use" if single_use is not None else "multi_use",
            **hash_,
        )
    )


def _details(work: Work, kind: str) -> dict[str, Any]:
    """What a mandate says of its kind of PaymentMethod."""
    chance = work.account.ids
    match kind:
        case "sepa_debit":
            reference = chance.any(16).upper()
            return {
                "reference": reference,
                "url": f"{work.account.world.hooks_url}/adapter/sepa_debit/file/{reference}",
            }
        case "bacs_debit":
            reference = chance.any(8).upper()
            return {
                "display_name": None,
                "network_status": "accepted",
                "reference": reference,
                "revocation_reason": None,
                "service_user_number": None,
                "url": f"{work.account.world.hooks_url}/adapter/bacs_debit/file/{reference}",
            }
        case _:
            return {}


def needed(work: Work, method: PaymentMethod, given: dict[str, Any] | None, noun: str) -> None:
    """Refuse to debit an account whose owner has not agreed.

    Args:
        given: `mandate_data`.
        noun: `PaymentIntent` or `SetupIntent`, for the refusal.

    Raises:
        MANDATE_NEEDED, SETUP_MANDATE_NEEDED
    """
    if method.type not in NEEDING or given or work.publishable:
        return
    source = work.find(Source, method.id)
    if source is not None and isinstance(source.sepa_debit, dict):
        return  # Its mandate came with it: `mandate_reference`.
    for mandate in work.where(Mandate, "payment_method", method.id):
        if mandate.status == "active":
            return
    row = errors.SETUP_MANDATE_NEEDED if noun == "SetupIntent" else errors.MANDATE_NEEDED
    raise row(noun=noun)
