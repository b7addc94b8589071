"""Moving money to a connected account and back: what a transfer and its reversal are on both sides.

Source: API reference, "Transfers", "Transfer Reversals"; recorded transfers and the payments and
refunds that the connected accounts see of them.
"""

from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from simulator.operations.payments.application_fees import collect, give_share_back
from simulator.operations.payments.charging import receipt_url
from simulator.operations.payments.settling import (
    application_fee,
    awaited,
    exchanged,
    row_of,
    settled_in,
)
from simulator.resources import charge as charge_states
from simulator.resources.balance_transaction import BalanceTransaction, row
from simulator.resources.charge import Charge
from simulator.resources.person import NO_BILLING_DETAILS
from simulator.resources.refund import Refund
from simulator.resources.transfer import Transfer, TransferReversal, reversed_by
from simulator.wire.lists import Page
from simulator.work import Work
from simulator.world import Account


def transferred(
    work: Work,
    destination: Account,
    *,
    amount: int,
    currency: str,
    source: Charge | None = None,
    fee: int = 0,
    **rest: Any,
) -> Transfer:
    """A transfer with both its rows and the payment that the connected account sees; kept.

    Args:
        amount: minor units.
        source: the charge whose money it is: it is available when that is.
        fee: what the platform takes back of it, minor units of the charge's currency.
    """
    like = source.id if source else None
    id = work.new_id("tr", like=like)
    along = row_of(work, source) if source else None
    payment = _received(
        work,
        destination,
        id,
        amount=amount,
        currency=currency,
        source=source,
        fee=fee,
        along=along,
    )
    transaction = _entered(
        work,
        id,
        -amount,
        currency,
        work.new_id("txn", like=like),
        type="transfer",
        reporting_category="transfer",
        description=rest.get("description"),
        along_with=along,
    )
    transfer = Transfer(
        id=id,
        amount=amount,
        balance_transaction=transaction.id,
        created=work.now,
        currency=currency,
        destination=destination.id,
        destination_payment=payment.id,
        livemode=work.account.livemode,
        reversals=Page(data=[], has_more=False, total_count=0, url=f"/v1/transfers/{id}/reversals"),
        source_transaction=like,
        **{"metadata": {}} | rest,
    )
    work.post("transfer.created", transfer)
    there = work.beside(destination)
    if source is not None and payment.application_fee_amount:
        there.keep(payment)
        took = collect(work, there, payment, fee, source.currency, source.id)
        payment = replace(payment, application_fee=took.id)
    there.post("payment.created", there.keep(payment))
    return work.keep(transfer)


def _entered(
    work: Work, source: str, amount: int, currency: str, id: str | None = None, **rest: Any
) -> BalanceTransaction:
    """A row of one side, in the currency in which it settles; kept.

    Args:
        amount: minor units; negative where money leaves.
    """
    worth = exchanged(amount, currency, settled_in(work.account, currency))
    along: BalanceTransaction | None = rest.get("along_with")
    entry = row(
        id=id or work.new_id("txn"),
        amount=worth.amount,
        created=work.now,
        currency=worth.currency,
        exchange_rate=worth.rate,
        source=source,
        at_once=along is None,
        **rest,
    )
    return awaited(work, entry) if entry.net > 0 else work.keep(entry)


