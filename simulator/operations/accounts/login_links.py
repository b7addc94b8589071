"""Login links: they lead the owner of an account into its Express Dashboard, once.

Unlike Stripe: no page is there.

Source: API reference, "Login Links".
"""

from typing import Any

from simulator import errors
from simulator.operations.accounts.connected_accounts import of_path
from simulator.resources.account import dashboard_of
from simulator.work import Work

URL = "https://connect.stripe.com/express"


def create(work: Work) -> dict[str, Any]:
    """POST /v1/accounts/{account}/login_links; a link cannot be asked for again.

    Raises:
        ACCOUNT_INVALID: the account is not connected.
        NOT_EXPRESS: its owner has another dashboard, or none.
        NOT_ONBOARDED: its owner has not told all that is asked for.
    """
    account = of_path(work)
    if dashboard_of(account) != "express":
        raise errors.NOT_EXPRESS(account=account.id)
    if not account.details_submitted:
        raise errors.NOT_ONBOARDED()
    return {
        "object": "login_link",
        "created": work.now,
        "url": f"{URL}/{account.id}/{work.account.ids.any(12)}",
    }
