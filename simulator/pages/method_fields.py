"""What the payment page asks for each kind of PaymentMethod, and what it makes of the answers.

Cards have fields of a form of their own (`checkout_fields`); a kind without a row asks for nothing
but who pays, and its payer says the rest on the page of a bank, or pays elsewhere.

Source: API reference, "Create a PaymentMethod"; Stripe docs, the page of each kind. The sentences
are those of Stripe's own page where a kind has been seen there, else inferred.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from simulator.operations.payers.payer_details import asked_of
from simulator.resources.payment_method import IN_PERSON

Hash = dict[str, Any]

NAMES: Final[Mapping[str, str]] = {
    "acss_debit": "Pre-authorized debit",
    "afterpay_clearpay": "Afterpay",
    "au_becs_debit": "BECS Direct Debit",
    "bacs_debit": "Bacs Direct Debit",
    "blik": "BLIK",
    "cashapp": "Cash App Pay",
    "customer_balance": "Bank transfer",
    "eps": "EPS",
    "fpx": "FPX",
    "grabpay": "GrabPay",
    "ideal": "iDEAL",
    "kr_card": "Korean card",
    "mb_way": "MB WAY",
    "mobilepay": "MobilePay",
    "nz_bank_account": "NZ bank account",
    "oxxo": "OXXO",
    "p24": "Przelewy24",
    "paynow": "PayNow",
    "paypal": "PayPal",
    "promptpay": "PromptPay",
    "sepa_debit": "SEPA Direct Debit",
    "twint": "TWINT",
    "upi": "UPI",
    "us_bank_account": "US bank account",
    "wechat_pay": "WeChat Pay",
}
"""What a kind is called, where that is not its type in words."""


class Entry(NamedTuple):
    """One field of a kind."""

    name: str
    """Of the form's input."""
    param: str
    """In the PaymentMethod's own hash."""
    label: str
    hint: str
    shortest: int
    """Digits, or characters that are no blanks."""
    wrong: str
    """What is said of an answer that is too short."""
    digits: bool = True


ENTRIES: Final[Mapping[str, tuple[Entry, ...]]] = {
    "acss_debit": (
        Entry("transit", "transit_number", "Transit number", "11000", 5,
              "The transit number is incomplete."),
        Entry("institution", "institution_number", "Institution number", "000", 3,
              "The institution number is incomplete."),
        Entry("acssNumber", "account_number", "Account number", "000123456789", 7,
              "The account number is incomplete."),
    ),
    "au_becs_debit": (
        Entry("bsb", "bsb_number", "BSB", "000000", 6, "The BSB you entered is incomplete."),
        Entry("becsNumber", "account_number", "Account number", "000123456", 5,
              "The account number is incomplete."),
    ),
    "bacs_debit": (
        Entry("sortCode", "sort_code", "Sort code", "108800", 6, "The sort code is incomplete."),
        Entry("bacsNumber", "account_number", "Account number", "00012345", 8,
              "The account number is incomplete."),
    ),
    "blik": (
        Entry("blikCode", "code", "BLIK code", "123456", 6, "Your BLIK code is incomplete."),
    ),
    "boleto": (
        Entry("taxId", "tax_id", "CPF/CNPJ", "000.000.000-00", 11,
              "Your tax ID is incomplete.", digits=False),
    ),
    "nz_bank_account": (
        Entry("nzBank", "bank_code", "Bank code", "11", 2, "The bank code is incomplete."),
        Entry("nzBranch", "branch_code", "Branch code", "0000", 4,
              "The branch code is incomplete."),
        Entry("nzNumber", "account_number", "Account number", "0000000", 7,
              "The account number is incomplete."),
        Entry("nzSuffix", "suffix", "Suffix", "010", 2, "The suffix is incomplete."),
    ),
    "sepa_debit": (
        Entry("iban", "iban", "IBAN", "AT61 1904 3002 3457 3201", 15,
              "The IBAN you entered is incomplete.", digits=False),
    ),
    "us_bank_account": (
        Entry("routingNumber", "routing_number", "Routing number", "110000000", 9,
              "The routing number is incomplete."),
        Entry("accountNumber", "account_number", "Account number", "000123456789", 1,
              "The account number is incomplete."),
    ),
}  # fmt: skip
"""By kind. No two kinds share a name: all of them may stand in one form."""
FOR_ONE_ATTEMPT: Final = frozenset({"blik"})
"""Kinds whose fields say nothing of the PaymentMethod, but of this attempt to pay."""


def shown_kinds(types: Iterable[str]) -> tuple[str, ...]:
    """The kinds that the page offers, a card first.

    With cards, Link is no choice of its own: Stripe's page shows it as a button beside them.
    """
    kinds = [kind for kind in types if kind not in IN_PERSON]
    if "card" not in kinds:
        return tuple(kinds)
    return ("card", *(kind for kind in kinds if kind not in ("card", "link")))


def name_of(kind: str) -> str:
    """What a kind is called."""
    return NAMES.get(kind) or kind.replace("_", " ").capitalize()


def asks_name(kind: str) -> bool:
    """Whether the payer has to say a name."""
    return "name" in asked_of(kind)


def wrong(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the fields of a kind, by field."""
    found = {
        entry.name: entry.wrong
        for entry in ENTRIES.get(kind, ())
        if len(_answer(entry, values)) < entry.shortest
    }
    if asks_name(kind) and not values.get("name"):
        found["name"] = "Required"
    return found


def own_hash(kind: str, values: Mapping[str, str]) -> Hash:
    """What the PaymentMethod says of its kind: the hash that is named like it."""
    if kind in FOR_ONE_ATTEMPT:
        return {}
    own: Hash = {entry.param: _answer(entry, values) for entry in ENTRIES.get(kind, ())}
    if kind == "us_bank_account":
        own["account_holder_type"] = "individual"
    if kind == "sofort":
        own["country"] = values.get("country") or "DE"
    return own


def attempt_options(kind: str, values: Mapping[str, str]) -> Hash:
    """`payment_method_options` of the confirmation: what the payer says for this attempt alone."""
    if kind == "wechat_pay":
        return {kind: {"client": "web"}}
    if kind in FOR_ONE_ATTEMPT:
        return {kind: {entry.param: _answer(entry, values) for entry in ENTRIES[kind]}}
    return {}


def digits(text: str) -> str:
    """A number without the blanks and strokes that people put into it."""
    return "".join(c for c in text if c.isascii() and c.isdigit())


def _answer(entry: Entry, values: Mapping[str, str]) -> str:
    typed = values.get(entry.name, "")
    return digits(typed) if entry.digits else "".join(typed.split())
