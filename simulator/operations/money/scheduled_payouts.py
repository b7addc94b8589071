"""Payouts by schedule: what is available is paid out by itself, once an account has said when.

A payout that nobody has made tells which rows of the ledger it is made of: all that had become
available by then, and its own. What is to stay in the balance is held back by a row of this payout,
and released by one of the next.

Unlike Stripe: until the balance settings were told a schedule, nothing is paid out by itself, so
that a test finds in the balance what it has earned.

Source: API reference, "Balance Settings", "Payouts" (automatic, reconciliation_status), "Balance
Transactions"; Stripe docs, "Payout reconciliation". When the rows can be asked for is inferred, and
that what is to stay of a currency is held back of its parts one after the other.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from simulator.agenda import due
from simulator.errors import StripeError
from simulator.operations.money.balance import is_there, source_type_of
from simulator.operations.money.payout_destination import destination_of
from simulator.operations.money.payouts import STATEMENT, sent_off
from simulator.resources import payout as states
from simulator.resources.balance_settings import BalanceSettings, next_payout
from simulator.resources.balance_transaction import BalanceTransaction, row
from simulator.resources.payout import PaidOut, Payout
from simulator.work import Work

SCHEDULED: Final = "payout_scheduled"
RECONCILED_AFTER: Final = 3600
"""Seconds until the rows of an automatic payout can be asked for."""
Rows = list[BalanceTransaction]


def schedule_next(work: Work, settings: BalanceSettings) -> None:
    """See to the next payout of this account, and to no other."""
    work.call_off(SCHEDULED, settings.id)
    when = next_payout(settings.payments["payouts"]["schedule"], work.now)
    if when is not None:
        work.schedule(when, SCHEDULED, settings.id)


@due(SCHEDULED)
def payout_scheduled(work: Work, id: str) -> None:
    """The account is paid out, in every currency and of every part of its balance."""
    settings = work.find(BalanceSettings, id)
    if settings is None:
        return
    to_stay = dict(settings.payments["payouts"].get("minimum_balance_by_currency") or {})
    for (currency, part), rows in sorted(_open_rows(work).items()):
        there = sum(each.net for each in rows)
        stays = min(max(there, 0), to_stay.get(currency, 0))
        to_stay[currency] = to_stay.get(currency, 0) - stays
        if there > stays:
            _pay_out(work, part, rows, stays, settings.payments["payouts"])
    schedule_next(work, settings)


def _open_rows(work: Work) -> dict[tuple[str, str], Rows]:
    """The rows that are available, and were not paid out, by currency and by part."""
    found: dict[tuple[str, str], Rows] = defaultdict(list)
    for each in work.account.store.table(BalanceTransaction.KIND).values():
        if is_there(work, each) and work.find(PaidOut, each.id) is None:
            found[each.currency, source_type_of(work, each)].append(each)
    return found


def _pay_out(work: Work, part: str, rows: Rows, stays: int, told: Mapping[str, Any]) -> None:
    """One payout of one currency, unless there is nowhere to pay it.

    Args:
        rows: what is paid out, and what stays.
        stays: what is held back, minor units.
        told: what the settings say of payouts.
    """
    currency, amount = rows[0].currency, sum(each.net for each in rows) - stays
    try:
        destination = destination_of(work, None, currency)
    except StripeError:  # None of its external accounts is in this currency.
        return
    if destination.status == "errored":
        return
    payout = sent_off(
        work,
        amount,
        destination,
        currency,
        automatic=True,
        description=STATEMENT,
        reconciliation_status="in_progress",
        source_type=part,
        statement_descriptor=told["statement_descriptor"],
    )
    assert payout.balance_transaction is not None
    ids = [*(each.id for each in rows), payout.balance_transaction]
    if stays:
        ids.append(_held_back(work, payout, -stays, "hold").id)
        _held_back(work, payout, stays, "release")
    for each in ids:
        work.keep(PaidOut(id=each, payout=payout.id))
    work.schedule(work.now + RECONCILED_AFTER, "payout_reconciled", payout.id)


def _held_back(work: Work, payout: Payout, amount: int, what: str) -> BalanceTransaction:
    """The row of what stays in the balance; minor units."""
    type = f"payout_minimum_balance_{what}"
    return work.keep(
        row(
            id=work.new_id("txn"),
            amount=amount,
            created=work.now,
            currency=payout.currency,
            description=None,
            source=payout.id,
            type=type,
            reporting_category=type,
            at_once=True,
        )
    )


@due("payout_reconciled")
def payout_reconciled(work: Work, id: str) -> None:
    """It is known of which rows it is made."""
    before = work.find(Payout, id)
    if before is not None:
        work.post("payout.reconciliation_completed", work.keep(states.reconciled(before)))
