"""PaymentMethods that are no cards: the hash that each type shows, and what stands behind it.

Source: API reference, "The PaymentMethod object", "Create a PaymentMethod". A type without a row
of its own shows what was given.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from simulator import errors
from simulator.instruments.debit_accounts import NO_BRITISH_ACCOUNT
from simulator.operations.payers.cards import digits, fingerprint
from simulator.work import Work

TEST_BANK: Final = "STRIPE TEST BANK"
TEST_ROUTING: Final = "110000000"
ROUTING_DIGITS: Final = 9
Hash = dict[str, Any]
Maker = Callable[[Work, Hash], tuple[Hash, str]]

IBAN_PARTS: Final[Mapping[str, tuple[slice, slice]]] = {
    "AT": (slice(4, 9), slice(0, 0)),
    "BE": (slice(4, 7), slice(0, 0)),
    "DE": (slice(4, 12), slice(0, 0)),
    "ES": (slice(4, 8), slice(8, 12)),
    "FR": (slice(4, 9), slice(9, 14)),
    "GB": (slice(4, 8), slice(8, 14)),
    "IE": (slice(4, 8), slice(8, 14)),
    "IT": (slice(5, 10), slice(10, 15)),
    "NL": (slice(4, 8), slice(0, 0)),
}
"""Where bank and branch stand in a country's IBANs."""
IBAN_SHORTEST: Final = 15
UNUSABLE: Final = "000066666"
"""How test IBANs end of which no PaymentMethod can be made; shown of Austria's, inferred of others.

Source: Stripe docs, "Accept a SEPA Direct Debit payment" (test your integration).
"""

EMPTY: Final[Mapping[str, Hash]] = {
    "boleto": {"tax_id": None},
    "cashapp": {"buyer_id": None, "cashtag": None},
    "custom": {"display_name": None, "logo": None},
    "eps": {"bank": None},
    "fpx": {"account_holder_type": None, "bank": None},
    "ideal": {"bank": None, "bic": None},
    "klarna": {"dob": None},
    "kr_card": {"brand": None, "last4": None},
    "link": {"email": None},
    "naver_pay": {"buyer_id": None, "funding": "card"},
    "p24": {"bank": None},
    "paypal": {
        "country": None,
        "fingerprint": None,
        "payer_email": None,
        "payer_id": None,
        "verified_email": None,
    },
    "sofort": {"country": None},
}
"""What is shown of types that only repeat what they were given; `{}` for all others."""
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"sofort": ("country",)}
"""What has to be given of types that only repeat it."""
BICS: Final[Mapping[str, str]] = {
    "abn_amro": "ABNANL2A",
    "asn_bank": "ASNBNL21",
    "bunq": "BUNQNL2A",
    "ing": "INGBNL2A",
    "knab": "KNABNL2H",
    "rabobank": "RABONL2U",
    "regiobank": "RBRBNL21",
    "revolut": "REVOLT21",
    "sns_bank": "SNSBNL2A",
    "triodos_bank": "TRIONL2U",
    "van_lanschot": "FVLBNL22",
}


def details_of(work: Work, kind: str, given: Hash) -> tuple[Hash, str]:
    """The hash of a PaymentMethod, and the account number behind it (empty where there is none).

    Raises:
        PARAMETER_MISSING, INVALID_IBAN, BANK_ACCOUNT_UNUSABLE, ROUTING_NUMBER_INVALID,
        ACCOUNT_NUMBER_INVALID
    """
    if (maker := MAKERS.get(kind)) is not None:
        return maker(work, given)
    _required(given, kind, *NEEDED.get(kind, ()))
    shown = EMPTY.get(kind, {}) | {name: value or None for name, value in given.items()}
    if kind == "ideal":
        shown = shown | {"bic": BICS.get(shown["bank"] or "")}
    return dict(sorted(shown.items())), ""


def _required(given: Hash, kind: str, *names: str) -> None:
    for name in names:
        if not given.get(name):
            path = f"{kind}[{name}]"
            raise errors.PARAMETER_MISSING(name=path, param=path)


def check_routing(country: str, routing: str | None, param: str) -> None:
    """Refuse an American routing number that is none; those of other countries are not looked at.

    Raises:
        ROUTING_NUMBER_INVALID
    """
    if country == "US" and not (routing and digits(routing) and len(routing) == ROUTING_DIGITS):
        raise errors.ROUTING_NUMBER_INVALID(param=param)


