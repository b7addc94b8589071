"""The value list of Radar, which rules look into, and its items.

Source: API reference, "Value Lists", "Value List Items".
"""

from typing import ClassVar, Literal

import msgspec

from simulator.wire.lists import Page

ItemType = Literal[
    "account",
    "card_bin",
    "card_fingerprint",
    "case_sensitive_string",
    "country",
    "crypto_fingerprint",
    "customer_id",
    "email",
    "ip_address",
    "sepa_debit_fingerprint",
    "string",
    "us_bank_account_fingerprint",
]


class ValueList(msgspec.Struct, frozen=True, kw_only=True):
    """A list; rules know it by its `alias`."""

    KIND: ClassVar[str] = "radar.value_list"

    id: str
    object: Literal["radar.value_list"] = "radar.value_list"
    alias: str
    created: int
    created_by: str
    item_type: ItemType = "string"
    list_items: Page
    livemode: bool
    metadata: dict[str, str]
    name: str


class ValueListItem(msgspec.Struct, frozen=True, kw_only=True):
    """One value in a list."""

    KIND: ClassVar[str] = "radar.value_list_item"

    id: str
    object: Literal["radar.value_list_item"] = "radar.value_list_item"
    created: int
    created_by: str
    livemode: bool
    value: str
    value_list: str
