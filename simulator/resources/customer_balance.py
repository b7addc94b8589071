"""The balance of a Customer that invoices are settled with: each change of it.

Source: API reference, "Customer Balance Transactions".
"""

from typing import ClassVar, Literal

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


class OtherBalances(msgspec.Struct, frozen=True):
    """What a Customer's balance is in currencies that it does not pay in by default."""

    KIND: ClassVar[str] = "customer.other_balances"

    id: str
    """The Customer's id."""
    balances: dict[str, int]
    """By currency, minor units; below 0 is the Customer's credit."""
