"""Cash that nothing is paid with: after some weeks it goes back, or else becomes the account's own.

It goes back to where the last transfer came from, where that is known. In test mode it is known of
transfers in euros and in pounds, which tell of an account.

Source: Stripe docs, "Customer balance" (unreconciled cash balance funds); "Balance transaction
types"; "Reporting categories". From when the days are counted, that a refund tells of what goes
back, and that what becomes the account's is available at once, is inferred.
"""

from typing import Final

from simulator.agenda import due
from simulator.operations.money.bank_refunds import begun, refund_of_cash
from simulator.operations.money.refund_outcomes import SETTLES_AFTER
from simulator.operations.payments.cash_balances import ON_HELD, cash_of, entered
from simulator.resources.balance_transaction import DAY, row
from simulator.resources.cash_balance import CustomerCashBalanceTransaction, held_in
from simulator.work import Work

RETURNED_AFTER: Final = 75 * DAY
SWEPT_AFTER: Final = 90 * DAY
ACCOUNTS: Final = ("account_number_last4", "iban_last4")
"""What a transfer tells where it tells which account it came from."""


def held(work: Work, customer: str, currency: str) -> None:
    """There is cash where there was none: see to it that it does not lie there for ever."""
    subject = f"{customer} {currency}"
    work.schedule(work.now + RETURNED_AFTER, "idle_cash_returned", subject)
    work.schedule(work.now + SWEPT_AFTER, "idle_cash_swept", subject)


ON_HELD.append(held)


@due("idle_cash_returned")
def idle_cash_returned(work: Work, subject: str) -> None:
    """It goes back to the account that it came from."""
    customer, currency = subject.split()
    history = _history(work, customer, currency)
    if _idle(work, history) < RETURNED_AFTER or not _comes_from_known_account(history):
        return
    left = held_in(cash_of(work, customer), currency)
    refund = begun(work, refund_of_cash(work, customer, currency, left))
    work.schedule(work.now + SETTLES_AFTER, "refund_arrives", refund.id)


@due("idle_cash_swept")
def idle_cash_swept(work: Work, subject: str) -> None:
    """Nobody knows where it came from: it becomes the account's, which is to give it back."""
    customer, currency = subject.split()
    if _idle(work, _history(work, customer, currency)) < SWEPT_AFTER:
        return
    left = held_in(cash_of(work, customer), currency)
    id = work.new_id("txn")
    to_balance = {"balance_transaction": id}
    told = entered(work, customer, currency, -left, "transferred_to_balance", to_balance)
    work.keep(
        row(
            id=id,
            amount=left,
            created=work.now,
            currency=currency,
            description=None,
            source=told.id,
            type="payment_unreconciled",
            reporting_category="unreconciled_customer_funds",
            at_once=True,
        )
    )


def _history(work: Work, customer: str, currency: str) -> list[CustomerCashBalanceTransaction]:
    """Every change of a Customer's cash in one currency, the oldest first."""
    found = work.where(CustomerCashBalanceTransaction, "customer", customer)
    return [each for each in found if each.currency == currency]


def _idle(work: Work, history: list[CustomerCashBalanceTransaction]) -> int:
    """For how many seconds there has been cash without a break; 0 where there is none."""
    since = None
    for each in history:
        if each.ending_balance == 0:
            since = None
        elif since is None:
            since = each.created
    return 0 if since is None else work.now - since


def _comes_from_known_account(history: list[CustomerCashBalanceTransaction]) -> bool:
    """Whether the newest transfer told which account it came from."""
    for each in reversed(history):
        if isinstance(each.funded, dict):
            transfer = each.funded["bank_transfer"]
            sender = transfer.get(transfer["type"]) or {}
            return any(sender.get(name) for name in ACCOUNTS)
    return False
