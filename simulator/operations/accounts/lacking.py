"""What is lacking of a connected account before it may do what it was asked to.

Which particulars are asked for where is recorded for individuals and companies whose platform
collects them, and in Stripe's own example of an account of which nothing is known; how the two go
together is inferred. Where Stripe collects them, nothing is lacking once the owner has been
onboarded.

Source: Stripe docs, "Required verification information"; API reference, "The Account object".
"""

from typing import Any, Final

from simulator.resources import account as states
from simulator.resources.account import Account, Person, as_hash

Hash = dict[str, Any]

TERMS: Final = ("tos_acceptance.date", "tos_acceptance.ip")
NAMES: Final = ("representative.first_name", "representative.last_name")
"""What is asked of somebody before it is known what kind of business it is."""
ADDRESS: Final = ("city", "line1", "postal_code")
PHONED: Final = frozenset({"US"})
"""Where the representative of a company is asked for a phone number, an address to write to, and a
title; and its owners for their names."""
OWNERS: Final = ("company.owners_provided", "owners.email", "owners.first_name", "owners.last_name")


def collects_itself(account: Account) -> bool:
    """Whether the platform collects what is lacking, and not Stripe from the owner."""
    controller = as_hash(account.controller)
    return controller.get("requirement_collection") == "application"


def lacking_facts(account: Account, persons: list[Person]) -> list[str]:
    """What is not known of the business and of those behind it."""
    if not collects_itself(account) and account.details_submitted:
        return []
    found = [*_of_business(account), *_of_terms(account)]
    if account.business_type is None:
        found += ["business_type", *(() if persons else NAMES)]
    elif account.business_type != "individual":
        found += [*of_company(account), *_of_owners(account, persons)]
    return sorted([*found, *_of_persons(account, persons)])


def _of_business(account: Account) -> list[str]:
    """A platform need not say the category of a business that it describes; recorded."""
    profile = account.business_profile or {}
    described = bool(profile.get("url") or profile.get("product_description"))
    found = [] if described else ["business_profile.url"]
    if not profile.get("mcc") and not (described and collects_itself(account)):
        found.append("business_profile.mcc")
    return found


def _of_terms(account: Account) -> tuple[str, ...]:
    terms = as_hash(account.tos_acceptance)
    return () if terms.get("date") else TERMS


def of_company(account: Account) -> list[str]:
    """What is not known of the company itself."""
    known = as_hash(account.company)
    address = known.get("address") or {}
    lines = (*ADDRESS, "state") if account.country in states.WITH_STATES else ADDRESS
    found = [f"company.address.{line}" for line in lines if not address.get(line)]
    if not known.get("name"):
        found.append("company.name")
    if not known.get("tax_id_provided"):
        found.append("company.tax_id")
    if account.country in PHONED and not known.get("phone"):
        found.append("company.phone")
    return found


def _of_owners(account: Account, persons: list[Person]) -> list[str]:
    known = as_hash(account.company)
    if account.country not in PHONED or known.get("owners_provided"):
        return []
    if any(_is(person, "owner") for person in persons):
        return ["company.owners_provided"]
    return list(OWNERS)


def _of_persons(account: Account, persons: list[Person]) -> list[str]:
    """What is not known of the individual; or of a company's persons, each by its id."""
    if account.business_type == "individual":
        wanted = states.wanted(account.country)
        lacks = states.lacking(persons[0], account.country) if persons else wanted
        return [f"individual.{name}" for name in lacks]
    found = [
        f"{person.id}.{name}"
        for person in persons
        for name in states.lacking(person, account.country)
    ]
    represented = any(_is(person, "representative") for person in persons)
    if account.business_type is not None and not represented and not _only_receives(account):
        more = ("email", "relationship.title") if account.country in PHONED else ()
        found += [f"representative.{name}" for name in (*states.wanted(account.country), *more)]
    return found


def _only_receives(account: Account) -> bool:
    """Whether it receives transfers alone; nobody asks for its representative then, as recorded."""
    terms = as_hash(account.tos_acceptance)
    return terms.get("service_agreement") == "recipient"


def _is(person: Person, role: str) -> bool:
    return bool(isinstance(person.relationship, dict) and person.relationship.get(role))
