"""Moving money to another account: what a transfer is on both sides.

Source: API reference, "Transfers"; recorded transfers, and the payments that the connected accounts
see of them.
"""

from typing import Any

from msgspec.structs import replace

from simulator.operations.payments.application_fees import collect
from simulator.operations.payments.receipts import receipt_url
from simulator.operations.payments.settling import (
    application_fee,
    awaited,
    exchanged,
    row_of,
    settled_in,
)
from simulator.resources.balance_transaction import BalanceTransaction, row
from simulator.resources.charge import Charge, Outcome
from simulator.resources.person import NO_BILLING_DETAILS
from simulator.resources.transfer import Transfer
from simulator.wire.lists import Page
from simulator.work import Work
from simulator.world import Account

Hash = dict[str, Any]


def transferred(
    work: Work,
    there: Work,
    *,
    amount: int,
    currency: str,
    source: Charge | None = None,
    fee: int = 0,
    seen: Hash | None = None,
    **rest: Any,
) -> Transfer:
    """A transfer with both its rows and the payment that the receiving account sees; kept.

    Args:
        there: what is done in the account that receives it.
        amount: minor units.
        source: the charge whose money it is: it is available when that is.
        fee: what the platform takes back of it, minor units of the charge's currency.
        seen: what else the payment shows.
    """
    like = source.id if source else None
    id = work.new_id("tr", like=like)
    along = row_of(work, source) if source else None
    payment = _received(
        work,
        there,
        id,
        amount=amount,
        currency=currency,
        source=source,
        fee=fee,
        along=along,
        seen=seen or {},
    )
    transaction = entered(
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
        destination=there.account.id,
        destination_payment=payment.id,
        livemode=work.account.livemode,
        reversals=Page(data=[], has_more=False, total_count=0, url=f"/v1/transfers/{id}/reversals"),
        source_transaction=like,
        **{"metadata": {}} | rest,
    )
    work.post("transfer.created", transfer)
    if source is not None and payment.application_fee_amount:
        there.keep(payment)
        took = collect(work, there, payment, fee, source.currency, source.id)
        payment = replace(payment, application_fee=took.id)
    there.post("payment.created", there.keep(payment))
    return work.keep(transfer)


def entered(
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
    there: Work,
    transfer: str,
    *,
    amount: int,
    currency: str,
    source: Charge | None,
    fee: int,
    along: BalanceTransaction | None,
    seen: Hash,
) -> Charge:
    """The payment that a transfer is in the account that receives it; not yet kept.

    Its row, which is kept, tells of the fee that the platform takes out of it.
    """
    id = there.new_id("py")
    kept = exchanged(fee, source.currency, currency).amount if source and fee else 0
    lands_in = settled_in(there.account, currency)
    fees = []
    if kept:
        worth = exchanged(kept, currency, lands_in)
        fees.append(application_fee(there, worth.amount, worth.currency))
    transaction = entered(
        there,
        id,
        amount,
        currency,
        type="payment",
        reporting_category="charge",
        description=seen.get("description"),
        fees=fees,
        along_with=along,
    )
    payment = Charge(
        id=id,
        amount=amount,
        amount_captured=amount,
        application_fee_amount=kept or None,
        balance_transaction=transaction.id,
        billing_details=NO_BILLING_DETAILS,
        calculated_statement_descriptor=None,
        captured=True,
        created=work.now,
        currency=currency,
        livemode=work.account.livemode,
        metadata={},
        paid=True,
        payment_method_details={"stripe_account": {}, "type": "stripe_account"},
        receipt_url=receipt_url(there, None),
        source_transfer=transfer,
        status="succeeded",
        **_payer(work.account, there.account),
    )
    return replace(payment, **seen)


def _payer(payer: Account, receiver: Account) -> Hash:
    """How the payment of a transfer tells whom it comes from; a platform names its application.

    What a platform sees is recorded of a charge of its account; that a transfer looks alike is
    inferred.
    """
    if receiver is payer.platform:
        return {
            "application": receiver.application,
            "outcome": Outcome(risk_level="not_assessed"),
            "source": {"id": payer.id, "object": "account"},
        }
    return {
        "application": payer.application if receiver.platform is payer else None,
        "outcome": None,
        "source": {
            "id": payer.id,
            "object": "account",
            "application_icon": None,
            "application_logo": None,
            "application_name": payer.statement_descriptor,
            "application_url": None,
        },
    }
