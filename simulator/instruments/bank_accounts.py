"""The test bank accounts: what every account number, IBAN and `pm_…` name of theirs stands for.

Source: Stripe docs, "Testing", "Accept an ACH Direct Debit payment", "Accept a SEPA Direct Debit
payment", and the pages that `debit_accounts` names. The failure messages but for that of a generic
decline, which was posted of a SEPA debit, and the delays but for "three minutes", are inferred.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import msgspec

from simulator.instruments import debit_accounts
from simulator.instruments.sepa_ibans import IBANS

SOON: Final = 3
"""Seconds until a bank answers in test mode."""
THREE_MINUTES: Final = 180
GENERIC_DECLINE: Final = "generic_decline"
OVER_LIMIT: Final = "charge_exceeds_transaction_limit"


class Failure(msgspec.Struct, frozen=True, gc=False):
    """Why a bank did not pay."""

    code: str
    message: str
    decline_code: str | None = None


class TestAccount(msgspec.Struct, frozen=True, kw_only=True):
    """One test account, and how a debit of it ends."""

    number: str
    """The account number, or the IBAN without blanks."""
    kind: str = "us_bank_account"
    """The type of the PaymentMethods that its names stand for."""
    names: tuple[str, ...] = ()
    """Whole names of test PaymentMethods."""
    tokens: tuple[str, ...] = ()
    """Whole names of test tokens."""
    failure: Failure | None = None
    after: int = SOON
    """Seconds until the bank answers."""
    refused_at_once: bool = False
    """Whether the debit is not even begun."""
    answers: bool = True
    """Whether the bank ever answers."""
    dispute: str | None = None
    """The reason of the dispute that follows a success."""
    ends_mandate: bool = False
    """Whether the payer's word holds no longer once the bank has refused."""
    refuses_mandate: bool = False
    """Whether the bank does not even take the payer's word."""
    microdeposits: bool = True
    """Whether microdeposits arrive."""
    instant: bool = True
    """Whether a payout may go there at once."""


FAILURES: Final[Mapping[str, Failure]] = {
    row.code: row
    for row in (
        Failure("account_closed", "The customer's bank account has been closed."),
        Failure("no_account", "The customer's bank account could not be located."),
        Failure(
            "insufficient_funds",
            "The customer's account has insufficient funds to cover this payment.",
        ),
        Failure(
            "debit_not_authorized",
            "The customer has notified their bank that this payment was unauthorized.",
        ),
        Failure(
            "invalid_currency",
            "The bank was unable to process this payment because of its currency. This can occur"
            " when the payment is not in the currency of the account.",
        ),
        Failure(
            GENERIC_DECLINE,
            "The transaction can't be processed because your customer's account information is"
            " missing or incorrect. Collect a new mandate and ask your customer to provide their"
            " name and address exactly as it appears on their bank account. After this, you can"
            " attempt the transaction again.",
        ),
        Failure(
            "refer_to_customer",
            "The customer's bank has refused this payment. Ask the customer to contact their bank.",
        ),
        Failure("fraudulent", "The payment was blocked because it has a high risk of fraud."),
        Failure(
            "charge_exceeds_weekly_limit",
            "Your weekly limit of debits was exceeded by this payment.",
        ),
        Failure(
            "charge_exceeds_source_limit",
            "The payment exceeds the weekly volume limit of this bank account.",
        ),
        Failure(
            OVER_LIMIT,
            "The payment exceeds the limit of a single transaction of this bank account.",
        ),
    )
}


def _us_bank_accounts() -> Iterator[TestAccount]:
    def named(*names: str) -> tuple[str, ...]:
        return tuple(f"pm_usBankAccount_{name}" for name in names) + (
            ("pm_usBankAccount",) if "success" in names else ()
        )

    yield TestAccount(
        number="000123456789", names=named("success"), tokens=("btok_us", "btok_us_verified")
    )
    for number, name, code in (
        ("000111111113", "accountClosed", "account_closed"),
        ("000111111116", "noAccount", "no_account"),
        ("000222222227", "insufficientFunds", "insufficient_funds"),
        ("000333333335", "debitNotAuthorized", "debit_not_authorized"),
        ("000444444440", "invalidCurrency", "invalid_currency"),
    ):
        token = f"btok_us_verified_{name}"
        yield TestAccount(number=number, names=named(name), tokens=(token,), failure=FAILURES[code])
    yield TestAccount(
        number="000000004954",
        names=named("riskLevelHighest", "radarBlock"),
        failure=FAILURES["fraudulent"],
        refused_at_once=True,
    )
    yield TestAccount(
        number="000777777771",
        names=named("weeklyLimitExceeded"),
        failure=FAILURES["charge_exceeds_weekly_limit"],
        refused_at_once=True,
    )
    yield TestAccount(number="000666666661", names=named("failMicrodeposits"), microdeposits=False)
    yield TestAccount(number="000555555559", names=named("dispute"), dispute="debit_not_authorized")
    yield TestAccount(number="000888888883", instant=False)
    yield TestAccount(number="000000000009", names=named("processing"), answers=False)