def _received(
    work: Work,
    destination: Account,
    transfer: str,
    *,
    amount: int,
    currency: str,
    source: Charge | None,
    fee: int,
    along: BalanceTransaction | None,
) -> Charge:
    """The payment that a transfer is in the account that receives it; not yet kept.

    Its row, which is kept, tells of the fee that the platform takes out of it.
    """
    there = work.beside(destination)
    id = there.new_id("py")
    kept = exchanged(fee, source.currency, currency).amount if source and fee else 0
    lands_in = settled_in(destination, currency)
    fees = []
    if kept:
        worth = exchanged(kept, currency, lands_in)
        fees.append(application_fee(there, worth.amount, worth.currency))
    transaction = _entered(
        there,
        id,
        amount,
        currency,
        type="payment",
        reporting_category="charge",
        description=None,
        fees=fees,
        along_with=along,
    )
    return Charge(
        id=id,
        amount=amount,
        amount_captured=amount,
        application=work.account.application if destination.platform is work.account else None,
        application_fee_amount=kept or None,
        balance_transaction=transaction.id,
        billing_details=NO_BILLING_DETAILS,
        calculated_statement_descriptor=None,
        captured=True,
        created=work.now,
        currency=currency,
        livemode=work.account.livemode,
        metadata={},
        outcome=None,
        paid=True,
        payment_method_details={"stripe_account": {}, "type": "stripe_account"},
        receipt_url=receipt_url(there),
        source={
            "id": work.account.id,
            "object": "account",
            "application_icon": None,
            "application_logo": None,
            "application_name": work.account.statement_descriptor,
            "application_url": None,
        },
        source_transfer=transfer,
        status="succeeded",
    )


def reversal_of(
    work: Work,
    transfer: Transfer,
    amount: int,
    metadata: dict[str, str] | None = None,
    source_refund: str | None = None,
    *,
    with_fee: bool = False,
) -> TransferReversal:
    """Take money of a transfer back; kept, with its rows in both accounts.

    Args:
        amount: minor units of the transfer's currency.
        with_fee: whether the platform gives back its fee in the same proportion.
    Raises:
        TRANSFER_REVERSED, REVERSAL_TOO_LARGE
    """
    id = work.new_id("trr")
    along = work.find(BalanceTransaction, transfer.balance_transaction or "")
    transaction_id = work.new_id("txn")
    reversal = TransferReversal(
        id=id,
        amount=amount,
        balance_transaction=transaction_id,
        created=work.now,
        currency=transfer.currency,
        destination_payment_refund=None,
        metadata=metadata or {},
        source_refund=source_refund,
        transfer=transfer.id,
    )
    reversed_by(transfer, reversal)  # Refused before anything is entered.
    reversal = replace(
        reversal,
        destination_payment_refund=_given_back(work, transfer, amount, id, with_fee=with_fee),
    )
    _entered(
        work,
        transfer.id,
        amount,
        transfer.currency,
        transaction_id,
        type="transfer_refund",
        reporting_category="transfer_reversal",
        description="REFUND FOR TRANSFER",
        along_with=along,
    )
    after = reversed_by(transfer, reversal)
    work.post("transfer.reversed", after, before=transfer)
    work.keep(after)
    return work.keep(reversal)


def _given_back(
    work: Work, transfer: Transfer, amount: int, reversal: str, *, with_fee: bool
) -> str | None:
    """The refund that the connected account sees."""
    assert transfer.destination is not None
    destination = work.account.world.connected(work.account, transfer.destination)
    if destination is None:
        return None
    there = work.beside(destination)
    payment = there.find(Charge, transfer.destination_payment)
    if payment is None:
        return None
    id = there.new_id("pyr")
    transaction = _entered(
        there,
        id,
        -amount,
        transfer.currency,
        type="payment_refund",
        reporting_category="refund",
        description="REFUND FOR PAYMENT",
        along_with=row_of(there, payment),
    )
    refund = there.keep(
        Refund(
            id=id,
            amount=amount,
            balance_transaction=transaction.id,
            charge=payment.id,
            created=work.now,
            currency=transfer.currency,
            destination_details=UNSET,
            metadata={},
            payment_intent=None,
            reason=None,
            source_transfer_reversal=reversal,
            status="succeeded",
            transfer_reversal=reversal,
        )
    )
    after = charge_states.refunded(payment, amount)
    there.post("charge.refunded", there.keep(after), before=payment)
    if with_fee:
        give_share_back(work, there, payment.application_fee, amount, transfer.amount)
    return refund.id
