"""The external accounts of a connected account, and to which of them its payouts go.

They are kept with the platform, which manages them, and read by both.

Source: API reference, "External accounts"; Stripe docs, "Manage payout accounts for connected
accounts".
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from simulator.operations.accounts.connected_accounts import work_of
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import CardSource
from simulator.work import Work

External = BankAccount | CardSource


def at_platform(work: Work) -> Work:
    """What is done where an account's external accounts are kept."""
    platform = work.account.platform
    return work if platform is None else work.beside(platform)


def externals_of(work: Work, account: str) -> list[External]:
    """The account's bank accounts and debit cards, the oldest first within each kind."""
    return [
        *work.where(BankAccount, "account", account),
        *work.where(CardSource, "account", account),
    ]


def find_external(work: Work, id: str) -> External | None:
    return work.find(BankAccount, id) or work.find(CardSource, id)


def default_of(externals: Iterable[External], currency: str) -> External | None:
    """Where payouts in this currency go."""
    return next((e for e in externals if e.currency == currency and e.default_for_currency), None)


def made_default(work: Work, account: str, wanted: External) -> External:
    """The external account once payouts in its currency go there, and to no other any more."""
    before = default_of(externals_of(work, account), wanted.currency or "")
    if before is not None and before.id != wanted.id:
        less = work.keep(replace(before, default_for_currency=False))
        work_of(work, account).post("account.external_account.updated", less, before=before)
    return work.keep(replace(wanted, default_for_currency=True))


def listed(account: str, externals: list[External]) -> dict[str, Any]:
    """The external accounts as the account shows them, the newest first."""
    return {
        "object": "list",
        "data": [msgspec.to_builtins(external) for external in reversed(externals)],
        "has_more": False,
        "total_count": len(externals),
        "url": f"/v1/accounts/{account}/external_accounts",
    }
