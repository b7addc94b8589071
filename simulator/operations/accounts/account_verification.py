"""Verification: what is lacking of a connected account, and what it therefore may do.

In test mode Stripe verifies by itself: what was asked for is granted once nothing is lacking, in
the United States after some seconds.

Source: Stripe docs, "Testing Stripe Connect", "Account capabilities"; recorded accounts.
"""

from typing import Any, Final

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from simulator.agenda import due
from simulator.operations.accounts.account_telling import keep_requested, tell_changed
from simulator.operations.accounts.connected_accounts import work_of
from simulator.operations.accounts.lacking import collects_itself, lacking_facts, of_company
from simulator.operations.accounts.payout_destinations import externals_of, listed
from simulator.resources import account as states
from simulator.resources.account import Account, Person, as_hash
from simulator.work import Work

Hash = dict[str, Any]

VERIFIED: Final = "account_verified"
VERIFIED_AFTER: Final = 10
"""Seconds, in the United States."""
OF_ONE: Final = frozenset({None, "individual"})
"""Kinds of business behind which one Person is shown."""
REPORTING: Final = "tax_reporting_"
"""How capabilities begin that are there at once, as recorded."""
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

    Whoever has told a platform enough to be looked into is verified some seconds later; whom Stripe
    has onboarded is verified then.
    """
    persons = persons_of(work, account.id)
    facts = lacking_facts(account, persons)
    externals = externals_of(work, account.id)
    onboarded = not collects_itself(account) and account.details_submitted
    lacking = facts if externals or onboarded else sorted([*facts, "external_account"])
    looked_into = any(map(states.is_pending, persons))
    waits = looked_into and not facts and account.country == "US"
    if looked_into and not _is_looked_into(work, account.id):
        work.schedule(work.now + VERIFIED_AFTER, VERIFIED, account.id)
    active = "inactive" if facts else "pending" if waits else "active"
    reason = "requirements.past_due" if lacking else None
    if waits and not lacking:
        reason = "requirements.pending_verification"
    may = active == "active" and bool(asked)
    paid_out = may and bool(externals)
    if (rejection := states.rejection(account)) is not None:
        active, may, reason = "inactive", False, rejection
        paid_out = account.payouts_enabled and bool(externals)
    person = persons[0] if persons and account.business_type in OF_ONE else None
    pending = [f"individual.{name}" for name in PENDING_US] if waits and person else []
    keep_requested(work, account, [name for name in asked if name not in granted(account)])
    return replace(
        account,
        capabilities={name: "active" if name.startswith(REPORTING) else active for name in asked},
        charges_enabled=may,
        details_submitted=onboarded or _submitted(account, lacking),
        external_accounts=listed(account.id, externals),
        future_requirements=_account_requirements([], [], pending, None),
        individual=UNSET if person is None else shown_person(person),
        payouts_enabled=paid_out,
        requirements=_account_requirements(lacking, _later(person), pending, reason),
    )


def _submitted(account: Account, lacking: list[str]) -> bool:
    """Of a company that it has told of itself is enough, as recorded; its persons may follow."""
    if not collects_itself(account):
        return False
    if account.business_type in OF_ONE:
        return not lacking
    return not of_company(account)


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
            verified = work.keep(_verified(person))
            work_of(work, id).post("person.updated", verified, before=person)
    tell_changed(work, before, work.keep(judged(work, before, granted(before))))


def _verified(person: Person) -> Person:
    """The Person whom Stripe has looked into."""
    shown: Hash = dict(as_hash(person.verification))
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
