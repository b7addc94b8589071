"""The Location: where readers stand.

Source: API reference, "Terminal Locations". Which fields are absent where nothing was said is read
in the types of Stripe's SDK for Node.
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

Hash = dict[str, Any]


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A Location."""

    KIND: ClassVar[str] = "terminal.location"

    id: str
    object: Literal["terminal.location"] = "terminal.location"
    address: Hash
    address_kana: Hash | UnsetType = UNSET
    address_kanji: Hash | UnsetType = UNSET
    configuration_overrides: str | UnsetType = UNSET
    display_name: str
    display_name_kana: str | UnsetType = UNSET
    display_name_kanji: str | UnsetType = UNSET
    livemode: bool
    metadata: dict[str, str]
    phone: str | UnsetType = UNSET


class DeletedLocation(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a Location."""

    KIND: ClassVar[str] = "terminal.location.deleted"

    id: str
    object: Literal["terminal.location"] = "terminal.location"
    deleted: Literal[True] = True
