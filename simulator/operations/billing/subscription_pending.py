"""Updates that wait until they are paid for: `payment_behavior=pending_if_incomplete`.

The Subscription stays as it was, and shows what it will be; once the update's invoice is paid, it
is so. What nobody pays for in time is given up, and its invoice voided.

Unlike Stripe: only a change of items waits, and does not begin a cycle anew by itself; one that is
asked for begins whether it is paid for or not, and parameters that Stripe refuses beside
`pending_if_incomplete` wait with the items.

Source: Stripe docs, "Pending updates"; the order of the events is inferred.
"""

from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.errors import StripeError
from simulator.operations.billing import invoice_paying
from simulator.operations.billing import subscription_rules as rules
from simulator.operations.billing.invoice_closing import voided
from simulator.operations.billing.invoice_collecting import Collecting
from simulator.operations.billing.invoice_payer import payer
from simulator.operations.billing.subscription_changing import changed
from simulator.operations.billing.subscription_items import changed_items, listed_items
from simulator.operations.billing.subscription_prorating import billed_alone, prorated
from simulator.operations.billing.subscription_renewing import work_items
from simulator.operations.billing.subscription_telling import tell_updated
from simulator.resources.invoice import Invoice, subscription_of
from simulator.resources.subscription import (
    ENDED,
    FIRST_PAYMENT_WITHIN,
    Subscription,
    SubscriptionItem,
    WaitingUpdate,
    payment_options,
)
from simulator.work import Work

Hash = dict[str, Any]
ALREADY_BILLED: Final[Hash] = {
    "payment_behavior": "allow_incomplete",
    "proration_behavior": "none",
}
"""What is said of a change that has an invoice already."""
NOT_BY_ITSELF: Final[Hash] = {"billing_cycle_anchor": "unchanged"}
"""So that its prices do not begin the cycle anew, and bill it twice."""


def updated(work: Work, before: Subscription, given: Hash) -> Subscription:
    """The Subscription with what these parameters say, or with the update that waits.

    Raises:
        those of `subscription_changing.changed`; PRORATION_OUTSIDE_PERIOD, SCHEDULE_DECIDES,
        SUBSCRIPTION_INCOMPLETE, SUBSCRIPTION_PAUSED
    """
    rules.check_status(before, given)
    if before.schedule is not None and ("cancel_at" in given or "cancel_at_period_end" in given):
        raise errors.SCHEDULE_DECIDES(schedule=before.schedule)
    if before.pending_update is not None and given.get("items"):
        before = _given_up(work, before)
    waits = given.get("payment_behavior") == "pending_if_incomplete" and given.get("items")
    if not waits or given.get("proration_behavior") != "always_invoice":
        return changed(work, before, given)
    rules.check_living(before, given)
    rules.check_asked(work, given)
    old = work_items(work, before)
    new = changed_items(work, before, given["items"])
    rules.check_items(new, before.billing_mode, old)
    after = replace(before, items=listed_items(before.id, new))
    owed = prorated(work, before, after, given)
    invoice = billed_alone(work, before, owed) if owed else None
    if invoice is not None:
        work.keep(replace(before, latest_invoice=invoice.id))
        invoice = _tried(work, before, invoice, Collecting.asked(given))
        before = work.load(Subscription, before.id)  # What it owed may be paid with this.
    _restore(work, old, new)
    if invoice is None or invoice.status == "paid":
        return changed(work, before, NOT_BY_ITSELF | given | ALREADY_BILLED)
    return _held_back(work, before, given, invoice, new)


def _held_back(
    work: Work, before: Subscription, given: Hash, invoice: Invoice, new: list[SubscriptionItem]
) -> Subscription:
    """The Subscription as it was, with what it will be once the invoice is paid."""
    expires = work.now + FIRST_PAYMENT_WITHIN
    work.keep(WaitingUpdate(id=before.id, given=given, invoice=invoice.id))
    work.schedule(expires, "pending_update_expires", before.id)
    shown = {
        "billing_cycle_anchor": None,
        "cancel_at_period_end": None,
        "discount": None,
        "discounts": None,
        "expires_at": expires,
        "metadata": None,
        "subscription_items": [msgspec.to_builtins(item) for item in new],
        "trial_end": None,
        "trial_from_plan": None,
    }
    return tell_updated(work, work.keep(replace(before, pending_update=shown)))


def _tried(work: Work, before: Subscription, invoice: Invoice, how: Collecting) -> Invoice:
    """The invoice after one attempt to pay it, of which the Subscription itself hears nothing."""
    if invoice.status == "paid" or invoice.collection_method != "charge_automatically":
        return invoice
    options = payment_options(before)
    intent = invoice_paying.open_intent(
        work, invoice, description="Subscription update", payment_method_options=options
    )
    method = payer(work, invoice)
    try:
        invoice_paying.charge(work, invoice, intent, method, off_session=how.off_session)
    except StripeError as refusal:
        if not refusal.keeps:
            invoice_paying.payment_failed(work, invoice, {})
    return work.load(Invoice, invoice.id)


def _restore(work: Work, old: list[SubscriptionItem], new: list[SubscriptionItem]) -> None:
    """The items as they were."""
    for item in new:
        work.drop(item)
    for item in old:
        work.keep(item)


def applied(work: Work, invoice: Invoice) -> None:
    """What an update waited for is paid: the Subscription is now as it says."""
    id = subscription_of(invoice) or ""
    waiting, before = work.find(WaitingUpdate, id), work.find(Subscription, id)
    if waiting is None or before is None or waiting.invoice != invoice.id:
        return
    _forget(work, waiting)
    before = replace(before, pending_update=None)
    after = changed(work, before, NOT_BY_ITSELF | waiting.given | ALREADY_BILLED)
    work.post("customer.subscription.pending_update_applied", after)


invoice_paying.ON_PAID.append(applied)


@due("pending_update_expires")
def expires(work: Work, id: str) -> None:
    """Nobody has paid for an update in time."""
    before = work.find(Subscription, id)
    if before is not None and before.status not in ENDED and before.pending_update is not None:
        after = _given_up(work, before)
        work.post("customer.subscription.pending_update_expired", after)


def _given_up(work: Work, before: Subscription) -> Subscription:
    """The Subscription without the update that waited; kept, and its invoice voided."""
    after = work.keep(replace(before, pending_update=None))
    if (waiting := work.find(WaitingUpdate, before.id)) is not None:
        _forget(work, waiting)
        invoice = work.find(Invoice, waiting.invoice)
        if invoice is not None and invoice.status == "open":
            voided(work, invoice)
    return after


def _forget(work: Work, waiting: WaitingUpdate) -> None:
    work.drop(waiting)
    work.call_off("pending_update_expires", waiting.id)
