"""Refunds to a bank account: of what cannot go back the way it came, and of cash that is left over.

Where the money is to go the payer is asked by e-mail: without an address there is no refund. To
send a payment back into the cash balance is for the Dashboard alone.

Source: Stripe docs, "Refund bank transfer payments", "Konbini payments"; API reference, "Create a
refund" (origin, instructions_email). That the payer is always asked, and when the answer comes, is
inferred.
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.payments.cash_balances import cash_of, entered
from simulator.operations.payments.transfer_instructions import kind_of
from simulator.resources import refund as states
from simulator.resources.cash_balance import held_in
from simulator.resources.customer import Customer
from simulator.resources.payment_method import by_type
from simulator.resources.refund import Refund
from simulator.work import Work

Hash = dict[str, Any]
ANSWERED_AFTER: Final = 180
"""Seconds until the payer of a test has said where a refund goes."""


def mailed(work: Work, refund: Refund, given: Hash, payer: str | None = None) -> Refund:
    """The new refund, about which the payer is asked where it is to go.

    Args:
        given: the parameters: whom to ask, if nobody else.
        payer: the address that was told with the payment; else the Customer's own is asked.

    Raises:
        REFUND_NEEDS_EMAIL
    """
    customer = work.find(Customer, refund.customer) if refund.customer else None
    email = given.get("instructions_email") or payer or (customer and customer.email)
    if not email:
        raise errors.REFUND_NEEDS_EMAIL()
    work.schedule(work.now + ANSWERED_AFTER, "refund_answered", refund.id)
    return states.asked(refund, email, work.now)


def return_cash(work: Work) -> Refund:
    """POST /v1/refunds with the origin `customer_balance`: cash that nothing was paid with.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, TOO_SMALL, CASH_IN_NO_SUCH_CURRENCY,
        CASH_INSUFFICIENT, REFUND_NEEDS_EMAIL
    """
    given = work.params
    for name in ("customer", "amount", "currency"):
        if given.get(name) is None:
            raise errors.PARAMETER_MISSING(name=name, param=name)
    amount, currency = given["amount"], given["currency"]
    customer = work.refer(Customer, given["customer"], "customer").id
    if amount < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    kind_of({}, currency)
    cash = held_in(cash_of(work, customer), currency)
    if amount > cash:
        raise errors.CASH_INSUFFICIENT(cash=cash, currency=currency)
    bare = replace(
        refund_of_cash(work, customer, currency, amount),
        metadata=dict(given.get("metadata") or {}),
        reason=given.get("reason"),
        status="requires_action",
        pending_reason=UNSET,
    )
    return begun(work, mailed(work, bare, given))


def refund_of_cash(work: Work, customer: str, currency: str, amount: int) -> Refund:
    """The refund of cash that nothing was paid with, on its way to a known account; not kept.

    Args:
        amount: minor units.
    """
    kind = kind_of({}, currency)
    return Refund(
        id=work.new_id("pyr"),
        amount=amount,
        charge=None,
        created=work.now,
        currency=currency,
        customer=customer,
        destination_details=by_type(kind, {"reference": None, "reference_status": None}),
        metadata={},
        payment_intent=None,
        pending_reason="processing",
        reason=None,
        status="pending",
    )


def begun(work: Work, refund: Refund) -> Refund:
    """The refund of cash, kept and told of; the cash has left the Customer's balance."""
    assert refund.customer is not None
    made = work.keep(refund)
    entered(work, refund.customer, refund.currency, -refund.amount, "return_initiated")
    work.post("refund.created", made)
    return made
