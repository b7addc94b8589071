"""One movement of money in double entry."""

import msgspec


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """One movement of money: its postings sum to nothing."""

    at: int
    """The account's time, Unix seconds; of a release the moment of what it was part of."""
    what: str
    subject: str
    currency: str
    postings: dict[str, int]
    """Minor units by position."""
