"""The ephemeral key: what a mobile app may see of one Customer, for an hour.

Source: API reference (mobile), recorded answers; `associated_objects` is recorded, not declared.
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType


class EphemeralKey(msgspec.Struct, frozen=True, kw_only=True):
    """An ephemeral key. `expires`: Unix seconds."""

    KIND: ClassVar[str] = "ephemeral_key"

    id: str
    object: Literal["ephemeral_key"] = "ephemeral_key"
    associated_objects: list[dict[str, Any]]
    created: int
    expires: int
    livemode: bool
    secret: str | UnsetType = UNSET
