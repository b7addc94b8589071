"""The cash of a Customer: what was transferred and not paid with yet, and each change of it.

Rule: a transition is handed the balance as it is, and hands back the balance as it becomes; only
transactions move money, so that a balance is always the sum of its transactions.

Source: API reference, "Cash Balance", "Cash Balance Transaction"; Stripe docs, "Customer balance".
"""

from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]
TransactionType = Literal[
    "adjusted_for_overdraft",
    "applied_to_payment",
    "funded",
    "funding_reversed",
    "refunded_from_payment",
    "return_canceled",
    "return_initiated",
    "transferred_to_balance",
    "unapplied_from_payment",
]
TELLING: Final = frozenset(
    "applied_to_payment funded refunded_from_payment transferred_to_balance"
    " unapplied_from_payment".split()
)
"""Types of which a hash of the same name tells more."""


class Settings(msgspec.Struct, frozen=True):
    """How money that arrives is matched with what it is to pay."""

    reconciliation_mode: Literal["automatic", "manual"] = "automatic"
    using_merchant_default: bool = True


class CashBalance(msgspec.Struct, frozen=True, kw_only=True):
    """What a Customer has transferred and nothing was paid with yet, by currency; minor units."""

    object: Literal["cash_balance"] = "cash_balance"
    available: dict[str, int] | None = None
    customer: str
    customer_account: str | None = None
    livemode: bool
    settings: Settings = Settings()


class Cash(msgspec.Struct, frozen=True):
    """The cash balance under the id of its Customer; it has none of its own."""

    KIND: ClassVar[str] = "customer.cash"

    id: str
    balance: CashBalance


class CustomerCashBalanceTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a Customer's cash, in minor units; above 0 is money that came in."""

    KIND: ClassVar[str] = "customer_cash_balance_transaction"

    id: str
    object: Literal["customer_cash_balance_transaction"] = "customer_cash_balance_transaction"
    adjusted_for_overdraft: Hash | UnsetType = UNSET
    applied_to_payment: Hash | UnsetType = UNSET
    created: int
    currency: str
    customer: str
    customer_account: str | None = None
    ending_balance: int
    funded: Hash | UnsetType = UNSET
    livemode: bool
    net_amount: int
    refunded_from_payment: Hash | UnsetType = UNSET
    transferred_to_balance: Hash | UnsetType = UNSET
    type: TransactionType
    unapplied_from_payment: Hash | UnsetType = UNSET


def held_in(cash: CashBalance, currency: str) -> int:
    """What there is in this currency, minor units."""
    return (cash.available or {}).get(currency, 0)


def moved(cash: CashBalance, currency: str, amount: int) -> CashBalance:
    """The cash balance after so much came in, or went out; minor units.

    A currency that is used up stays, with nothing in it; inferred from the refusal to delete a
    Customer "even if the balance is 0".
    """
    left = held_in(cash, currency) + amount
    assert left >= 0, f"the cash of {cash.customer} cannot be {left} {currency}"
    return replace(
        cash, available=dict(sorted(((cash.available or {}) | {currency: left}).items()))
    )


def reconciled(cash: CashBalance, given: Hash) -> CashBalance:
    """The cash balance with the settings that were asked for."""
    mode = given.get("reconciliation_mode")
    if mode is None:
        return cash
    if mode == "merchant_default":
        return replace(cash, settings=Settings())
    return replace(cash, settings=Settings(mode, using_merchant_default=False))
