"""Other accounts that a request names: whether they are connected, and what they may do.

Source: Stripe docs, "Account capabilities", "Create destination charges"; recorded refusals.
"""

from typing import Any, Final

from simulator import errors
from simulator.errors import StripeError
from simulator.keys import mask
from simulator.operations.accounts.borders import check_settles
from simulator.resources.account import Account, as_hash, dashboard_of
from simulator.work import Work
from simulator.world import Account as Owner

RECEIVING: Final = frozenset({"transfers", "crypto_transfers", "legacy_payments"})
"""Capabilities of which an account needs one, for money to be moved to it."""
CHARGING: Final = frozenset({"card_payments"})
"""What an account needs, for cards to be charged in it."""


def of_path(work: Work) -> Account:
    """The connected account that the path names.

    Raises:
        ACCOUNT_INVALID: the account is not connected, or there is none.
        OWN_ACCOUNT_ELSEWHERE: it is the one that asks, which its Dashboard changes.
    """
    id = work.path["account"]
    if id == work.account.id:
        raise errors.OWN_ACCOUNT_ELSEWHERE()
    if (found := work.find(Account, id)) is None:
        key = (work.account.platform or work.account).key
        raise errors.ACCOUNT_INVALID(masked=mask(key), account=id)
    return found


def application_of(work: Work, given: dict[str, Any]) -> str | None:
    """The application by which a payment to a connected account is made; None for a platform's own.

    An account that is nobody's and yet takes an application fee is its own platform.
    """
    if (platform := work.account.platform) is not None:
        return platform.application
    takes_fee = given.get("application_fee_amount") and not given.get("transfer_data")
    return work.account.application if takes_fee else None


def work_of(work: Work, id: str) -> Work:
    """What is done in a connected account, whoever asked for it: its events are its own."""
    there = work.account.world.connected(work.account, id)
    return work if there is None or there is work.account else work.beside(there)


def check_accounts(work: Work, given: dict[str, Any]) -> None:
    """Refuse to hand over to an account, or to act on behalf of one, that is not connected.

    Raises:
        OWN_ACCOUNT, REFERENCE_MISSING, CANNOT_RECEIVE, DESTINATION_ELSEWHERE, EXCLUSIVE
    """
    receiver = (given.get("transfer_data") or {}).get("destination")
    # A legacy charge says where to in its own way.
    told_as = "destination" if given.get("destination") else "transfer_data[destination]"
    for param, noun, id in (
        (told_as, "destination", receiver),
        ("on_behalf_of", "on_behalf_of", given.get("on_behalf_of")),
    ):
        if id:
            connected(work, id, param, noun)
    check_receives(work, receiver)
    if receiver and not given.get("on_behalf_of") and (known := _known(work, receiver)):
        check_settles(work, known)
    check_fee(given)


def check_charged_for(work: Work, given: dict[str, Any]) -> None:
    """Refuse to charge on behalf of an account that may receive money, and take no cards.

    Raises:
        CANNOT_CHARGE_FOR
    """
    known = _known(work, given.get("on_behalf_of"))
    if known is not None and _may(known, RECEIVING) and not _may(known, CHARGING):
        raise errors.CANNOT_CHARGE_FOR()


def check_charges(work: Work) -> None:
    """Refuse to charge a card in a connected account that nobody asked to let it take any.

    Raises:
        CANNOT_CHARGE
    """
    platform = work.account.platform
    known = _known(Work(platform), work.account.id) if platform is not None else None
    if known is not None and not _may(known, CHARGING):
        raise errors.CANNOT_CHARGE()


def _may(account: Account, wanted: frozenset[str]) -> bool:
    """Whether an account has one of these capabilities.

    Who has all of the Dashboard, and was asked for nothing, has what everybody has from the start.

    Unlike Stripe: a capability counts as soon as it was asked for, and not only once it is active,
    since whether an account is verified is inferred here.
    """
    asked = as_hash(account.capabilities)
    whole = account.type == "standard" or (not asked and dashboard_of(account) == "full")
    return whole or bool(wanted & asked.keys())


def _known(work: Work, id: str | None) -> Account | None:
    """The account of a platform as it is told of; None too where it is the platform's own."""
    return work.account.store.get(Account.KIND, id) if id else None


def connected(work: Work, id: str, param: str, noun: str) -> Owner:
    """The other account that a parameter names.

    Args:
        noun: what messages call it: `destination` or `on_behalf_of`.

    Raises:
        OWN_ACCOUNT, REFERENCE_MISSING
    """
    if id == work.account.id:
        raise errors.OWN_ACCOUNT(param=param, name=noun)
    found = work.account.world.connected(work.account, id)
    if found is None:
        raise errors.REFERENCE_MISSING(param=param, noun=noun, id=id)
    return found


def check_fee(given: dict[str, Any]) -> None:
    """Refuse an application fee beside a part that is handed over.

    Unlike Stripe: a platform may take a fee of its own payment, as if its key were one that it got
    by OAuth.

    Source: Stripe docs, "Create destination charges".

    Raises:
        FEE_AND_PART
    """
    part = (given.get("transfer_data") or {}).get("amount")
    if given.get("application_fee_amount") and part is not None:
        raise errors.FEE_AND_PART()


def check_accounts_within(work: Work, given: dict[str, Any], at: str) -> None:
    """The same where the parameters stand in a hash, whose name refusals then tell.

    Raises:
        what `check_accounts` raises
    """
    try:
        check_accounts(work, given)
    except StripeError as refusal:
        if refusal.param is not None:
            name, bracket, rest = refusal.param.partition("[")
            refusal.param = f"{at}[{name}]{bracket}{rest}"
        raise


def check_receives(work: Work, id: str | None) -> None:
    """Refuse to move money to an account that nobody asked to let it receive any.

    Raises:
        CANNOT_RECEIVE
    """
    known = _known(work, id)
    if known is not None and not _may(known, RECEIVING):
        raise errors.CANNOT_RECEIVE()
