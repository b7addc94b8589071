"""Account links: where the owner of a connected account is led through its onboarding.

Unlike Stripe: no page is there; what would be told on it is told by the API instead.

Source: API reference, "Account Links".
"""

from typing import Any, Final

from simulator.operations.accounts.connected_accounts import connected
from simulator.work import Work

EXPIRES_AFTER: Final = 5 * 60
"""Seconds; inferred from recorded links, all of which are short-lived."""
PAGES: Final = {"custom": "c", "express": "e"}
"""What the path says of the account's type; of all others `s`."""


def create(work: Work) -> dict[str, Any]:
    """POST /v1/account_links; a link cannot be asked for again.

    Raises:
        OWN_ACCOUNT, REFERENCE_MISSING: there is no such account under this platform.
    """
    id = work.params["account"]
    connected(work, id, "account", "account")
    known = work.find_any("account", id)
    page = PAGES.get(known.type if known is not None else "", "s")
    return {
        "object": "account_link",
        "created": work.now,
        "expires_at": work.now + EXPIRES_AFTER,
        "url": f"https://connect.stripe.com/setup/{page}/{id}/{work.account.ids.any(12)}",
    }
