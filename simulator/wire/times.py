"""Moments as API v2 writes them: RFC 3339, in UTC, with milliseconds."""

from datetime import UTC, datetime

from simulator import errors


def rfc3339(moment: int) -> str:
    """Unix seconds, written."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def moment_of(text: str, param: str) -> float:
    """Unix seconds of what was written.

    Raises:
        INVALID_STRING: it is no moment with its distance from UTC.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise errors.INVALID_STRING(param=param, value=text)
    return found.timestamp()
