"""The Mandate: the payer's word that money may be taken.

Source: API reference, "Mandates".
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

Hash = dict[str, Any]


class Mandate(msgspec.Struct, frozen=True, kw_only=True):
    """A Mandate; `multi_use` or `single_use` is there, after its type."""

    KIND: ClassVar[str] = "mandate"

    id: str
    object: Literal["mandate"] = "mandate"
    customer_acceptance: Hash
    livemode: bool
    multi_use: Hash | UnsetType = UNSET
    on_behalf_of: str | UnsetType = UNSET
    payment_method: str
    payment_method_details: Hash
    single_use: Hash | UnsetType = UNSET
    status: Literal["active", "inactive", "pending"] = "active"
    type: Literal["multi_use", "single_use"]
