"""What becomes of a refund: it arrives, it comes back, it is called off.

A refund to a bank account waits for the payer to say which. Unlike Stripe: nobody has to type it
into the page that the e-mail leads to; after some minutes it is known by itself.

Source: API reference, "Refunds"; Stripe docs, "Refund and cancel payments", "Refund bank transfer
payments". That what was called off or has expired returns to the balance that it came from is
inferred.
"""

from typing import Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.ids import drawn_digits
from simulator.operations.payments.bank_charges import ON_ANSWERED
from simulator.operations.payments.bank_transfers import arrived
from simulator.operations.payments.cash_balances import entered
from simulator.operations.payments.settling import row_of, worth_of
from simulator.resources import charge as charge_states
from simulator.resources import refund as states
from simulator.resources.balance_transaction import row
from simulator.resources.charge import Charge
from simulator.resources.refund import Refund
from simulator.work import Work

SETTLES_AFTER: Final = 60
"""Seconds until a pending test refund arrives, or a failing one comes back; inferred."""


def cancel(work: Work) -> Refund:
    """POST /v1/refunds/{refund}/cancel: only of refunds that wait for the customer.

    Raises:
        RESOURCE_MISSING, REFUND_NOT_CANCELABLE
    """
    before = work.load(Refund, work.path["refund"])
    if before.status != "requires_action":
        raise errors.REFUND_NOT_CANCELABLE()
    after = states.canceled(before, _back_in_balance(work, before))
    post_updated(work, after, before)
    return after


def expire(work: Work) -> Refund:
    """POST /v1/test_helpers/refunds/{refund}/expire: the customer has not answered in time.

    Raises:
        RESOURCE_MISSING, REFUND_NOT_EXPIRABLE
    """
    before = work.load(Refund, work.path["refund"])
    if before.status != "requires_action":
        raise errors.REFUND_NOT_EXPIRABLE()
    after = states.expired(before, _back_in_balance(work, before))
    _post_failed(work, after, before)
    return after


@due("refund_answered")
def refund_answered(work: Work, id: str) -> None:
    """The payer has said which bank account it goes to."""
    before = work.find(Refund, id)
    if before is None or before.status != "requires_action":
        return
    post_updated(work, states.answered(before), before)
    work.schedule(work.now + SETTLES_AFTER, "refund_arrives", id)


@due("refund_reference")
def refund_reference(work: Work, id: str) -> None:
    """The acquirer's reference number becomes known."""
    before = work.find(Refund, id)
    if before is None or not isinstance(before.destination_details, dict):
        return
    if before.destination_details["card"]["reference_status"] != "pending":
        return
    number = drawn_digits(work.account.chance.stream("network"), 16)
    card = before.destination_details["card"] | {
        "reference": number,
        "reference_status": "available",
    }
    details = {"card": dict(sorted(card.items())), "type": "card"}
    post_updated(work, replace(before, destination_details=details), before)


@due("refund_arrives")
def refund_arrives(work: Work, id: str) -> None:
    """A pending refund has reached the payer."""
    before = work.find(Refund, id)
    if before is not None and before.status == "pending":
        post_updated(work, states.arrived(before), before)


@due("refund_returns")
def refund_returns(work: Work, id: str) -> None:
    """A refund that the bank sent back: the money returns to the balance."""
    before = work.find(Refund, id)
    if before is None or "returned" not in states.LIFE_CYCLE[before.status]:
        return
    transaction = _back_in_balance(work, before)
    after = states.returned(before, "expired_or_canceled_card", transaction)
    _post_failed(work, after, before)


def payment_answered(work: Work, charge: Charge) -> None:
    """The bank has paid what is being refunded, so that it can go back; or it never will.

    That such a refund goes back at once then, that it fails with its payment, and for which reason,
    is inferred.
    """
    for before in [*work.where(Refund, "charge", charge.id)]:
        if before.status != "pending" or before.pending_reason != "charge_pending":
            continue
        if charge.status == "succeeded":
            post_updated(work, states.arrived(taken_from_balance(work, charge, before)), before)
            continue
        charge = work.keep(charge_states.refunded(charge, -before.amount))
        after = states.returned(before, "unknown", None)
        _post_failed(work, after, before)


ON_ANSWERED.append(payment_answered)


def taken_from_balance(work: Work, charge: Charge, refund: Refund) -> Refund:
    """The Refund whose money has left the balance: with its row there."""
    is_card = charge_states.by_card(charge)
    noun = "CHARGE" if is_card else "PAYMENT"
    about = f" ({charge.description})" if charge.description else ""
    worth = worth_of(work, charge, refund.amount)
    transaction = work.keep(
        row(
            id=work.new_id("txn", like=charge.id),
            amount=-worth.amount,
            created=work.now,
            currency=worth.currency,
            exchange_rate=worth.rate,
            description=f"REFUND FOR {noun}{about}",
            source=refund.id,
            type="refund" if is_card else "payment_refund",
            reporting_category="refund",
            along_with=row_of(work, charge),
        )
    )
    return replace(refund, balance_transaction=transaction.id)


def _back_in_balance(work: Work, refund: Refund) -> str | None:
    """Put the money back where it came from; the balance transaction, if it was the account's."""
    if refund.charge is None:
        assert refund.customer is not None
        entered(work, refund.customer, refund.currency, refund.amount, "return_canceled")
        arrived(work, refund.customer, refund.currency, refund.amount)
        return None
    charge = work.load(Charge, refund.charge)
    worth = worth_of(work, charge, refund.amount)
    transaction = work.keep(
        row(
            id=work.new_id("txn", like=charge.id),
            amount=worth.amount,
            created=work.now,
            currency=worth.currency,
            exchange_rate=worth.rate,
            description=f"REFUND FAILURE FOR CHARGE {charge.id}",
            source=refund.id,
            type="refund_failure",
            reporting_category="refund_failure",
        )
    )
    work.keep(charge_states.refunded(charge, -refund.amount))
    return transaction.id


def post_updated(work: Work, after: Refund, before: Refund) -> None:
    """Both events that an update has: the new name and the old one, which only charges have."""
    work.post("refund.updated", work.keep(after), before=before)
    if after.charge is not None:
        work.post("charge.refund.updated", after, before=before)


def _post_failed(work: Work, after: Refund, before: Refund) -> None:
    work.post("refund.failed", after)
    post_updated(work, after, before)
