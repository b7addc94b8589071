"""Refusals of OAuth, which read otherwise than all others: a word, and what is said of it.

Source: Stripe docs, "Connect OAuth reference" (error codes). Sentences are quoted by those who met
them, unless a row says otherwise.
"""

from typing import Final

from simulator.errors.spec import ErrorSpec

OAUTH_WORDS: Final = frozenset(
    {
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "invalid_scope",
        "unsupported_grant_type",
    }
)
"""The codes of these rows, which alone are told of them; their type is not."""


def _refusal(code: str, message: str, status: int = 400) -> ErrorSpec:
    return ErrorSpec(
        status, "invalid_request_error", code, message, executed=True, documented=False
    )


OAUTH_NO_KEY: Final = _refusal(
    "invalid_client",
    "No authentication was provided. Send your secret API key using the Authorization header, or"
    " as a client_secret POST parameter.",
    401,
)
NOT_CONNECTED: Final = _refusal(
    "invalid_client",
    "This application is not connected to stripe account {account}, or that account does not"
    " exist.",
    401,
)
OTHER_APPLICATION: Final = _refusal(  # The sentence is inferred: none is recorded.
    "invalid_client", "No such application: '{application}'", 401
)
NO_GRANT_TYPE: Final = _refusal("invalid_request", "No grant type specified")
UNKNOWN_GRANT_TYPE: Final = _refusal(  # The sentence is inferred: none is recorded.
    "unsupported_grant_type", "Unsupported grant type: {name}"
)
OAUTH_LACKING: Final = _refusal(  # The sentence is inferred: none is recorded.
    "invalid_request", "No {name} specified"
)
NO_SUCH_CODE: Final = _refusal("invalid_grant", "Authorization code does not exist: {code}")
CODE_EXPIRED: Final = _refusal(  # The sentence is inferred: none is recorded.
    "invalid_grant", "Authorization code expired: {code}"
)
CODE_USED: Final = _refusal(
    "invalid_grant",
    "This authorization code has already been used. All tokens issued with this code have been"
    " revoked.",
)
NO_SUCH_REFRESH_TOKEN: Final = _refusal(  # The sentence is inferred: none is recorded.
    "invalid_grant", "Refresh token does not exist: {token}"
)
SCOPE_TOO_WIDE: Final = _refusal(  # The sentence is inferred: none is recorded.
    "invalid_scope", "Invalid scope provided: {scope}."
)
