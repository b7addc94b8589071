"""What payments looked like before: PaymentIntents, Charges, Refunds and SetupAttempts.

Source: Stripe docs, "API upgrades", where a version is named; else recorded answers.
"""

from collections.abc import Iterable
from typing import Any, Final

from simulator import errors
from simulator.resources.charge import Charge
from simulator.resources.invoice import InvoicePayment
from simulator.resources.refund import Refund
from simulator.wire.versions import change, whole_list
from simulator.work import Work

Document = dict[str, Any]
GIVEN_BACK_AGAIN: Final = ("failed", "canceled")
"""The statuses of refunds whose money is the shop's again."""


@change("2026-08-26.dahlia", "payment_intent")
def no_payment_record(_: Work, intent: Document, __: str) -> None:
    """payment_record came in 2026-08; so did the type of the PaymentMethod in the last error."""
    intent.pop("payment_record", None)
    if isinstance(error := intent.get("last_payment_error"), dict):
        error.pop("payment_method_type", None)


@change("2026-04-22.dahlia", "setup_attempt")
def not_told_by_telephone(_: Work, attempt: Document, __: str) -> None:
    """Whether a card was told by mail or by telephone came to SetupAttempts in 2026-04."""
    attempt["payment_method_details"].get("card", {}).pop("moto", None)


@change("2026-03-25.dahlia", "refund")
def nobody_on_refunds(_: Work, refund: Document, __: str) -> None:
    """Whose Refund it is, and of which PaymentMethod, is not said in answers of clover."""
    for name in ("customer", "customer_account", "payment_method"):
        refund.pop(name, None)


@change("2025-03-31.basil", "payment_intent")
def no_order_of_stripes_own(_: Work, intent: Document, __: str) -> None:
    """What Stripe itself says of an intent's order, an invoice or a Session, is posted in basil.

    That it came with that version, which took `invoice` away, is inferred.
    """
    details = intent.get("payment_details")
    if details and str(details.get("order_reference") or "").startswith(("cs_", "in_")):
        del intent["payment_details"]


@change("2025-03-31.basil", "payment_intent", "charge")
def invoice_on_payments(work: Work, payment: Document, __: str) -> None:
    """Until basil, a payment named the invoice that it pays."""
    intent = payment["id" if payment["object"] == "payment_intent" else "payment_intent"]
    intent = intent["id"] if isinstance(intent, dict) else intent
    pays = next(work.where(InvoicePayment, "intent", intent), None) if intent else None
    payment["invoice"] = None if pays is None else pays.invoice


@change("2025-03-31.basil", "charge")
def amount_updates_on_charges(_: Work, charge: Document, __: str) -> None:
    """Recorded in 2020-08-27 and 2023-10-16, and no more in 2025; never where a platform charged.

    Unlike Stripe: every account has them, while bodies of others of that time lack them, too.
    """
    if charge["application"] is None:
        charge.setdefault("amount_updates", [])


@change("2025-03-31.basil", "balance")
def no_prefunding(_: Work, balance: Document, __: str) -> None:
    """Prefunding for refunds is not in answers of 2025-02; in those of 2026 it is."""
    balance.pop("refund_and_dispute_prefunding", None)


@change("2023-08-16", "payment_intent")
def klarna_says_no_more(_: Work, intent: Document, __: str) -> None:
    """Why a payment with Klarna failed is told since 2023-08-16; what was said before is inferred.

    Source: changelog, "Adds specific error codes for failed Klarna payments".
    """
    error = intent.get("last_payment_error")
    if isinstance(error, dict) and (error.get("payment_method") or {}).get("type") == "klarna":
        intent["last_payment_error"] = dict(
            sorted((error | errors.AUTHENTICATION_FAILED().members("9999")).items())
        )


@change("2022-11-15", "payment_intent")
def charges_instead_of_latest_charge(work: Work, intent: Document, version: str) -> None:
    """Until 2022-11-15, an intent carried the list of its charges, the newest first.

    An event shows the intent as it was: charges after its latest one were not there yet.
    """
    found = list(work.where(Charge, "payment_intent", intent["id"]))
    ids = [charge.id for charge in found]
    latest = _id_of(intent["latest_charge"])
    found = found[: ids.index(latest) + 1] if latest in ids else []
    url = f"/v1/charges?payment_intent={intent['id']}"
    intent["charges"] = whole_list(work, found, url, version)


@change("2022-11-15", "charge")
def refunds_always_there(work: Work, charge: Document, version: str) -> None:
    """Until 2022-11-15, a charge came with its refunds, without being asked.

    An event shows the charge as it was: refunds beyond what it was refunded were not there yet.
    """
    if "refunds" in charge:
        return
    found = _made_by_then(work.where(Refund, "charge", charge["id"]), charge["amount_refunded"])
    charge["refunds"] = whole_list(work, found, f"/v1/charges/{charge['id']}/refunds", version)


def _id_of(reference: Any) -> Any:
    """The id of what a field refers to, which may have been expanded."""
    return reference["id"] if isinstance(reference, dict) else reference


def _made_by_then(refunds: Iterable[Refund], amount_refunded: int) -> list[Refund]:
    """The refunds, the oldest first, that a charge had when this much of it was given back.

    Those that failed since count for nothing, and are there with those that came before them.
    """
    found: list[Refund] = []
    for refund in refunds:
        if refund.status not in GIVEN_BACK_AGAIN:
            amount_refunded -= refund.amount
        if amount_refunded < 0:
            break
        found.append(refund)
    return found