LIMITED: Final[Mapping[str, str]] = {
    "000343434": "charge_exceeds_source_limit",
    "000121212": "charge_exceeds_weekly_limit",
    "2222227": "insufficient_funds",
}
"""How the last digits of further IBANs end, in every country."""


def _ending(code: str) -> dict[str, Any]:
    """How a debit ends that fails with this code: one over a limit is not even begun."""
    return {"failure": FAILURES[code], "refused_at_once": code.startswith("charge_exceeds_")}


_OUTCOMES: Final[Mapping[str, dict[str, Any]]] = {
    "success": {},
    "successDelayed": {"after": THREE_MINUTES},
    "failed": {"failure": FAILURES[GENERIC_DECLINE]},
    "failedDelayed": {"failure": FAILURES[GENERIC_DECLINE], "after": THREE_MINUTES},
    "disputed": {"dispute": "debit_not_authorized"},
    "exceedsWeeklyVolumeLimit": _ending("charge_exceeds_source_limit"),
    "exceedsWeeklyTransactionLimit": _ending("charge_exceeds_weekly_limit"),
    "insufficientFunds": _ending("insufficient_funds"),
    "insufficientFundsDelayed": _ending("insufficient_funds") | {"after": THREE_MINUTES},
    "referToCustomer": _ending("refer_to_customer"),
    "referToCustomerDelayed": _ending("refer_to_customer") | {"after": THREE_MINUTES},
    "accountClosed": _ending("account_closed") | {"ends_mandate": True},
    "noAccount": _ending("no_account") | {"ends_mandate": True},
    "debitNotAuthorized": _ending("debit_not_authorized") | {"ends_mandate": True},
    "debitNotAuthorizedDelayed": _ending("debit_not_authorized")
    | {"after": THREE_MINUTES, "ends_mandate": True},
    "mandateRefused": _ending("debit_not_authorized") | {"refuses_mandate": True},
    "dispute": {"dispute": "debit_not_authorized"},
    "exceedsWeeklyLimit": _ending("charge_exceeds_source_limit"),
    "exceedsTransactionLimit": _ending("charge_exceeds_transaction_limit"),
    "processing": {"answers": False},
}


def _sepa_accounts() -> Iterator[TestAccount]:
    for country, ibans in IBANS.items():
        for outcome, iban in ibans.items():
            plain = (f"pm_sepaDebit_{outcome}",) if country == "at" else ()
            names = (f"pm_sepaDebit_{outcome}_{country}", *plain)
            yield TestAccount(number=iban, kind="sepa_debit", names=names, **_OUTCOMES[outcome])


def _debit_accounts() -> Iterator[TestAccount]:
    for kind, numbers in debit_accounts.NUMBERS.items():
        for number, outcome in numbers.items():
            ending = _OUTCOMES[outcome]
            if outcome == "dispute" and kind in debit_accounts.DISPUTED_LATE:
                ending = ending | {"after": THREE_MINUTES}
            name = f"{debit_accounts.NAMES[kind]}_{outcome}"
            yield TestAccount(number=number, kind=kind, names=(name,), **ending)


EVERY: Final[tuple[TestAccount, ...]] = (
    *_us_bank_accounts(),
    *_sepa_accounts(),
    *_debit_accounts(),
)
ACCOUNTS: Final[Mapping[str, TestAccount]] = {
    account.number: account for account in reversed(EVERY)
}
"""By number; an American and a Canadian account of one number end alike."""
NAMED: Final[Mapping[str, TestAccount]] = {
    name: account for account in EVERY for name in account.names
}
TOKENS: Final[Mapping[str, TestAccount]] = {
    token: account for account in ACCOUNTS.values() for token in account.tokens
}
"""The test tokens of American bank accounts. Source: Stripe docs, "Testing Stripe Connect"."""


@lru_cache(maxsize=4096)
def behind(number: str) -> TestAccount:
    """How a debit of this account ends; one that is on no list is paid."""
    if (found := ACCOUNTS.get(number)) is not None:
        return found
    for digits, code in LIMITED.items():
        if number.endswith(digits):
            return TestAccount(number=number, **_ending(code))
    return TestAccount(number=number)
