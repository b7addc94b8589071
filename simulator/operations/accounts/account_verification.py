"""Verification: what is lacking of a connected account, and what it therefore may do.

In test mode Stripe verifies by itself: what was asked for is granted once nothing is lacking, in
the United States after some seconds. Which particulars are asked for where is inferred from
recorded accounts.

Source: Stripe docs, "Testing Stripe Connect", "Required verification information".
"""

from typing import Any, Final

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from simulator.agenda import due
from simulator.operations.accounts.account_telling import keep_requested, tell_changed
from simulator.resources import account as states
from simulator.resources.account import Account, Person
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import CardSource
from simulator.work import Work

Hash = dict[str, Any]

External = BankAccount | CardSource
VERIFIED: Final = "account_verified"
VERIFIED_AFTER: Final = 10
"""Seconds, in the United States."""
PENDING_US: Final = (
    "address.city",
    "address.line1",
    "address.postal_code",
    "address.state",
    "id_number",
    "verification.document",
)
"""What Stripe looks into for some seconds after a Person was named in the United States."""


def granted(account: Account) -> list[str]:
    return list(account.capabilities) if isinstance(account.capabilities, dict) else []


def judged(work: Work, account: Account, asked: list[str]) -> Account:
    """The account with what is lacking, and what it therefore may do.

    Whoever has told enough to be looked into is verified some seconds later.
    """
    person = representative(work, account.id)
    persons = ["individual." + name for name in states.lacking(person, account.country)] if (
        person is not None and account.type == "custom"
    ) else []  # fmt: skip
    externals = externals_of(work, account.id)
    lacking = sorted([*persons, *(["external_account"] if account.type == "custom" and not externals
                                  else [])])  # fmt: skip
    looked_into = account.country == "US" and account.business_type == "individual"
    waits = looked_into and not persons and person is not None and not states.verified(person)
    if (waits or _anybody_waits(work, account.id)) and not _is_looked_into(work, account.id):
        work.schedule(work.now + VERIFIED_AFTER, VERIFIED, account.id)
    keep_requested(work, account, [name for name in asked if name not in granted(account)])
    active = "inactive" if persons else "pending" if waits else "active"
    reason = "requirements.past_due" if lacking else None
    if waits and not lacking:
        reason = "requirements.pending_verification"
    may = active == "active" and bool(asked)
    paid_out = may and bool(externals)
    if (rejection := states.rejection(account)) is not None:
        active, may, reason = "inactive", False, rejection
        paid_out = account.payouts_enabled and bool(externals)
    pending = [f"individual.{name}" for name in PENDING_US] if waits else []
    later = _later(person)
    return replace(
        account,
        capabilities=dict.fromkeys(asked, active),
        charges_enabled=may,
        details_submitted=not lacking,
        external_accounts=listed_externals(account.id, externals),
        future_requirements=_account_requirements([], [], pending, None),
        individual=UNSET if person is None else shown_person(person),
        payouts_enabled=paid_out,
        requirements=_account_requirements(lacking, later, pending, reason),
    )


def _anybody_waits(work: Work, account: str) -> bool:
    return any(states.is_pending(person) for person in persons_of(work, account))


def _is_looked_into(work: Work, account: str) -> bool:
    """Whether Stripe is at it already."""
    return work.account.agenda.has(VERIFIED, account)


def _later(person: Person | None) -> list[str]:
    """What is due at some time, but not now."""
    told = (person.requirements or {}) if person is not None else {}
    later = set(told.get("eventually_due", ())) - set(told.get("currently_due", ()))
    return sorted(f"individual.{name}" for name in later)


def _account_requirements(
    lacking: list[str], later: list[str], pending: list[str], reason: str | None
) -> Hash:
    found = states.requirements(lacking, pending, later)
    return dict(sorted((found | {"current_deadline": None, "disabled_reason": reason}).items()))


@due(VERIFIED)
def account_verified(work: Work, id: str) -> None:
    """Stripe has looked into what was told, and grants what was asked for."""
    before = work.find(Account, id)
    if before is None:
        return
    for person in persons_of(work, id):
        if states.is_pending(person):
            work.keep(_verified(person))
    tell_changed(work, before, work.keep(judged(work, before, granted(before))))


def _verified(person: Person) -> Person:
    """The Person whom Stripe has looked into."""
    shown: Hash = dict(person.verification) if isinstance(person.verification, dict) else {}
    return replace(
        person,
        future_requirements=dict(states.NO_REQUIREMENTS),
        requirements=dict(states.NO_REQUIREMENTS),
        verification=shown | {"status": "verified"},
    )


def judge_again(work: Work, account: Account) -> None:
    tell_changed(work, account, work.keep(judged(work, account, granted(account))))


def shown_person(person: Person) -> Hash:
    """A Person inside the account."""
    found: Hash = msgspec.to_builtins(person)
    found.pop("additional_tos_acceptances", None)
    return found


def representative(work: Work, account: str) -> Person | None:
    return next(iter(persons_of(work, account)), None)


def persons_of(work: Work, account: str) -> list[Person]:
    """The account's persons, as this operation left them, the first first."""
    return list(work.where(Person, "account", account))


def externals_of(work: Work, account: str) -> list[External]:
    """The account's external accounts, the oldest first; bank accounts before cards."""
    return [
        *work.where(BankAccount, "account", account),
        *work.where(CardSource, "account", account),
    ]


def listed_externals(account: str, externals: list[External]) -> Hash:
    return {
        "object": "list",
        "data": [msgspec.to_builtins(each) for each in externals],
        "has_more": False,
        "total_count": len(externals),
        "url": f"/v1/accounts/{account}/external_accounts",
    }
