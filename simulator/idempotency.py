"""What is remembered under an idempotency key.

Source: API reference, "Idempotent requests": the status and body of the first request, whether it
succeeded or failed, are given again for at least 24 hours to requests with the same parameters. API
v2 reference, "Idempotency": there it is 30 days, and what failed is done again.
"""

from typing import Any, Final

import msgspec

KEPT_FOR: Final = 24 * 60 * 60
"""Seconds on the account's clock."""
KEPT_FOR_V2: Final = 30 * 24 * 60 * 60
V2: Final = "/v2/"
LENGTH_MAX: Final = 255


def kept_for(path: str) -> int:
    """How long an answer of this address is remembered, seconds on the account's clock."""
    return KEPT_FOR_V2 if path.startswith(V2) else KEPT_FOR


def is_kept(path: str, status: int) -> bool:
    """Whether an answer of an operation that had begun is remembered at all."""
    return status < 400 or not path.startswith(V2)


class Remembered(msgspec.Struct, frozen=True, gc=False):
    """The first request under a key, and its answer."""

    path: str
    fingerprint: bytes
    request_id: str
    first_at: int
    status: int = 0
    """0 while the first request is under way."""
    body: bytes | None = None
    shows: Any = None
    """What the body was printed of, in place of the body, where it prints alike again: it is kept
    anyway, in its table or in an event, and costs nothing here."""
