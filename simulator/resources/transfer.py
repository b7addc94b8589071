"""The Transfer: money that a platform hands to one of its connected accounts, and takes back.

Source: API reference, "Transfers", "Transfer Reversals".
"""

from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.wire.lists import Page, with_newest


class TransferReversal(msgspec.Struct, frozen=True, kw_only=True):
    """Money of a Transfer on its way back; minor units."""

    KIND: ClassVar[str] = "transfer_reversal"

    id: str
    object: Literal["transfer_reversal"] = "transfer_reversal"
    amount: int
    balance_transaction: str | None
    created: int
    currency: str
    destination_payment_refund: str | None
    metadata: dict[str, str]
    source_refund: str | None = None
    transfer: str


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A Transfer; `destination_payment` is the charge that the connected account sees."""

    KIND: ClassVar[str] = "transfer"

    id: str
    object: Literal["transfer"] = "transfer"
    amount: int
    amount_reversed: int = 0
    balance_transaction: str | None
    created: int
    currency: str
    description: str | None = None
    destination: str | None
    destination_payment: str
    livemode: bool
    metadata: dict[str, str]
    reversals: Page
    reversed: bool = False
    source_transaction: str | None = None
    source_type: str = "card"
    transfer_group: str | None = None


def reversed_by(transfer: Transfer, reversal: TransferReversal) -> Transfer:
    """The Transfer after part of it was taken back.

    Raises:
        TRANSFER_REVERSED, REVERSAL_TOO_LARGE
    """
    rest = transfer.amount - transfer.amount_reversed
    if rest == 0:
        raise errors.TRANSFER_REVERSED(id=transfer.id)
    if reversal.amount > rest:
        raise errors.REVERSAL_TOO_LARGE(param="amount")
    total = transfer.amount_reversed + reversal.amount
    return replace(
        transfer,
        amount_reversed=total,
        reversed=total == transfer.amount,
        reversals=with_newest(transfer.reversals, reversal),
    )
