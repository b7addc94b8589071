"""Charging a connected account: what is taken from its balance is a transfer there, a payment here.

Unlike Stripe: that its balance may only become negative where the platform holds reserves and a
bank account in that currency is not looked at; it may.

Source: Stripe docs, "Debit connected accounts"; a charge of one, recorded in public.
"""

from typing import Any, Final

from simulator import errors, money
from simulator.operations.accounts.connected_accounts import connected
from simulator.operations.accounts.countries import region
from simulator.operations.payments.reversing import reversal_of
from simulator.operations.payments.transferring import transferred
from simulator.resources.account import Account, answered_for
from simulator.resources.charge import Charge
from simulator.resources.refund import Refund
from simulator.resources.transfer import Transfer
from simulator.work import Work

Hash = dict[str, Any]
PREFIX: Final = "acct_"
"""How the id of an account begins, by which a `source` is known as one."""
MOST: Final = 100_000_00
"""What can be debited at once, US cents or the like of it."""
COPIED: Final = ("description", "receipt_email", "transfer_group")


def debit(work: Work, id: str, given: Hash) -> Charge:
    """The payment that the platform sees.

    Args:
        given: the parameters of the charge, checked as far as every charge is.

    Raises:
        OWN_ACCOUNT, REFERENCE_MISSING, NOT_DEBITABLE, DEBITED_IN_OTHER_CURRENCY, DEBITED_ELSEWHERE,
        DEBIT_TOO_LARGE
    """
    owner = connected(work, id, "source", "account")
    if (account := work.find(Account, owner.id)) is None:  # It is no account of this platform.
        raise errors.REFERENCE_MISSING(param="source", noun="account", id=id)
    _check(work, account, given["amount"], given["currency"])
    seen = {name: given[name] for name in COPIED if given.get(name)}
    seen["metadata"] = dict(given.get("metadata") or {})
    transfer = transferred(
        work.beside(owner), work, amount=given["amount"], currency=given["currency"], seen=seen
    )
    return work.load(Charge, transfer.destination_payment)


def _check(work: Work, account: Account, amount: int, currency: str) -> None:
    if not answered_for(account):
        raise errors.NOT_DEBITABLE(account=account.id)
    if currency != account.default_currency:
        raise errors.DEBITED_IN_OTHER_CURRENCY(
            account=account.id, theirs=account.default_currency, currency=currency
        )
    if region(account.country) != region(work.account.country):
        raise errors.DEBITED_ELSEWHERE(account=account.id)
    most = money.converted(MOST, "usd", currency)
    if most is not None and amount > most:
        raise errors.DEBIT_TOO_LARGE(most=money.printed(most, currency))


def sent_back(work: Work, charge: Charge, amount: int, given: Hash) -> Refund | None:
    """The refund of a payment that came from another account: its transfer is reversed.

    None where that account is gone, or no longer has the transfer.

    Args:
        amount: minor units.
        given: the parameters of the refund.

    Source: API reference, "Refunds" (source_transfer_reversal: "Only present if the charge came
    from another Stripe account").
    """
    if charge.source_transfer is None or charge.source is None:
        return None
    owner = work.account.world.connected(work.account, charge.source["id"])
    if owner is None:
        return None
    there = work.beside(owner)
    if (transfer := there.find(Transfer, charge.source_transfer)) is None:
        return None
    reversal = reversal_of(
        there,
        transfer,
        amount,
        with_fee=bool(given.get("refund_application_fee")),
        there=work,
        refund={"metadata": dict(given.get("metadata") or {}), "reason": given.get("reason")},
    )
    refund = work.load(Refund, str(reversal.destination_payment_refund))
    work.post("refund.created", refund)
    return refund
