"""The Configuration: how the readers of a Location look, and what they ask for.

Source: API reference, "Terminal Configuration". Which fields are absent where nothing was said is
read in the types of Stripe's SDK for Node.
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

Hash = dict[str, Any]


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """A Configuration."""

    KIND: ClassVar[str] = "terminal.configuration"

    id: str
    object: Literal["terminal.configuration"] = "terminal.configuration"
    bbpos_wisepad3: Hash | UnsetType = UNSET
    bbpos_wisepos_e: Hash | UnsetType = UNSET
    cellular: Hash | UnsetType = UNSET
    is_account_default: bool | None = False
    livemode: bool
    name: str | None = None
    offline: Hash | UnsetType = UNSET
    reader_security: Hash | UnsetType = UNSET
    reboot_window: Hash | UnsetType = UNSET
    stripe_s700: Hash | UnsetType = UNSET
    stripe_s710: Hash | UnsetType = UNSET
    stripe_t600: Hash | UnsetType = UNSET
    tipping: Hash | UnsetType = UNSET
    verifone_m425: Hash | UnsetType = UNSET
    verifone_p400: Hash | UnsetType = UNSET
    verifone_p630: Hash | UnsetType = UNSET
    verifone_ux700: Hash | UnsetType = UNSET
    verifone_v660p: Hash | UnsetType = UNSET
    wifi: Hash | UnsetType = UNSET


class DeletedConfiguration(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a Configuration."""

    KIND: ClassVar[str] = "terminal.configuration.deleted"

    id: str
    object: Literal["terminal.configuration"] = "terminal.configuration"
    deleted: Literal[True] = True
