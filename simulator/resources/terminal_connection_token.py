"""The ConnectionToken: what lets an app at the till talk to readers; shown once, and not kept.

Source: API reference, "Terminal Connection Tokens".
"""

from typing import ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType


class ConnectionToken(msgspec.Struct, frozen=True, kw_only=True):
    """A ConnectionToken, for the readers of one Location or for all."""

    KIND: ClassVar[str] = "terminal.connection_token"

    object: Literal["terminal.connection_token"] = "terminal.connection_token"
    location: str | UnsetType = UNSET
    secret: str
