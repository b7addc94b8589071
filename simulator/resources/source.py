"""The Source: a way to pay, as it was before PaymentMethods.

Source: API reference, "Sources"; Stripe docs, "Sources and their life".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]
Status = Literal["pending", "chargeable", "consumed", "canceled", "failed"]
Move = Literal["authorized", "refused", "expired", "charged", "detached"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "pending": {"authorized": "chargeable", "refused": "failed", "expired": "canceled"},
    "chargeable": {"charged": "consumed", "detached": "consumed", "expired": "canceled"},
    "consumed": {},
    "canceled": {},
    "failed": {},
}
"""From which status which move leads where; what is not here changes nothing."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A Source; it has one hash, named after its type."""

    KIND: ClassVar[str] = "source"

    id: str
    object: Literal["source"] = "source"
    ach_credit_transfer: Hash | UnsetType = UNSET
    ach_debit: Hash | UnsetType = UNSET
    acss_debit: Hash | UnsetType = UNSET
    alipay: Hash | UnsetType = UNSET
    allow_redisplay: Literal["always", "limited", "unspecified"] | None = None
    amount: int | None
    au_becs_debit: Hash | UnsetType = UNSET
    bancontact: Hash | UnsetType = UNSET
    card: Hash | UnsetType = UNSET
    card_present: Hash | UnsetType = UNSET
    client_secret: str
    code_verification: Hash | UnsetType = UNSET
    created: int
    currency: str | None
    customer: str | UnsetType = UNSET
    eps: Hash | UnsetType = UNSET
    flow: str
    giropay: Hash | UnsetType = UNSET
    ideal: Hash | UnsetType = UNSET
    klarna: Hash | UnsetType = UNSET
    livemode: bool
    metadata: dict[str, str]
    multibanco: Hash | UnsetType = UNSET
    owner: Hash | None
    p24: Hash | UnsetType = UNSET
    receiver: Hash | UnsetType = UNSET
    redirect: Hash | UnsetType = UNSET
    sepa_credit_transfer: Hash | UnsetType = UNSET
    sepa_debit: Hash | UnsetType = UNSET
    sofort: Hash | UnsetType = UNSET
    source_order: Hash | UnsetType = UNSET
    statement_descriptor: str | None = None
    status: Status
    three_d_secure: Hash | UnsetType = UNSET
    type: str
    usage: Literal["reusable", "single_use"] | None
    wechat: Hash | UnsetType = UNSET


def moved(source: Source, move: Move) -> Source:
    """The Source after this; a reusable one of a Customer is not used up by a charge."""
    if move == "charged" and source.usage == "reusable" and source.customer:
        return source
    status = LIFE_CYCLE[source.status].get(move, source.status)
    if isinstance(source.redirect, dict) and move in ("authorized", "refused"):
        ended: Hash = {"status": "succeeded"}
        if move == "refused":
            ended = {"failure_reason": "declined", "status": "failed"}  # the reason is inferred
        return replace(source, status=status, redirect={**source.redirect, **ended})
    return replace(source, status=status)
