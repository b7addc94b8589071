"""Settling: what money taken, given back or moved on is worth in the balance that it moves.

A platform settles every currency in itself, as an account with a bank account for each does. A
connected account settles what none of its bank accounts takes in its default currency, and what is
charged on behalf of it settles as if it were its own.

Source: Stripe docs, "Balances and settlement time", "Supported currencies" (settlement currencies),
"Charge on behalf of"; recorded balance transactions of platforms and connected accounts.
"""

from typing import Final, NamedTuple

from simulator import money
from simulator.agenda import due
from simulator.instruments.cards import CARDS, TestCard
from simulator.operations.payments.charging import entered
from simulator.operations.payments.receipts import receipt_url
from simulator.resources import charge as charge_states
from simulator.resources.account import Account as ConnectedAccount
from simulator.resources.balance_settings import BalanceSettings
from simulator.resources.balance_transaction import (
    SETTLES_AFTER_DAYS,
    BalanceTransaction,
    FeeDetail,
    fee_of,
    row,
)
from simulator.resources.charge import Charge
from simulator.resources.payment_method import Vaulted
from simulator.work import Work
from simulator.world import DEFAULT_COUNTRY, Account

SETTLES_ASYNC_AFTER: Final = 3
"""Seconds until an `automatic_async` charge has its balance transaction."""
AVAILABLE: Final = "balance.available"
PROCESSING: Final = "Stripe processing fees"


class Settled(NamedTuple):
    """An amount in the currency of a balance; minor units, and the rate if it was exchanged."""

    amount: int
    currency: str
    rate: float | None = None


def settled_in(account: Account, currency: str) -> str:
    """The currency in which this account takes in what was charged in another."""
    if account.platform is None:
        return currency
    store = account.platform.store
    if any(
        bank.currency == currency for bank in store.where("bank_account", "account", account.id)
    ):
        return currency
    known: ConnectedAccount | None = store.get(ConnectedAccount.KIND, account.id)
    return known.default_currency if known else currency


def exchanged(amount: int, currency: str, into: str) -> Settled:
    """The amount in another currency; as it is where that is the same, or no rate is known."""
    worth = None if currency == into else money.converted(amount, currency, into)
    if worth is None:
        return Settled(amount, currency)
    return Settled(worth, into, money.rate(currency, into))


def worth_of(work: Work, charge: Charge, amount: int) -> Settled:
    """What an amount of this charge is in the balance; minor units."""
    owner: Account | None = work.account
    if charge.on_behalf_of is not None:
        owner = work.account.world.connected(work.account, charge.on_behalf_of)
    into = charge.currency if owner is None else settled_in(owner, charge.currency)
    return exchanged(amount, charge.currency, into)


def row_of(work: Work, charge: Charge) -> BalanceTransaction | None:
    """The row of the charge's money, once it has one."""
    if charge.balance_transaction is None:
        return None
    return work.find(BalanceTransaction, charge.balance_transaction)


def application_fee(work: Work, amount: int, currency: str) -> FeeDetail:
    """What the platform keeps of a payment, as the row of the account that pays it shows it."""
    platform = work.account.platform or work.account
    return FeeDetail(
        amount=amount,
        application=platform.application,
        currency=currency,
        description=f"{platform.statement_descriptor} application fee",
        type="application_fee",
    )


def settle(work: Work, charge: Charge, amount: int) -> BalanceTransaction:
    """The ledger row of money taken; kept."""
    details = charge.payment_method_details
    kind = details["type"] if isinstance(details, dict) else "card"
    taken = worth_of(work, charge, amount)
    fees = [
        FeeDetail(
            amount=fee_of(kind, taken.amount, foreign=_is_foreign(work, charge)),
            currency=taken.currency,
            description=PROCESSING,
        )
    ]
    if charge.application_fee_amount and not charge.transfer_data:
        kept = exchanged(
            min(charge.application_fee_amount, amount), charge.currency, taken.currency
        )
        fees.append(application_fee(work, kept.amount, kept.currency))
    return awaited(
        work,
        row(
            id=work.new_id("txn", like=charge.id),
            amount=taken.amount,
            fees=fees,
            created=work.now,
            currency=taken.currency,
            description=charge.description,
            exchange_rate=taken.rate,
            source=charge.id,
            type="charge" if charge_states.by_card(charge) else "payment",
            reporting_category="charge",
            at_once=bypasses_pending(work, charge),
            after_days=held_days(work) or SETTLES_AFTER_DAYS,
        ),
    )


def held_days(work: Work) -> int | None:
    """Days that the account has asked for until its money is available; None: as many as usual."""
    settings = work.find(BalanceSettings, work.account.id)
    if settings is None:
        return None
    days: int | None = settings.payments["settlement_timing"].get("delay_days_override")
    return days


def awaited(work: Work, entry: BalanceTransaction) -> BalanceTransaction:
    """Keep a row of money that comes in, and see to it that it is told of once it is available."""
    moment = str(entry.available_on)
    if not work.account.agenda.has(AVAILABLE, moment):
        work.schedule(entry.available_on, AVAILABLE, moment)
    return work.keep(entry)


def _is_foreign(work: Work, charge: Charge) -> bool:
    """Whether an account in the US charged a card from elsewhere.

    Recorded Canadian accounts pay no more for a US card; what others pay is not known.
    """
    if (country := charge_states.country_of(charge)) is None:
        return False
    account = work.account
    known: ConnectedAccount | None = (
        account.platform.store.get(ConnectedAccount.KIND, account.id) if account.platform else None
    )
    at_home = known.country if known else account.country
    return at_home == DEFAULT_COUNTRY != country


def bypasses_pending(work: Work, charge: Charge) -> bool:
    """Whether the money is available at once, as with two of the test cards."""
    return bool((card := card_of(work, charge)) and card.bypasses_pending)


def card_of(work: Work, charge: Charge) -> TestCard | None:
    """The test card that was charged."""
    if charge.payment_method is None:
        return None
    vaulted = work.find(Vaulted, charge.payment_method)
    return CARDS.get(vaulted.number) if vaulted else None


@due("charge_settles")
def charge_settles(work: Work, id: str) -> None:
    """An `automatic_async` charge gets its balance transaction some seconds later.

    That what is handed over is told of before the charge is inferred.
    """
    before = work.find(Charge, id)
    if before is None or before.balance_transaction is not None or not before.captured:
        return
    if before.status == "pending":  # It gets one when its bank has paid.
        return
    transaction = settle(work, before, before.amount_captured)
    after = work.keep(
        charge_states.settled(before, transaction.id, receipt_url(work, before.payment_intent))
    )
    work.post("charge.updated", entered(work, after), before=before)
