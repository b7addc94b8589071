"""Where an object may be that is not here; a refusal that names it says so, as Stripe's does.

It may be in the other mode, on the platform, or on one of its connected accounts.

Source: quoted and recorded refusals.
"""

from typing import Final

from simulator import errors
from simulator.world import Account

MODES: Final = {"_test_": "_live_", "_live_": "_test_"}


def hint(account: Account, kind: str, id: str) -> str:
    """What a refusal adds about an object that this account does not have; mostly nothing."""
    other = _other_mode(account)
    if other is not None and other.store.get(kind, id) is not None:
        here, there = ("live", "test") if account.livemode else ("test", "live")
        return errors.IN_THE_OTHER_MODE.format(here=here, there=there)
    if kind == "invoiceitem":  # Probed: this noun alone says where it was looked for.
        return f"(livemode={str(account.livemode).lower()})"
    if kind != "payment_method":
        return ""
    if account.platform is not None and account.platform.store.get(kind, id) is not None:
        return errors.OWNED_BY_THE_PLATFORM
    return errors.PERHAPS_ON_A_CONNECTED_ACCOUNT if account.store.table("account") else ""


def _other_mode(account: Account) -> Account | None:
    """The account of the same name in the other mode, if anybody has used it."""
    for mode, other in MODES.items():
        if mode in account.key[:8]:
            return account.world.known(account.key.replace(mode, other, 1))
    return None
