"""What payments looked like before: PaymentIntents, Charges and Refunds.

Source: Stripe docs, "API upgrades", where a version is named; else recorded answers.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from simulator.resources.charge import Charge
from simulator.resources.refund import Refund
from simulator.wire.versions import change, step_back

if TYPE_CHECKING:
    from simulator.work import Work

Document = dict[str, Any]


@change("2026-08-26.dahlia", "payment_intent")
def no_payment_record(_: "Work", intent: Document, __: str) -> None:
    """payment_record came in 2026-08; so did the type of the PaymentMethod in the last error."""
    intent.pop("payment_record", None)
    if isinstance(error := intent.get("last_payment_error"), dict):
        error.pop("payment_method_type", None)


@change("2026-03-25.dahlia", "refund")
def nobody_on_refunds(_: "Work", refund: Document, __: str) -> None:
    """Whose Refund it is, and of which PaymentMethod, is not said in answers of clover."""
    for name in ("customer", "customer_account", "payment_method"):
        refund.pop(name, None)


@change("2025-03-31.basil", "payment_intent", "charge")
def invoice_on_payments(_: "Work", payment: Document, __: str) -> None:
    """Until basil, a payment named the invoice that it paid."""
    payment.setdefault("invoice", None)


@change("2025-03-31.basil", "charge")
def amount_updates_on_charges(_: "Work", charge: Document, __: str) -> None:
    """Recorded in 2020-08-27 and 2023-10-16, and no more in 2025."""
    charge.setdefault("amount_updates", [])


@change("2025-03-31.basil", "balance")
def no_prefunding(_: "Work", balance: Document, __: str) -> None:
    """Prefunding for refunds is not in answers of 2025-02; in those of 2026 it is."""
    balance.pop("refund_and_dispute_prefunding", None)


@change("2024-04-10", "application_fee")
def no_fee_source(_: "Work", fee: Document, __: str) -> None:
    """What a fee was taken from is not said in answers of 2023; in those of 2025 it is."""
    fee.pop("fee_source", None)


@change("2022-11-15", "payment_intent")
def charges_instead_of_latest_charge(work: "Work", intent: Document, version: str) -> None:
    """Until 2022-11-15, an intent carried the list of its charges, the newest first."""
    found = list(work.where(Charge, "payment_intent", intent["id"]))
    found.reverse()
    intent["charges"] = {
        "object": "list",
        "data": [step_back(work, msgspec.to_builtins(charge), version) for charge in found],
        "has_more": False,
        "total_count": len(found),
        "url": f"/v1/charges?payment_intent={intent['id']}",
    }


@change("2022-11-15", "charge")
def refunds_always_there(work: "Work", charge: Document, _: str) -> None:
    """Until 2022-11-15, a charge came with its refunds, without being asked."""
    if "refunds" in charge:
        return
    found = list(work.where(Refund, "charge", charge["id"]))
    found.reverse()
    charge["refunds"] = {
        "object": "list",
        "data": [msgspec.to_builtins(refund) for refund in found],
        "has_more": False,
        "total_count": len(found),
        "url": f"/v1/charges/{charge['id']}/refunds",
    }
