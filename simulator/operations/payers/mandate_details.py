"""`payment_method_details` of a Mandate: what it says of the kind of PaymentMethod that it is for.

Source: API reference, "The Mandate object" (payment_method_details). That terms are those of
`payment_method_options`, and which stand where none were given, is inferred.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from simulator.work import Work

Hash = dict[str, Any]
Maker = Callable[[Work, Hash], Hash]


def details_of(work: Work, kind: str, options: Mapping[str, Any] | None) -> Hash:
    """What a mandate of this kind says.

    Args:
        options: `payment_method_options` of the intent that it is made for.
    """
    maker = MAKERS.get(kind)
    said = (options or {}).get(kind) or {}
    return {} if maker is None else maker(work, said.get("mandate_options") or {})


def _document(work: Work, kind: str, reference: str) -> str:
    return f"{work.account.world.hooks_url}/adapter/{kind}/file/{reference}"


def _reference(work: Work, terms: Hash, length: int) -> str:
    """Characters that are told apart, behind those with which the shop's references begin."""
    prefix: str = terms.get("reference_prefix") or ""
    return prefix + work.account.ids.any(length).upper()


def _sepa_debit(work: Work, terms: Hash) -> Hash:
    reference = _reference(work, terms, 16)
    return {"reference": reference, "url": _document(work, "sepa_debit", reference)}


def _bacs_debit(work: Work, terms: Hash) -> Hash:
    reference = _reference(work, terms, 8)
    return {
        "display_name": None,
        "network_status": "accepted",
        "reference": reference,
        "revocation_reason": None,
        "service_user_number": None,
        "url": _document(work, "bacs_debit", reference),
    }


def _au_becs_debit(work: Work, _: Hash) -> Hash:
    reference = work.account.ids.any(16).upper()
    return {"url": _document(work, "au_becs_debit", reference)}


def _acss_debit(_: Work, terms: Hash) -> Hash:
    usual = {"payment_schedule": "sporadic", "transaction_type": "personal"}
    told = {name: value for name, value in terms.items() if name in ACSS_TERMS and value}
    return dict(sorted(({"interval_description": None} | usual | told).items()))


def _payto(_: Work, terms: Hash) -> Hash:
    unsaid: Hash = dict.fromkeys(PAYTO_TERMS)
    return unsaid | {"amount_type": "maximum", "payment_schedule": "adhoc"} | terms


def _blik(_: Work, terms: Hash) -> Hash:
    return {"expires_at": terms.get("expires_at"), "type": "off_session"}


def _paypal(_: Work, __: Hash) -> Hash:
    return {"billing_agreement_id": None, "payer_id": None}


ACSS_TERMS: Final = ("default_for", "interval_description", "payment_schedule", "transaction_type")
PAYTO_TERMS: Final = (
    "amount",
    "amount_type",
    "end_date",
    "payment_schedule",
    "payments_per_period",
    "purpose",
    "start_date",
)
MAKERS: Final[Mapping[str, Maker]] = {
    "acss_debit": _acss_debit,
    "au_becs_debit": _au_becs_debit,
    "bacs_debit": _bacs_debit,
    "blik": _blik,
    "paypal": _paypal,
    "payto": _payto,
    "sepa_debit": _sepa_debit,
}
"""By kind; what a mandate says of others is empty."""
