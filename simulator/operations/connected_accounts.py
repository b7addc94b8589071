"""Other accounts that a request names: whether they are connected, and what they may do.

Source: Stripe docs, "Account capabilities", "Create destination charges"; recorded refusals.
"""

from typing import Any, Final

from simulator import errors
from simulator.resources.account import Account
from simulator.work import Work

RECEIVING: Final = frozenset({"transfers", "crypto_transfers", "legacy_payments"})
"""Capabilities of which an account needs one, for money to be moved to it."""


def application_of(work: Work, given: dict[str, Any]) -> str | None:
    """The application by which a payment to a connected account is made; None for a platform's own.

    An account that is nobody's and yet takes an application fee is its own platform.
    """
    if (platform := work.account.platform) is not None:
        return platform.application
    takes_fee = given.get("application_fee_amount") and not given.get("transfer_data")
    return work.account.application if takes_fee else None


def check_accounts(work: Work, given: dict[str, Any]) -> None:
    """Refuse to hand over to an account, or to act on behalf of one, that is not connected.

    Raises:
        REFERENCE_MISSING, CANNOT_RECEIVE
    """
    receiver = (given.get("transfer_data") or {}).get("destination")
    # A legacy charge says where to in its own way.
    told_as = "destination" if given.get("destination") else "transfer_data[destination]"
    for param, noun, id in (
        (told_as, "destination", receiver),
        ("on_behalf_of", "on_behalf_of", given.get("on_behalf_of")),
    ):
        if id and work.account.world.connected(work.account, id) is None:
            raise errors.REFERENCE_MISSING(param=param, noun=noun, id=id)
    check_receives(work, receiver)


def check_receives(work: Work, id: str | None) -> None:
    """Refuse to move money to an account that nobody asked to let it receive any.

    Unlike Stripe: a capability counts as soon as it was asked for, and not only once it is active,
    since whether an account is verified is inferred here. A standard account has it from the start.

    Raises:
        CANNOT_RECEIVE
    """
    known: Account | None = work.account.store.get(Account.KIND, id) if id else None
    if known is None or known.type == "standard":
        return
    asked = known.capabilities if isinstance(known.capabilities, dict) else {}
    if not RECEIVING & asked.keys():
        raise errors.CANNOT_RECEIVE()
