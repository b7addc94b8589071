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
    work.keep(
        Refund(
            id=work.new_id("re", like=before.id),
            amount=before.amount,
            charge=before.id,
            created=work.now,
            currency=before.currency,
            customer=before.customer,
            metadata={},
            payment_intent=before.payment_intent,
            payment_method=before.payment_method,
            reason=reason if reason != "abandoned" else None,
            status="succeeded",
        )
    )
    if expiry:
        work.post("charge.expired", after)
    else:
        work.post("charge.refunded", after, before=before)
    return work.keep(after)
