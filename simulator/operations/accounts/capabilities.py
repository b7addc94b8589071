"""Capabilities: which a connected account has, and asking for more.

Source: API reference, "Capabilities".
"""

from functools import cache
from typing import Any

from simulator import catalogue, errors
from simulator.catalogue import Nested
from simulator.operations.accounts.account_telling import shown, tell_changed
from simulator.operations.accounts.account_verification import granted, judged
from simulator.operations.accounts.connected_accounts import of_path
from simulator.operations.accounts.opening_rules import check_together
from simulator.resources.capability import Capability
from simulator.wire.lists import Page
from simulator.wire.nouns import noun_of
from simulator.work import Work


def retrieve(work: Work) -> Capability:
    """GET /v1/accounts/{account}/capabilities/{capability}

    Raises:
        ACCOUNT_INVALID: the account is not connected.
        RESOURCE_MISSING: there is no such capability in the world.
    """
    return shown(work, of_path(work), _named(work))


def list_all(work: Work) -> Page:
    """GET /v1/accounts/{account}/capabilities: those that were asked for."""
    account = of_path(work)
    found: list[Any] = [shown(work, account, name) for name in sorted(granted(account))]
    return Page(data=found, has_more=False, url=f"/v1/accounts/{account.id}/capabilities")


def update(work: Work) -> Capability:
    """POST /v1/accounts/{account}/capabilities/{capability}

    Raises:
        ACCOUNT_INVALID, RESOURCE_MISSING, CARDS_WITHOUT_TRANSFERS
    """
    before = of_path(work)
    name = _named(work)
    asked = set(granted(before))
    match work.params.get("requested"):
        case True:
            asked.add(name)
        case False:
            asked.discard(name)
    check_together(asked)
    after = judged(work, before, sorted(asked))
    tell_changed(work, before, work.keep(after))
    return shown(work, after, name)


@cache
def _names() -> frozenset[str]:
    """Every capability that there is."""
    for field in catalogue.resource("Account").fields:
        if field.name == "capabilities" and isinstance(field.kind, Nested):
            return frozenset(each.name for each in field.kind.fields)
    raise LookupError("the SDK does not say which capabilities there are")


def _named(work: Work) -> str:
    name = work.path["capability"]
    if name not in _names():
        kind = Capability.KIND
        raise errors.RESOURCE_MISSING(param=kind, noun=noun_of(kind), id=name)
    return name
