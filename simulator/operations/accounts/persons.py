"""The Persons behind a connected account.

Source: API reference, "Persons".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.account_verification import PENDING_US, judge_again, persons_of
from simulator.operations.accounts.connected_accounts import of_path, work_of
from simulator.operations.accounts.particulars import check_person
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import meets
from simulator.resources import account as states
from simulator.resources.account import Account, Person, as_hash
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]

ABROAD: Final = (
    "first_name_kana",
    "first_name_kanji",
    "gender",
    "last_name_kana",
    "last_name_kanji",
    "maiden_name",
    "nationality",
)
"""What is shown of a Person outside of the United States alone, null until it is told."""
EMPTIED: Final[Hash] = {
    "dob": dict.fromkeys(("day", "month", "year")),
    "full_name_aliases": [],
}
"""What is shown of what is emptied, where it is not null."""


def keep_person(work: Work, account: Account, bare: Hash, given: Hash) -> Person:
    told: Hash = bare | (given.get("individual") or {})
    person = Person(
        id=work.new_id("person"),
        account=account.id,
        additional_tos_acceptances={"account": dict.fromkeys(("date", "ip", "user_agent"))},
        address=address_in(None, account.country),
        created=work.now,
        dob=dict.fromkeys(("day", "month", "year")),
        future_requirements=dict(states.NO_REQUIREMENTS),
        metadata={},
        relationship={
            "authorizer": False,
            "director": False,
            "executive": False,
            "legal_guardian": False,
            "owner": False,
            "percent_ownership": None,
            "representative": False,
            "title": None,
        },
        verification={
            "additional_document": dict(states.NO_DOCUMENT),
            "details": None,
            "details_code": None,
            "document": dict(states.NO_DOCUMENT),
            "status": "unverified",
        },
    )
    if account.country != "US":
        person = replace(person, **dict.fromkeys(ABROAD))
    return work.keep(_told(account.country, person, told))


def add_person(work: Work, account: Account, bare: Hash, given: Hash) -> Person:
    """A Person more behind an account that there is, which an event tells of."""
    made = keep_person(work, account, bare, given)
    work_of(work, account.id).post("person.created", made)
    return made


def _told(country: str, person: Person, given: Hash) -> Person:
    """The Person with what was told; numbers are only said to be known."""
    known = set(Person.__struct_fields__) - {"id", "object", "account", "created", "requirements"}
    changes: Hash = {}
    for name, value in given.items():
        old = getattr(person, name, None)
        if name == "metadata":
            changes[name] = merged_metadata(person.metadata, value)
        elif name == "verification":
            changes[name] = with_documents(as_hash(old), value)
        elif name in known:
            nested = isinstance(old, dict) and isinstance(value, dict)
            changes[name] = merged_hashes(old or {}, value) if nested else value
            if value is None:
                changes[name] = EMPTIED.get(name)
    if given.get("id_number"):
        changes["id_number_provided"] = True
    if given.get("ssn_last_4") or (given.get("id_number") and country in {"CA", "US"}):
        changes["ssn_last_4_provided"] = True
    return _looked_into(replace(person, **changes), country)


def _looked_into(person: Person, country: str) -> Person:
    """The Person with what is lacking, and what Stripe has to look into."""
    lacking = states.lacking(person, country)
    shown: Hash = dict(as_hash(person.verification))
    has_document = bool((shown.get("document") or {}).get("front"))
    waits = not lacking and (country == "US" or has_document)
    pending = list(PENDING_US) if waits and country == "US" else []
    later = [] if lacking or waits else ["verification.document"]
    return replace(
        person,
        future_requirements=states.requirements([], pending),
        requirements=states.requirements(lacking, pending, later),
        verification=shown | {"status": "pending" if waits else "unverified"},
    )


def with_documents(before: Hash, told: Hash | None) -> Hash:
    """The files that were uploaded, as what they are of."""
    found = dict(before)
    for name in ("document", "additional_document"):
        if document := (told or {}).get(name):
            found[name] = dict(states.NO_DOCUMENT) | document
    return found


def change_person(work: Work, person: Person, given: Hash | None) -> None:
    """Tell more of a Person; an event tells of it, if that changes anything."""
    if given:
        account = work.find(Account, person.account)
        country = account.country if account else work.account.country
        after = work.keep(_told(country, person, given))
        if after != person:
            work_of(work, person.account).post("person.updated", after, before=person)


def create(work: Work) -> Person:
    """POST /v1/accounts/{account}/persons

    Raises:
        ACCOUNT_INVALID, and what `check_person` raises
    """
    account = of_path(work)
    check_person(work, account.country, work.params)
    person = add_person(work, account, {}, {"individual": work.params})
    judge_again(work, account)
    return person


def retrieve(work: Work) -> Person:
    """GET /v1/accounts/{account}/persons/{person}"""
    person = work.load(Person, work.path["person"], param="person")
    if person.account != work.path["account"]:
        raise errors.RESOURCE_MISSING(param="person", noun="person", id=person.id)
    return person


def update(work: Work) -> Person:
    """POST /v1/accounts/{account}/persons/{person}

    Raises:
        RESOURCE_MISSING, and what `check_person` raises
    """
    before = retrieve(work)
    check_person(work, of_path(work).country, work.params, before)
    change_person(work, before, work.params)
    judge_again(work, work.load(Account, before.account))
    return work.load(Person, before.id)


def delete(work: Work) -> Hash:
    """DELETE /v1/accounts/{account}/persons/{person}"""
    person = retrieve(work)
    work.drop(person)
    work_of(work, person.account).post("person.deleted", person)
    judge_again(work, of_path(work))
    return {"id": person.id, "object": "person", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/accounts/{account}/persons: all, or those who are this to it."""
    account = of_path(work)
    url = f"/v1/accounts/{account.id}/persons"
    found = persons_of(work, account.id)
    return page(found, work.params, url, "person", keep=meets(work, "relationship"))


def address_in(given: Hash | None, country: str) -> Hash:
    empty = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return empty | {"country": country} | {k: v for k, v in (given or {}).items() if k in empty}


def merged_hashes(before: Hash, told: Hash) -> Hash:
    """Hashes within hashes, the new over the old."""
    found = dict(before)
    for name, value in told.items():
        old = found.get(name)
        found[name] = (
            merged_hashes(old, value)
            if isinstance(old, dict) and isinstance(value, dict)
            else value
        )
    return found
