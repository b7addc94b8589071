"""Accounts that their platform rejects, and takes back.

Source: API reference, "Reject an account", "Unreject an account"; Stripe docs, "API changelog" of
2026-07-29 and 2026-09-30.
"""

from typing import Final

from simulator import errors
from simulator.operations.accounts.account_telling import tell_changed
from simulator.operations.accounts.account_verification import granted, judged
from simulator.operations.accounts.connected_accounts import of_path
from simulator.resources import account as states
from simulator.resources.account import Account
from simulator.work import Work

FRAUD: Final = "fraud"
SHOWN: Final = {"credit": "other"}
"""What `disabled_reason` makes of a reason that it has no word for; inferred."""


def reject(work: Work) -> Account:
    """POST /v1/accounts/{account}/reject

    Raises:
        ACCOUNT_INVALID: the account is not connected.
        NOT_LIABLE: it answers for itself.
    """
    before = of_path(work)
    if not states.answered_for(before):
        raise errors.NOT_LIABLE(account=before.id)
    reason: str = work.params["reason"]
    word = FRAUD if reason.startswith(FRAUD) else SHOWN.get(reason, reason)
    paid_out = work.params.get("payouts_action") == "none"
    return _judged(work, before, states.rejected(before, word, paid_out=paid_out))


def unreject(work: Work) -> Account:
    """POST /v1/accounts/{account}/unreject: it may again do what nothing else forbids.

    Raises:
        ACCOUNT_INVALID: the account is not connected.
        NOT_REJECTED: its platform has not rejected it.
    """
    before = of_path(work)
    if states.rejection(before) is None:
        raise errors.NOT_REJECTED(account=before.id)
    return _judged(work, before, states.taken_back(before))


def _judged(work: Work, before: Account, changed: Account) -> Account:
    after = work.keep(judged(work, changed, granted(before)))
    tell_changed(work, before, after)
    return after
