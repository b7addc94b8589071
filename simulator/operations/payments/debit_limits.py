"""How much one debit may be, and how one is refused that is more.

What Stripe allows an account beyond that, week by week and payment by payment, is the account's own
business and not looked at. Some test accounts allow nothing at all.

Source: Stripe docs, "Bacs Direct Debit payments in the UK"; refusals of British and Canadian debits
that were quoted, of which one has the end left out, and another, of the test account, the kind.
"""

from collections.abc import Mapping
from typing import Final

from simulator import money
from simulator.instruments.bank_accounts import OVER_LIMIT, Failure, TestAccount

LARGEST: Final[Mapping[str, int]] = {"bacs_debit": 100_000_00}
"""By kind, minor units of the only currency that it takes."""
SENTENCE: Final = (
    "Your account currently does not support payment amounts greater than {most} for the type"
    " {kind}."
)


def refusal_of(account: TestAccount, kind: str, amount: int, currency: str) -> Failure | None:
    """Why a debit is not even begun; None: it is.

    Args:
        amount: minor units.
    """
    if account.refused_at_once:
        assert account.failure is not None
        is_limit = account.failure.code == OVER_LIMIT
        return _over(kind, 0, currency) if is_limit else account.failure
    most = LARGEST.get(kind)
    return _over(kind, most, currency) if most is not None and amount > most else None


def _over(kind: str, most: int, currency: str) -> Failure:
    told = f"{money.printed(most, currency)} {currency.upper()}"
    return Failure(OVER_LIMIT, SENTENCE.format(most=told, kind=kind))
