"""Account links: where the owner of a connected account is led through its onboarding.

Source: API reference, "Account Links"; Stripe docs, "Stripe-hosted onboarding".
"""

from typing import Any, Final

from simulator import errors
from simulator.operations.accounts.account_telling import tell_changed
from simulator.operations.accounts.lacking import collects_itself
from simulator.operations.accounts.onboarding import onboarded
from simulator.resources import account_link as states
from simulator.resources.account import Account
from simulator.resources.account_link import AccountLink
from simulator.work import Work

PAGES: Final = {"custom": "c", "express": "e"}
"""What the path says of the account's type; of all others `s`."""


def create(work: Work) -> dict[str, Any]:
    """POST /v1/account_links; a link cannot be asked for again.

    Raises:
        NO_LINK_FOR: there is no such account under this platform.
        NO_SUCH_LINK: its owner tells Stripe what has changed in another way.
    """
    given = work.params
    id = given["account"]
    if (known := work.find(Account, id)) is None:
        raise errors.NO_LINK_FOR()
    if given["type"] == "account_update" and not collects_itself(known):
        raise errors.NO_SUCH_LINK(type=given["type"])
    page = PAGES.get(known.type, "s")
    link = work.keep(
        AccountLink(
            id=work.account.ids.any(12),
            account=id,
            expires_at=work.now + states.LASTS,
            refresh_url=given.get("refresh_url"),
            return_url=given.get("return_url"),
        )
    )
    return {
        "object": "account_link",
        "created": work.now,
        "expires_at": link.expires_at,
        "url": f"{work.account.world.connect_url}/setup/{page}/{id}/{link.id}",
    }


def follow(work: Work, link: AccountLink, *, submits: bool) -> None:
    """The owner has come to the link's end: all is told, or it is left for later."""
    work.keep(states.used(link))
    account = work.find(Account, link.account)
    if account is not None and submits:
        tell_changed(work, account, work.keep(onboarded(work, account)))
