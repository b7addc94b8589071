"""API keys as errors may show them."""

from typing import Final

SHORT: Final = 12
"""What is no key at all, and shorter than this, is shown as it was sent; recorded."""


def mask(key: str, *, ends: int = 4) -> str:
    """Its prefix, stars one for one, its last characters.

    Args:
        ends: how many are shown at the end: 4; where a permission lacks 6, as is recorded.
    """
    kind = "_".join(key.split("_")[:2]) + "_" if key.count("_") >= 2 else ""
    if not kind and len(key) < SHORT:
        return key
    rest = key[len(kind) :]
    return kind + "*" * max(0, len(rest) - ends) + rest[-ends:]
