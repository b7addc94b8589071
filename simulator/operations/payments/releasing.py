"""Letting go of money that is held: by cancelation, by a capture of less, or because time runs out.

Until basil this left a Refund behind, in the API version of the request; where Stripe acts by
itself, in that of the account. Since then nothing is said but that the hold is gone.

Unlike Stripe: the Refund of what a capture leaves over has no balance transaction, since the ledger
has one row for what was captured, in every version; and clients of basil and later see such a
charge as if it had been captured in their version.

Source: API reference, "Cancel a PaymentIntent"; Stripe docs, "Place a hold on a payment method",
"API changelog", 2025-03-31.basil ("Partially capturing or canceling payments no longer creates a
Refund"). The Refund without a balance transaction, and the order of the events, are recorded for
older versions.
"""

from collections.abc import Callable
from typing import Final

from simulator.resources import charge as charge_states
from simulator.resources.charge import Charge, LetGo
from simulator.resources.refund import Refund
from simulator.wire.legacy import BASIL
from simulator.wire.releases import NEWEST
from simulator.work import Work

EXPIRED: Final = "expired_uncaptured_charge"
"""The reason of the refund that an authorization leaves behind when it runs out."""
OnReleased = Callable[[Work, Charge], None]
ON_RELEASED: Final[list[OnReleased]] = []
"""Told when all of a hold was let go."""


def leaves_refund(work: Work) -> bool:
    """Whether what is let go of now counts as refunded."""
    version = work.version if work.version <= NEWEST else work.account.api_version
    return version < BASIL


def release(work: Work, before: Charge, reason: str | None, *, expiry: bool = False) -> Charge:
    """Let a hold go; no money moves, since none was taken."""
    counts = leaves_refund(work) and not before.amount_captured
    after = charge_states.released(before) if counts or before.amount_captured else before
    if not counts:
        work.keep(LetGo(id=before.id))
    else:
        work.keep(_refund_of(work, before, reason if reason != "abandoned" else None))
    if expiry:
        work.post("charge.expired", after)
    elif counts:
        work.post("charge.refunded", after, before=before)
    work.keep(after)
    for told in ON_RELEASED:
        told(work, after)
    return work.find(Charge, after.id) or after


def leave_over(work: Work, before: Charge, after: Charge) -> None:
    """What a capture did not take of a hold is let go.

    Args:
        before: as it was held.
        after: as it was captured.
    """
    rest = after.amount - after.amount_captured
    if rest <= 0 or not leaves_refund(work):
        return
    refund = work.keep(_refund_of(work, after, None, amount=rest))
    work.keep(LetGo(id=after.id, refund=refund.id))
    work.post("charge.refunded", after, before=before)


def void(work: Work, before: Charge, reason: str | None, metadata: dict[str, str]) -> Refund:
    """Release a legacy charge because somebody refunds it: the Refund is told of, as any is."""
    refund = work.keep(_refund_of(work, before, reason, metadata))
    after = charge_states.released(before)
    work.post("refund.created", refund)
    work.post("charge.refunded", work.keep(after), before=before)
    return refund


def _refund_of(
    work: Work,
    charge: Charge,
    reason: str | None,
    metadata: dict[str, str] | None = None,
    *,
    amount: int | None = None,
) -> Refund:
    """The Refund that a release is; nothing in the ledger stands behind it.

    Args:
        amount: None: all that was held.
    """
    return Refund(
        id=work.new_id("re", like=charge.id),
        amount=charge.amount if amount is None else amount,
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
