"""Taking back money that was moved to another account: what a reversal is on both sides.

Source: API reference, "Transfer Reversals", "Refunds" (source_transfer_reversal); recorded refunds
that the connected accounts see of them.
"""

from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from simulator.operations.payments.application_fees import give_share_back
from simulator.operations.payments.settling import row_of
from simulator.operations.payments.transferring import entered
from simulator.resources import charge as charge_states
from simulator.resources.balance_transaction import BalanceTransaction
from simulator.resources.charge import Charge
from simulator.resources.refund import Refund
from simulator.resources.transfer import Transfer, TransferReversal, reversed_by
from simulator.work import Work

Hash = dict[str, Any]


def reversal_of(
    work: Work,
    transfer: Transfer,
    amount: int,
    metadata: dict[str, str] | None = None,
    source_refund: str | None = None,
    *,
    with_fee: bool = False,
    there: Work | None = None,
    refund: Hash | None = None,
) -> TransferReversal:
    """Take money of a transfer back; kept, with its rows in both accounts.

    Args:
        amount: minor units of the transfer's currency.
        with_fee: whether the platform gives back its fee in the same proportion.
        there: what is done in the account that received it, where that is known already.
        refund: what else the refund shows that this account sees.
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
        destination_payment_refund=_given_back(
            work,
            there or _receiver(work, transfer),
            transfer,
            amount,
            id,
            with_fee=with_fee,
            shown=refund or {},
        ),
    )
    entered(
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


def _receiver(work: Work, transfer: Transfer) -> Work | None:
    """What is done in the account that received a transfer; None where it is gone."""
    assert transfer.destination is not None
    destination = work.account.world.connected(work.account, transfer.destination)
    return None if destination is None else work.beside(destination)


def _given_back(
    work: Work,
    there: Work | None,
    transfer: Transfer,
    amount: int,
    reversal: str,
    *,
    with_fee: bool,
    shown: Hash,
) -> str | None:
    """The refund that the receiving account sees."""
    payment = there.find(Charge, transfer.destination_payment) if there is not None else None
    if there is None or payment is None:
        return None
    id = there.new_id("pyr")
    transaction = entered(
        there,
        id,
        -amount,
        transfer.currency,
        type="payment_refund",
        reporting_category="refund",
        description="REFUND FOR PAYMENT",
        along_with=row_of(there, payment),
    )
    refund = replace(
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
        ),
        **shown,
    )
    there.keep(refund)
    after = charge_states.refunded(payment, amount)
    there.post("charge.refunded", there.keep(after), before=payment)
    if with_fee:
        give_share_back(work, there, payment.application_fee, amount, transfer.amount)
    return refund.id
