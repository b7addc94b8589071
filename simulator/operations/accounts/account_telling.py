"""What is told when a connected account changes: of each capability, and of the account.

Source: Stripe docs, "Types of events" (account.updated, capability.updated). That the capabilities
come first is inferred.
"""

from typing import Any

from simulator.operations.accounts.connected_accounts import work_of
from simulator.resources.account import Account, Person, as_hash
from simulator.resources.bank_account import BankAccount
from simulator.resources.capability import Capability, Requested, capability
from simulator.resources.card import CardSource
from simulator.work import Work


def shown(work: Work, account: Account, name: str) -> Capability:
    """A capability of the account."""
    requested = work.find(Requested, _id(account, name))
    return capability(account, name, None if requested is None else requested.at)


def keep_requested(work: Work, account: Account, names: list[str]) -> None:
    """Remember since when capabilities are asked for."""
    for name in names:
        work.keep(Requested(id=_id(account, name), at=work.now))


def _id(account: Account, name: str) -> str:
    return f"{account.id}/{name}"


def tell_opened(work: Work, account: Account) -> None:
    """Post, in a new account, the events of what it was opened with.

    That the account itself is told of by none, and in which order the others come, is inferred.
    """
    made: list[tuple[str, Any]] = [
        ("person.created", each) for each in work.where(Person, "account", account.id)
    ]
    for kind in (BankAccount, CardSource):
        known = work.where(kind, "account", account.id)
        made += [("account.external_account.created", each) for each in known]
    if not made:
        return
    world = work.account.world
    there = world.opened_under(work.account, account.id) or world.connect(work.account, account.id)
    for type, thing in made:
        work.beside(there).post(type, thing)


def tell_changed(work: Work, before: Account, after: Account) -> None:
    """Post the events of what has changed, in the account itself; none if nothing has."""
    if after == before:
        return
    there = work_of(work, after.id)
    was, now = (as_hash(each.capabilities) for each in (before, after))
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            old = shown(work, before, name)
            there.post("capability.updated", shown(work, after, name), before=old)
    there.post("account.updated", after, before=before)
