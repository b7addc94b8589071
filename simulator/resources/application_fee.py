"""The ApplicationFee: what a platform keeps of a payment to one of its connected accounts.

Source: API reference, "Application Fees", "Application Fee Refunds"; recorded fees of direct and of
destination charges.
"""

from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from simulator import errors, money
from simulator.wire.lists import Page, with_newest


class FeeSource(msgspec.Struct, frozen=True, kw_only=True):
    """What the fee is taken from."""

    charge: str
    type: Literal["charge", "payout"] = "charge"


class FeeRefund(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a fee on its way back; minor units of the currency in which it was collected."""

    KIND: ClassVar[str] = "fee_refund"

    id: str
    object: Literal["fee_refund"] = "fee_refund"
    amount: int
    balance_transaction: str | None
    created: int
    currency: str
    fee: str
    metadata: dict[str, str]


class ApplicationFee(msgspec.Struct, frozen=True, kw_only=True):
    """A fee. `charge` is the payment of `account`, `originating_transaction` the platform's own."""

    KIND: ClassVar[str] = "application_fee"

    id: str
    object: Literal["application_fee"] = "application_fee"
    account: str
    amount: int
    amount_refunded: int = 0
    application: str
    balance_transaction: str | None
    charge: str
    created: int
    currency: str
    fee_source: FeeSource
    livemode: bool
    originating_transaction: str | None
    refunded: bool = False
    refunds: Page


def check_refundable(fee: ApplicationFee, amount: int) -> None:
    """Refuse to give back more of a fee than is left, or nothing of it.

    Raises:
        FEE_REFUNDED, FEE_REFUND_EXCEEDS_REST, FEE_REFUND_EXCEEDS_FEE
    """
    rest = fee.amount - fee.amount_refunded
    if amount == rest == 0:
        raise errors.FEE_REFUNDED(id=fee.id)
    if amount > rest:
        over = (
            errors.FEE_REFUND_EXCEEDS_REST if fee.amount_refunded else errors.FEE_REFUND_EXCEEDS_FEE
        )
        raise over(
            amount=money.printed(amount, fee.currency), rest=money.printed(rest, fee.currency)
        )


def refunded(fee: ApplicationFee, amount: int, refund: FeeRefund) -> ApplicationFee:
    """The fee after this much of it, in its own currency, was given back."""
    total = fee.amount_refunded + amount
    return replace(
        fee,
        amount_refunded=total,
        refunded=total == fee.amount,
        refunds=with_newest(fee.refunds, refund),
    )
