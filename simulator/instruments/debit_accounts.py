"""The test accounts of debits in Australia, Canada, New Zealand and the United Kingdom.

Source: Stripe docs, "Accept an Australia BECS Direct Debit payment", "Bacs Direct Debit payments",
"Accept a Canadian pre-authorized debit payment", "Accept a New Zealand BECS Direct Debit payment"
(each "Test your integration"). The numbers behind the Canadian names are inferred: they are those
of the American accounts that end alike. So is that a payment fails without the mandate which the
bank has refused.
"""

from collections.abc import Mapping
from typing import Final

NAMES: Final[Mapping[str, str]] = {
    "acss_debit": "pm_acssDebit",
    "au_becs_debit": "pm_auBecsDebit",
    "bacs_debit": "pm_bacsDebit",
    "nz_bank_account": "pm_nzBankAccount",
}
"""How the names of test PaymentMethods begin; they end with the outcome."""

NUMBERS: Final[Mapping[str, Mapping[str, str]]] = {
    "acss_debit": {
        "000123456789": "success",
        "900123456789": "successDelayed",
        "000111111113": "accountClosed",
        "000111111116": "noAccount",
        "000222222227": "insufficientFunds",
        "900222222227": "insufficientFundsDelayed",
        "000333333335": "debitNotAuthorized",
        "000555555559": "dispute",
        "000888888881": "exceedsTransactionLimit",
    },
    "au_becs_debit": {
        "000123456": "success",
        "900123456": "successDelayed",
        "111111113": "accountClosed",
        "111111116": "noAccount",
        "222222227": "referToCustomer",
        "922222227": "referToCustomerDelayed",
        "333333335": "debitNotAuthorized",
        "666666660": "dispute",
        "343434343": "exceedsWeeklyLimit",
        "121212121": "exceedsTransactionLimit",
    },
    "bacs_debit": {
        "00012345": "success",
        "90012345": "successDelayed",
        "33333335": "debitNotAuthorized",
        "93333335": "debitNotAuthorizedDelayed",
        "22222227": "insufficientFunds",
        "92222227": "insufficientFundsDelayed",
        "55555559": "dispute",
        "00033333": "mandateRefused",
        "34343434": "exceedsWeeklyLimit",
        "12121212": "exceedsTransactionLimit",
    },
    "nz_bank_account": {
        "0000000": "success",
        "2222222": "insufficientFunds",
        "8888888": "referToCustomer",
        "1111111": "noAccount",
        "5555555": "debitNotAuthorized",
        "9999999": "processing",
    },
}
"""What becomes of a debit, by the account's number."""
NO_BRITISH_ACCOUNT: Final = "00044444"
"""The British number of which no PaymentMethod can be made."""

DISPUTED_LATE: Final = frozenset({"bacs_debit"})
"""Where the payment that is disputed succeeds after three minutes only."""
NZ_SUFFIXES: Final[Mapping[str, str]] = {
    "0000000": "010",
    "1111111": "016",
    "2222222": "027",
    "5555555": "059",
}
"""How these accounts go on in New Zealand; the others with 000."""
BANKS: Final[Mapping[str, Mapping[str, str]]] = {
    "acss_debit": {"institution_number": "000", "transit_number": "11000"},
    "au_becs_debit": {"bsb_number": "000000"},
    "bacs_debit": {"sort_code": "108800"},
    "nz_bank_account": {"bank_code": "11", "branch_code": "0000"},
    "us_bank_account": {"routing_number": "110000000"},
}
"""The test bank of each."""


def numbers_of(kind: str, number: str) -> dict[str, str]:
    """What a form says of an account: the hash that a PaymentMethod of this kind is made of."""
    if kind == "sepa_debit":
        return {"iban": number}
    numbers = {"account_number": number, **BANKS[kind]}
    if kind == "nz_bank_account":
        numbers["suffix"] = NZ_SUFFIXES.get(number, "000")
    return numbers
