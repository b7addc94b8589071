"""The Account Link: where the owner of a connected account is led, once, within some minutes.

Source: API reference, "Account Links".
"""

from typing import ClassVar, Final

import msgspec
from msgspec.structs import replace

LASTS: Final = 5 * 60
"""Seconds; inferred from recorded links, all of which are short-lived."""


class AccountLink(msgspec.Struct, frozen=True, kw_only=True):
    """What an Account Link leads to; no call shows it again. `id`: the end of its address."""

    KIND: ClassVar[str] = "account_link.page"

    id: str
    account: str
    expires_at: int
    refresh_url: str | None
    return_url: str | None
    used: bool = False

    def is_good(self, now: int) -> bool:
        """Whether it still leads to the onboarding, and not to where another link is made."""
        return not self.used and now < self.expires_at


def used(link: AccountLink) -> AccountLink:
    """The link that somebody has followed to the end."""
    return replace(link, used=True)
