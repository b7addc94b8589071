"""What the payment of a Subscription's invoice leaves to other accounts: fees and transfers.

Source: API reference, "Create a subscription" (application_fee_percent, on_behalf_of,
transfer_data); Stripe docs, "Create subscriptions with Stripe Connect".
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from simulator.resources.invoice import Invoice
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def shares(work: Work, invoice: Invoice) -> Hash:
    """The parameters of the invoice's PaymentIntent that name other accounts, and their part.

    An account that is no longer connected is left out; inferred.
    """
    details = (invoice.parent or {}).get("subscription_details") or {}
    subscription = work.find(Subscription, details.get("subscription") or "")
    if subscription is None:
        return {}
    given: Hash = {}
    if subscription.application_fee_percent:
        fee = part(invoice.amount_due, subscription.application_fee_percent)
        given["application_fee_amount"] = fee
    connected = work.account.world.connected
    behalf = invoice.on_behalf_of or subscription.on_behalf_of
    if behalf and connected(work.account, behalf) is not None:
        given["on_behalf_of"] = behalf
    data = subscription.transfer_data or {}
    destination, percent = data.get("destination"), data.get("amount_percent")
    if destination and connected(work.account, destination) is not None:
        given["transfer_data"] = {"destination": destination}
        if percent is not None:
            given["transfer_data"]["amount"] = part(invoice.amount_due, percent)
    return given


def part(amount: int, percent: float) -> int:
    """So many percent of what is due, in minor units, a half rounded up; both are inferred."""
    exact = Decimal(amount) * Decimal(str(percent)) / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
