"""Whose page it is: browsers show no key, so the account is found by what the address names."""

from typing import TypeVar

from simulator.store import Kept
from simulator.world import Account, World

K = TypeVar("K", bound=Kept)


def account_with(world: World, kind: type[K], id: str) -> tuple[Account, K] | None:
    """The account that holds this object, and the object."""
    for account in world.accounts():
        found: K | None = account.store.get(kind.KIND, id)
        if found is not None:
            return account, found
    return None
