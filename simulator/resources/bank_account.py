"""The bank account as it was kept before PaymentMethods: in a token, or as a Customer's source.

Source: API reference, "Bank Accounts"; Stripe docs, "Testing" (ACH).
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors

Hash = dict[str, Any]
Status = Literal["new", "validated", "verified", "verification_failed", "errored"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[str, Status]]] = {
    "new": {"confirmed": "verified", "refused": "verification_failed"},
    "validated": {"confirmed": "verified", "refused": "verification_failed"},
    "verified": {},
    "verification_failed": {},
    "errored": {},
}
"""From which status which news about the microdeposits leads where."""


class BankAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A bank account in a token, or one that a Customer keeps."""

    KIND: ClassVar[str] = "bank_account"

    id: str
    object: Literal["bank_account"] = "bank_account"
    account: str | UnsetType = UNSET
    account_holder_name: str | None = None
    account_holder_type: str | None = None
    account_type: str | None = None
    available_payout_methods: list[str] | UnsetType = UNSET
    bank_name: str | None
    country: str
    currency: str
    customer: str | UnsetType = UNSET
    default_for_currency: bool | UnsetType = UNSET
    fingerprint: str | None
    future_requirements: Hash | UnsetType = UNSET
    last4: str
    metadata: dict[str, str] | UnsetType = UNSET
    requirements: Hash | UnsetType = UNSET
    routing_number: str | None
    status: Status = "new"


def verified(account: BankAccount) -> BankAccount:
    """The account once its owner has named the amounts of the microdeposits.

    Raises:
        BANK_ACCOUNT_VERIFIED: it was verified before.
    """
    status = LIFE_CYCLE[account.status].get("confirmed")
    if status is None:
        raise errors.BANK_ACCOUNT_VERIFIED()
    return replace(account, status=status)
