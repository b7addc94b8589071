"""What a platform may ask for of an account that it opens or changes: control, terms, capabilities.

Source: quoted refusals; Stripe docs, "Account controller properties", "Service agreement types",
"Account capabilities".
"""

from collections.abc import Collection
from typing import Any, Final

from simulator import errors
from simulator.operations.accounts.lacking import collects_itself
from simulator.resources.account import Account, answered_for, dashboard_of
from simulator.work import Work

Hash = dict[str, Any]

FIRST_TERMS: Final = 1_230_768_000
"""The first moment of 2009, Unix seconds."""
CLOCKS_DIFFER: Final = 86_400
"""Seconds that the clock of who accepts may be ahead. Unlike Stripe: which allows none, but whose
clock nobody has set."""


def check_opening(work: Work, account: Account, given: Hash) -> None:
    """Refuse to open an account that nobody can answer for in this way.

    Raises:
        TYPE_AND_CONTROLLER, STRIPE_IS_LIABLE, RECIPIENT_AT_HOME, and what `check_terms` raises
    """
    if given.get("type") and given.get("controller"):
        raise errors.TYPE_AND_CONTROLLER()
    hidden = dashboard_of(account) == "none"
    if hidden and not collects_itself(account) and answered_for(account):
        raise errors.STRIPE_IS_LIABLE()
    agreement = (given.get("tos_acceptance") or {}).get("service_agreement")
    if agreement == "recipient" and account.country == work.account.country:
        raise errors.RECIPIENT_AT_HOME(platform=work.account.country, country=account.country)
    check_terms(work, account, given)


def check_terms(work: Work, account: Account, given: Hash) -> None:
    """Refuse Stripe's terms that nobody can have accepted then, or for whom Stripe asks itself.

    Raises:
        TERMS_DATE_WRONG, TERMS_OF_SOMEBODY_ELSE
    """
    if not (accepted_at := (given.get("tos_acceptance") or {}).get("date")):
        return
    if not FIRST_TERMS <= accepted_at <= work.now + CLOCKS_DIFFER:
        raise errors.TERMS_DATE_WRONG()
    if not collects_itself(account):
        raise errors.TERMS_OF_SOMEBODY_ELSE()


def check_together(asked: Collection[str]) -> None:
    """Refuse to let an account take cards that could not be given any money.

    Raises:
        CARDS_WITHOUT_TRANSFERS
    """
    if "card_payments" in asked and "transfers" not in asked:
        raise errors.CARDS_WITHOUT_TRANSFERS()
