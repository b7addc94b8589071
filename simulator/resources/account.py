"""The Account that a platform has connected, and the Persons behind it.

Source: API reference, "Accounts", "Persons"; Stripe docs, "Required verification information".
"""

from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

Hash = dict[str, Any]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A connected account, as its platform sees it."""

    KIND: ClassVar[str] = "account"

    id: str
    object: Literal["account"] = "account"
    business_profile: Hash | None = None
    business_type: Literal["company", "government_entity", "individual", "non_profit"] | None = None
    capabilities: Hash | UnsetType = UNSET
    charges_enabled: bool = False
    company: Hash | UnsetType = UNSET
    controller: Hash | UnsetType = UNSET
    country: str
    created: int
    default_currency: str
    details_submitted: bool = False
    email: str | None = None
    external_accounts: Hash | UnsetType = UNSET
    future_requirements: Hash | UnsetType = UNSET
    groups: Hash | UnsetType = UNSET
    individual: Hash | UnsetType = UNSET
    metadata: dict[str, str]
    payouts_enabled: bool = False
    requirements: Hash | UnsetType = UNSET
    settings: Hash | None = None
    tos_acceptance: Hash | UnsetType = UNSET
    type: Literal["custom", "express", "none", "standard"] = "standard"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom an account's verification asks about."""

    KIND: ClassVar[str] = "person"

    id: str
    object: Literal["person"] = "person"
    account: str
    additional_tos_acceptances: Hash | UnsetType = UNSET
    address: Hash | UnsetType = UNSET
    address_kana: Hash | UnsetType | None = UNSET
    address_kanji: Hash | UnsetType | None = UNSET
    created: int
    dob: Hash | UnsetType = UNSET
    email: str | None = None
    first_name: str | None = None
    first_name_kana: str | UnsetType | None = UNSET
    first_name_kanji: str | UnsetType | None = UNSET
    full_name_aliases: list[str] | UnsetType = UNSET
    future_requirements: Hash | None = None
    gender: str | UnsetType | None = UNSET
    id_number_provided: bool = False
    id_number_secondary_provided: bool | UnsetType = UNSET
    last_name: str | None = None
    last_name_kana: str | UnsetType | None = UNSET
    last_name_kanji: str | UnsetType | None = UNSET
    maiden_name: str | UnsetType | None = UNSET
    metadata: dict[str, str]
    nationality: str | UnsetType | None = UNSET
    phone: str | UnsetType = UNSET
    political_exposure: str | UnsetType = UNSET
    registered_address: Hash | UnsetType = UNSET
    relationship: Hash | UnsetType = UNSET
    requirements: Hash | None = None
    ssn_last_4_provided: bool = False
    us_cfpb_data: Hash | UnsetType = UNSET
    verification: Hash | UnsetType = UNSET


ADDRESS: Final = ("address.city", "address.line1", "address.postal_code")
OF_EVERYBODY: Final = ("dob.day", "dob.month", "dob.year", "first_name", "last_name")
WITH_STATES: Final = frozenset({"AU", "CA", "US"})
"""Countries whose addresses have a state."""


WITHOUT_PHONES: Final = frozenset({"CA"})
"""Countries in which nobody is asked for a phone number."""
WITH_NUMBERS: Final = frozenset({"CR", "GT", "PK"})
"""Countries in which an identity number is asked for at once."""
WITH_ALIASES: Final = frozenset({"SG"})
"""Countries in which other names are asked for."""
IN_KANA: Final = frozenset({"JP"})
"""Countries whose addresses are told in scripts of their own, and not looked at here."""


def wanted(country: str) -> list[str]:
    """What is to be told of somebody in this country; inferred from recorded accounts."""
    found = [*OF_EVERYBODY, *(() if country in IN_KANA else ADDRESS)]
    if country not in WITHOUT_PHONES:
        found.append("phone")
    if country in WITH_STATES:
        found.append("address.state")
    if country == "US":
        found.append("ssn_last_4")
    if country in WITH_NUMBERS:
        found.append("id_number")
    if country in WITH_ALIASES:
        found.append("full_name_aliases")
    return sorted(found)


def lacking(person: Person, country: str) -> list[str]:
    """What is still to be told of a Person."""
    return [name for name in wanted(country) if not _told(person, name)]


def _told(person: Person, name: str) -> bool:
    if name in ("id_number", "ssn_last_4"):
        return bool(getattr(person, f"{name}_provided"))
    outer, _, inner = name.partition(".")
    value = getattr(person, outer)
    return bool(value.get(inner) if isinstance(value, dict) else value and value is not UNSET)


def requirements(due: list[str], pending: list[str], later: list[str] | None = None) -> Hash:
    """The requirements of a Person: what is due is past due at once, for custom accounts."""
    return {
        "alternatives": [],
        "currently_due": due,
        "errors": [],
        "eventually_due": sorted([*due, *(later or ())]),
        "past_due": due,
        "pending_verification": pending,
    }


NO_REQUIREMENTS: Final = requirements([], [])
NO_DOCUMENT: Final[Hash] = {"back": None, "details": None, "details_code": None, "front": None}


def is_pending(person: Person) -> bool:
    """Whether Stripe has to look into what was told of a Person."""
    return _verification_status(person) == "pending"


def verified(person: Person) -> bool:
    """Whether Stripe has looked into what was told of a Person."""
    return _verification_status(person) == "verified"


def _verification_status(person: Person) -> str | None:
    return person.verification.get("status") if isinstance(person.verification, dict) else None


def as_hash(told: Any) -> Hash:
    """A hash of an account or a Person; empty where there is none."""
    return told if isinstance(told, dict) else {}


def dashboard_of(account: Account) -> str | None:
    """Which Dashboard its owner has: `full`, `express` or `none`."""
    dashboard = as_hash(account.controller).get("stripe_dashboard") or {}
    kind: str | None = dashboard.get("type")
    return kind


def answered_for(account: Account) -> bool:
    """Whether its platform is liable for its negative balance."""
    controller = as_hash(account.controller)
    return bool((controller.get("losses") or {}).get("payments") == "application")


REJECTED_BY_PLATFORM: Final = "rejected.platform_"


def rejection(account: Account) -> str | None:
    """Why the platform has rejected an account; None: it has not."""
    told = as_hash(account.requirements)
    reason = told.get("disabled_reason") or ""
    return reason if reason.startswith(REJECTED_BY_PLATFORM) else None


def rejected(account: Account, reason: str, *, paid_out: bool) -> Account:
    """The account that its platform rejects: it takes no payments any more.

    Args:
        reason: what `disabled_reason` says after `rejected.platform_`.
        paid_out: whether what it has may still be paid out.
    """
    told = account.requirements if isinstance(account.requirements, dict) else NO_REQUIREMENTS
    return msgspec.structs.replace(
        account,
        charges_enabled=False,
        payouts_enabled=account.payouts_enabled and paid_out,
        requirements=told | {"disabled_reason": REJECTED_BY_PLATFORM + reason},
    )


def taken_back(account: Account) -> Account:
    """The account that its platform no longer rejects; what else it lacks is judged anew."""
    told = account.requirements if isinstance(account.requirements, dict) else NO_REQUIREMENTS
    return msgspec.structs.replace(account, requirements=told | {"disabled_reason": None})
