"""A Subscription that has changed is told of: once for each change, whoever made it.

What a request changes may be paid for, or not, before the request tells of it; the payment, which
tells of the Subscription as well, then tells of all, and nothing is told twice.
"""

from typing import Final

from simulator.resources.subscription import Subscription
from simulator.work import Work

UPDATED: Final = "customer.subscription.updated"


def tell_updated(work: Work, after: Subscription) -> Subscription:
    """Tell of what has changed since the Subscription was last told of, if anything has."""
    work.post(UPDATED, after, before=work.as_told(UPDATED, after))
    return after
