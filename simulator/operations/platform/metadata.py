"""Metadata after an update: what was there, and what was sent.

Source: API reference, "Metadata".
"""

from typing import Any

from simulator import errors
from simulator.wire.readers import METADATA_KEYS_MAX


def merged_metadata(before: dict[str, str], given: Any) -> dict[str, str]:
    """Metadata after an update: an empty value drops its key, an empty hash drops all.

    Raises:
        METADATA_TOO_MANY: what was there and what is new are too many together.
    """
    if not given:
        return {}
    merged = {key: value for key, value in (before | given).items() if value not in ("", None)}
    if len(merged) > METADATA_KEYS_MAX:
        raise errors.METADATA_TOO_MANY(count=len(merged))
    return merged