def _us_bank_account(work: Work, given: Hash) -> tuple[Hash, str]:
    if given.get("financial_connections_account"):
        given = {"account_number": "000123456789", "routing_number": TEST_ROUTING} | given
    _required(given, "us_bank_account", "account_number", "routing_number")
    number, routing = given["account_number"], given["routing_number"]
    check_routing("US", routing, "us_bank_account[routing_number]")
    return {
        "account_holder_type": given.get("account_holder_type") or "individual",
        "account_type": given.get("account_type") or "checking",
        "bank_name": TEST_BANK,
        "financial_connections_account": given.get("financial_connections_account"),
        "fingerprint": fingerprint(work, f"{routing}/{number}"),
        "last4": number[-4:],
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": routing,
        "status_details": {},
    }, number


def _is_iban(iban: str) -> bool:
    """Whether an account number is formed as an IBAN, check digits and all (ISO 13616)."""
    if len(iban) < IBAN_SHORTEST or not (iban.isascii() and iban.isalnum() and iban[:2].isalpha()):
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _sepa_debit(work: Work, given: Hash) -> tuple[Hash, str]:
    _required(given, "sepa_debit", "iban")
    iban = "".join(given["iban"].split()).upper()
    if not _is_iban(iban):
        raise errors.INVALID_IBAN()
    if iban.endswith(UNUSABLE):
        raise errors.BANK_ACCOUNT_UNUSABLE()
    bank, branch = IBAN_PARTS.get(iban[:2], (slice(4, 8), slice(0, 0)))
    return {
        "bank_code": iban[bank],
        "branch_code": iban[branch],
        "country": iban[:2],
        "fingerprint": fingerprint(work, iban),
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }, iban


def _acss_debit(work: Work, given: Hash) -> tuple[Hash, str]:
    _required(given, "acss_debit", "account_number", "institution_number", "transit_number")
    number = given["account_number"]
    return {
        "bank_name": TEST_BANK,
        "fingerprint": fingerprint(work, f"acss/{number}"),
        "institution_number": given["institution_number"],
        "last4": number[-4:],
        "transit_number": given["transit_number"],
    }, number


def _bacs_debit(work: Work, given: Hash) -> tuple[Hash, str]:
    _required(given, "bacs_debit", "account_number", "sort_code")
    number = given["account_number"]
    if number == NO_BRITISH_ACCOUNT:
        raise errors.ACCOUNT_NUMBER_INVALID(param="bacs_debit[account_number]")
    return {
        "fingerprint": fingerprint(work, f"bacs/{number}"),
        "last4": number[-4:],
        "sort_code": given["sort_code"],
    }, number


def _au_becs_debit(work: Work, given: Hash) -> tuple[Hash, str]:
    _required(given, "au_becs_debit", "account_number", "bsb_number")
    number = given["account_number"]
    return {
        "bsb_number": given["bsb_number"],
        "fingerprint": fingerprint(work, f"becs/{number}"),
        "last4": number[-4:],
    }, number


def _nz_bank_account(_: Work, given: Hash) -> tuple[Hash, str]:
    _required(given, "nz_bank_account", "account_number", "bank_code", "branch_code", "suffix")
    number = given["account_number"]
    return {
        "account_holder_name": given.get("account_holder_name"),
        "bank_code": given["bank_code"],
        "bank_name": TEST_BANK,
        "branch_code": given["branch_code"],
        "last4": number[-4:],
        "suffix": given["suffix"],
    }, number


def _payto(_: Work, given: Hash) -> tuple[Hash, str]:
    """The account may be told by its alias alone."""
    number = given.get("account_number") or ""
    return {
        "bsb_number": given.get("bsb_number"),
        "last4": number[-4:] or None,
        "pay_id": given.get("pay_id"),
    }, number


def _upi(_: Work, __: Hash) -> tuple[Hash, str]:
    """The address is told by the payer's app; what the mandate is to be is not shown here."""
    return {"vpa": None}, ""


MAKERS: Final[Mapping[str, Maker]] = {
    "acss_debit": _acss_debit,
    "au_becs_debit": _au_becs_debit,
    "bacs_debit": _bacs_debit,
    "nz_bank_account": _nz_bank_account,
    "payto": _payto,
    "sepa_debit": _sepa_debit,
    "upi": _upi,
    "us_bank_account": _us_bank_account,
}
"""Types that show something else than what they were given."""
