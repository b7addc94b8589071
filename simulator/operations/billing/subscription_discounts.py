"""The Discounts of a Subscription: which invoices they are good for.

A coupon that is good once is spent by the first invoice that costs something, and only waits on the
Subscription while a trial lasts; one that repeats ends after its months.

Source: API reference, "Discounts", "Create a subscription" (discounts); Stripe docs, "Coupons".
"""

from typing import Any

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing.customer_discounts import inherited
from simulator.operations.billing.subscription_periods import months_later
from simulator.operations.selling import discounting, redeeming
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def asked(work: Work, subscription: Subscription, given: Hash) -> list[Any]:
    """The Discounts that a request puts on a Subscription; kept.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE
    """
    of_payer = given | {"customer": subscription.customer}
    coupon, code = redeeming.chosen(work, of_payer, currency=subscription.currency)
    if coupon is None:
        return []
    ends = None
    if coupon.duration == "repeating":
        ends = months_later(work.now, coupon.duration_in_months or 1)
    discount = discounting.made(
        work, coupon, code, customer=subscription.customer, subscription=subscription.id, end=ends
    )
    discounting.count(work, coupon, work.find_any("promotion_code", code) if code else None)
    work.post("customer.discount.created", discount)
    return [work.keep(discount)]


def rearranged(work: Work, before: Subscription, given: Hash) -> list[str]:
    """The ids of the Discounts after an update: what is sent takes the place of all there are.

    An empty array leaves them as they are, and what is emptied goes.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE, CODE_MAY_NEED_MORE
    """
    rows = given.get("discounts")
    if rows == []:
        return before.discounts
    kept = [row["discount"] for row in rows or () if row.get("discount") in before.discounts]
    new = [row for row in rows or () if not row.get("discount")]
    _check_no_minimum(work, [given, *new])
    made = asked(work, before, given | {"discounts": new})
    for id in before.discounts:
        if id not in kept:
            work.post("customer.discount.deleted", work.find_any("discount", id))
    return [*kept, *(discount.id for discount in made)]


def _check_no_minimum(work: Work, rows: list[Hash]) -> None:
    """Refuse a promotion code that asks for so much to be bought, since that may change.

    Raises:
        CODE_MAY_NEED_MORE
    """
    for row in rows:
        code = work.find_any("promotion_code", row.get("promotion_code") or "")
        if code is not None and code.restrictions.get("minimum_amount") is not None:
            raise errors.CODE_MAY_NEED_MORE()


def delete(work: Work) -> Hash:
    """DELETE /v1/subscriptions/{subscription_exposed_id}/discount

    Raises:
        RESOURCE_MISSING, NO_DISCOUNT
    """
    return taken_from(
        work, work.load(Subscription, work.path["subscription_exposed_id"], "subscription")
    )


def first(work: Work, subscription: Subscription) -> Hash:
    """The first Discount of a Subscription, as it is shown.

    Raises:
        NO_DISCOUNT
    """
    if not subscription.discounts:
        raise errors.NO_DISCOUNT(noun="subscription", id=subscription.id)
    shown: Hash = msgspec.to_builtins(work.find_any("discount", subscription.discounts[0]))
    return shown


def taken_from(work: Work, before: Subscription) -> Hash:
    """Take its Discounts from a Subscription; the first of them, as a deleted one is shown.

    Raises:
        NO_DISCOUNT
    """
    shown = first(work, before)
    gone = work.find_any("discount", before.discounts[0])
    after = work.keep(replace(before, discounts=[]))
    work.post("customer.discount.deleted", gone)
    work.post("customer.subscription.updated", after, before=before)
    return shown | {"deleted": True}


def lasting(work: Work, subscription: Subscription, discounts: list[Any]) -> Subscription:
    """The Subscription with what is left of its own Discounts among these after an invoice."""
    waits = subscription.status == "trialing"
    kept = [
        discount.id
        for discount in discounts
        if discount.subscription is not None and (waits or not discounting.is_once(work, discount))
    ]
    return replace(subscription, discounts=kept)


def current(work: Work, subscription: Subscription) -> list[Any]:
    """The Discounts that the next invoice gets: the Subscription's own, or else the Customer's."""
    found = (work.find_any("discount", id) for id in subscription.discounts)
    own = [
        discount
        for discount in found
        if discount is not None and (discount.end is None or discount.end > work.now)
    ]
    return own or inherited(work, subscription.customer)
