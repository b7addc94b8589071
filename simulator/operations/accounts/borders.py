"""Where money of a platform may go to, and where it may not: borders between accounts.

Source: quoted refusals; Stripe docs, "Cross-border transfers", "Create destination charges"
(cross-border support).
"""

from typing import Final

from simulator import errors
from simulator.operations.accounts.countries import reaches
from simulator.resources.account import Account, as_hash
from simulator.work import Work

APPROVED: Final = "US"
"""Whose platforms transfer everywhere, as a recorded one does. Unlike Stripe: which asks others of
them to have such accounts accept the agreement of those who only receive."""


def check_border(work: Work, receiver: Account) -> None:
    """Refuse to transfer money to an account in a country that the platform's does not reach.

    Raises:
        REGION_RESTRICTED
    """
    if work.account.country != APPROVED and not _reached(work, receiver):
        raise errors.REGION_RESTRICTED(country=receiver.country)


def check_settles(work: Work, receiver: Account) -> None:
    """Refuse a destination charge that would settle with a platform of another region.

    Raises:
        DESTINATION_ELSEWHERE
    """
    if not _reached(work, receiver):
        raise errors.DESTINATION_ELSEWHERE(country=receiver.country)


def _reached(work: Work, receiver: Account) -> bool:
    """Whether the platform reaches an account; who only receives is reached everywhere."""
    agreement = as_hash(receiver.tos_acceptance).get("service_agreement")
    return agreement == "recipient" or reaches(work.account.country, receiver.country)
