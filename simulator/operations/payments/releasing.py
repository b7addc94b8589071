"""Letting go of an authorization: by cancelation, or because its time has run out.

Source: API reference, "Cancel a PaymentIntent"; Stripe docs, "Place a hold on a payment method".
The Refund without a balance transaction, and the order of the events, are recorded for older
versions and inferred for the newest.
"""

from typing import Final

from simulator.resources import charge as charge_states
from simulator.resources.charge import Charge
from simulator.resources.refund import Refund
from simulator.work import Work

EXPIRED: Final = "expired_uncaptured_charge"
"""The reason of the refund that an authorization leaves behind when it runs out."""


def release(work: Work, before: Charge, reason: str | None, *, expiry: bool = False) -> Charge:
    """Mark the charge as refunded; no money moves, since none was taken."""
    after = charge_states.released(before)
    if before.amount_captured:  # What several captures left over goes without a refund; inferred.
        if expiry:
            work.post("charge.expired", after)
        return work.keep(after)
    work.keep(_refund_of(work, before, reason if reason != "abandoned" else None))
    if expiry:
        work.post("charge.expired", after)
    else:
        work.post("charge.refunded", after, before=before)
    return work.keep(after)


def void(work: Work, before: Charge, reason: str | None, metadata: dict[str, str]) -> Refund:
    """Release a legacy charge because somebody refunds it: the Refund is told of, as any is."""
    refund = work.keep(_refund_of(work, before, reason, metadata))
    after = charge_states.released(before)
    work.post("refund.created", refund)
    work.post("charge.refunded", work.keep(after), before=before)
    return refund


def _refund_of(
    work: Work, charge: Charge, reason: str | None, metadata: dict[str, str] | None = None
) -> Refund:
    """The Refund that a release is; nothing in the ledger stands behind it."""
    return Refund(
        id=work.new_id("re", like=charge.id),
        amount=charge.amount,
        charge=charge.id,
        created=work.now,
        currency=charge.currency,
        customer=charge.customer,
        metadata=metadata or {},
        payment_intent=charge.payment_intent,
        payment_method=charge.payment_method,
        reason=reason,
        status="succeeded",
    )
