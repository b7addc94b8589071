"""What OAuth hands out: codes, access tokens, refresh tokens. No call of the API shows them.

Source: Stripe docs, "Using OAuth with Standard accounts", "Connect OAuth reference".
"""

from typing import Any, ClassVar, Final, Literal

import msgspec

Scope = Literal["read_only", "read_write"]

CODE_LASTS: Final = 5 * 60
"""Seconds in which a code can be exchanged, once."""


class AuthorizationCode(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser brings back when somebody has agreed. `expires`: Unix seconds."""

    KIND: ClassVar[str] = "oauth.code"

    id: str
    account: str | None = None
    """The account that was connected with it; None: it has not been used."""
    expires: int
    opens: dict[str, Any]
    """The parameters of the account that it connects."""
    scope: Scope


class AccessToken(msgspec.Struct, frozen=True, kw_only=True):
    """The key with which a platform acts for an account. `id`: the key itself."""

    KIND: ClassVar[str] = "oauth.access_token"

    id: str
    account: str
    code: str
    revoked: bool = False
    scope: Scope


class RefreshToken(msgspec.Struct, frozen=True, kw_only=True):
    """What gives another access token, of an equal or a lesser scope."""

    KIND: ClassVar[str] = "oauth.refresh_token"

    id: str
    account: str
    code: str
    revoked: bool = False
    scope: Scope
