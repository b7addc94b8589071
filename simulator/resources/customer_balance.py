"""What is kept of a Customer's money: the balance that invoices are settled with, and cash.

Source: API reference, "Customer Balance Transactions", "Cash Balance".
"""

from typing import Any, ClassVar, Literal

import msgspec


class CustomerBalanceTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a Customer's balance, in minor units; below 0 is the Customer's credit."""

    KIND: ClassVar[str] = "customer_balance_transaction"

    id: str
    object: Literal["customer_balance_transaction"] = "customer_balance_transaction"
    amount: int
    checkout_session: str | None = None
    created: int
    credit_note: str | None = None
    currency: str
    customer: str
    customer_account: str | None = None
    description: str | None = None
    ending_balance: int
    invoice: str | None = None
    livemode: bool
    metadata: dict[str, str] | None = {}
    type: str = "adjustment"


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


def reconciled(cash: CashBalance, given: dict[str, Any]) -> CashBalance:
    """The cash balance with the settings that were asked for."""
    mode = given.get("reconciliation_mode")
    if mode is None:
        return cash
    if mode == "merchant_default":
        return msgspec.structs.replace(cash, settings=Settings())
    return msgspec.structs.replace(cash, settings=Settings(mode, using_merchant_default=False))
