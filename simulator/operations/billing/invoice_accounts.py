"""What the payment of an invoice leaves to other accounts: fees and transfers.

What the invoice itself says counts, or else what its Subscription says.

Source: API reference, "Create an invoice" (application_fee_amount, on_behalf_of, transfer_data),
"Create a subscription" (application_fee_percent, ...); Stripe docs, "Create subscriptions with
Stripe Connect", "Invoicing with Connect".
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from msgspec.structs import replace

from simulator.resources.invoice import Invoice, Shares, subscription_of
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
SAID: Final = ("application_fee_amount", "transfer_data")


def keep(work: Work, invoice: Invoice, given: Hash) -> None:
    """Keep what a request leaves of an invoice to other accounts, for when it is paid."""
    if told := {name: given[name] or None for name in SAID if name in given}:
        before = work.find(Shares, invoice.id) or Shares(id=invoice.id)
        work.keep(replace(before, **told))


def shares(work: Work, invoice: Invoice) -> Hash:
    """The parameters of the invoice's PaymentIntent that name other accounts, and their part.

    An account that is no longer connected is left out, and no part is more than what is due;
    inferred.
    """
    subscription = work.find(Subscription, subscription_of(invoice) or "")
    own = work.find(Shares, invoice.id) or Shares(id=invoice.id)
    given: Hash = {}
    fee = own.application_fee_amount
    if fee is None and subscription and subscription.application_fee_percent:
        fee = part(invoice.amount_due, subscription.application_fee_percent)
    if fee is not None:
        given["application_fee_amount"] = min(fee, invoice.amount_due)
    connected = work.account.world.connected
    behalf = invoice.on_behalf_of or (subscription and subscription.on_behalf_of)
    if behalf and connected(work.account, behalf) is not None:
        given["on_behalf_of"] = behalf
    data = own.transfer_data or (subscription and subscription.transfer_data) or {}
    destination = data.get("destination")
    if destination and connected(work.account, destination) is not None:
        given["transfer_data"] = handed_over(data, invoice.amount_due)
    return given


def handed_over(told: Hash, amount: int) -> Hash:
    """`transfer_data` of a payment, of which a Subscription or an invoice tells the part.

    Args:
        amount: of the payment, minor units.
    """
    given: Hash = {"destination": told["destination"]}
    if told.get("amount_percent") is not None:
        given["amount"] = part(amount, told["amount_percent"])
    elif told.get("amount") is not None:
        given["amount"] = min(told["amount"], amount)
    return given


def part(amount: int, percent: float) -> int:
    """So many percent of what is due, in minor units, a half rounded up; both are inferred."""
    exact = Decimal(amount) * Decimal(str(percent)) / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
