"""Access tokens of OAuth: keys with which a platform acts for an account that agreed to it.

Source: Stripe docs, "Connect OAuth reference". How a token that was taken back is refused is
inferred.
"""

from typing import Final

from simulator import errors
from simulator.keys import mask
from simulator.operations.accounts.oauth import TOKEN_LENGTH
from simulator.resources.oauth import AccessToken
from simulator.world import Account, World


class Reading:
    """What may only be read: every permission that says so."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.endswith("_read")


READING: Final = Reading()


def opened_by(world: World, key: str) -> tuple[Account, Reading | None] | None:
    """The account that a token opens, and what it may do there (None: everything).

    Returns:
        None where the key is no token.

    Raises:
        ACCOUNT_INVALID: the token was taken back.
    """
    if len(key) != TOKEN_LENGTH:
        return None
    for platform in world.accounts():
        token = platform.store.get(AccessToken.KIND, key)
        if token is None:
            continue
        account = None if token.revoked else world.connected(platform, token.account)
        if account is None:
            raise errors.ACCOUNT_INVALID(masked=mask(key), account=token.account)
        return account, READING if token.scope == "read_only" else None
    return None
