"""The Mandate: the payer's word that money may be taken, and how it comes to hold no longer.

Source: API reference, "Mandates".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]
Status = Literal["active", "inactive", "pending"]
Move = Literal["agreed", "refused", "revoked", "used"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "pending": {"agreed": "active", "refused": "inactive"},
    "active": {"refused": "inactive", "revoked": "inactive", "used": "inactive"},
    "inactive": {},
}
"""From which status which news leads where; a bank may still refuse one that was taken in."""
REVOCATION_REASONS: Final = frozenset(
    "account_closed bank_account_restricted bank_ownership_changed could_not_process"
    " debit_not_authorized".split()
)
"""Why the network for debits in the United Kingdom may say that a mandate was taken back."""


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
    status: Status = "active"
    type: Literal["multi_use", "single_use"]


def moved(mandate: Mandate, move: Move, reason: str | None = None) -> Mandate:
    """The Mandate after this news; that of a debit in the United Kingdom says what its network did.

    Args:
        reason: the failure code of the debit with which it was taken back.
    """
    details = mandate.payment_method_details
    network = details.get("bacs_debit")
    if network and move in ("refused", "revoked"):
        told: Hash = {"network_status": move}
        if move == "revoked":
            told["revocation_reason"] = reason if reason in REVOCATION_REASONS else None
        details = details | {"bacs_debit": network | told}
    return replace(mandate, status=LIFE_CYCLE[mandate.status][move], payment_method_details=details)
