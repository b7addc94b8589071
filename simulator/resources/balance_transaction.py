"""The BalanceTransaction: one row of the account's ledger at Stripe.

Source: API reference, "Balance Transactions"; Stripe docs, "Balances and settlement time".
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final, Literal

import msgspec

from simulator import money

DAY: Final = 86_400
SETTLES_AFTER_DAYS: Final = 7
"""Days until a US test account's money is available; the moment is a midnight in UTC."""


class FeeDetail(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One part of a fee, minor units."""

    amount: int
    application: str | None = None
    currency: str
    description: str
    type: str = "stripe_fee"


class BalanceTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row. `net` is `amount` less `fee`."""

    KIND: ClassVar[str] = "balance_transaction"

    id: str
    object: Literal["balance_transaction"] = "balance_transaction"
    amount: int
    available_on: int
    balance_type: str = "payments"
    created: int
    currency: str
    description: str | None
    exchange_rate: float | None = None
    fee: int
    fee_details: list[FeeDetail]
    net: int
    reporting_category: str
    source: str | None
    status: Literal["pending", "available"]
    type: str


def row(  # noqa: PLR0913 - a row has that many columns
    *,
    id: str,
    amount: int,
    fees: Iterable[FeeDetail] = (),
    created: int,
    currency: str,
    description: str | None,
    exchange_rate: float | None = None,
    source: str,
    type: str,
    reporting_category: str,
    at_once: bool = False,
    along_with: BalanceTransaction | None = None,
    after_days: int = SETTLES_AFTER_DAYS,
) -> BalanceTransaction:
    """A row of the ledger.

    Args:
        amount: minor units; negative where money leaves the balance.
        fees: what is kept of it, shown with the largest first, as recorded.
        at_once: whether it counts as available from the start.
        along_with: the row whose money it moves on or takes back: it becomes available with that,
            at once where that already is. Source: recorded refunds, transfers and their reversals.
        after_days: until when all other money is held.
    """
    details = sorted((fee for fee in fees if fee.amount), key=lambda fee: -fee.amount)
    if at_once or (along_with is not None and along_with.available_on <= created):
        available = created
    elif along_with is not None:
        available = along_with.available_on
    else:
        available = (created // DAY + after_days) * DAY
    fee = sum(detail.amount for detail in details)
    return BalanceTransaction(
        id=id,
        amount=amount,
        available_on=available,
        created=created,
        currency=currency,
        description=description,
        exchange_rate=exchange_rate,
        fee=fee,
        fee_details=details,
        net=amount - fee,
        reporting_category=reporting_category,
        source=source,
        status="available" if available <= created else "pending",
        type=type,
    )


FEES: Final[Mapping[str, tuple[str, int, int]]] = {
    "card_present": ("0.027", 5, 10**9),
    "interac_present": ("0", 15, 10**9),
    "us_bank_account": ("0.008", 0, 500),
    "acss_debit": ("0.008", 40, 500),
    "customer_balance": ("0.005", 0, 500),
    "sepa_debit": ("0.008", 30, 600),
    "ideal": ("0", 80, 80),
    "bancontact": ("0.014", 30, 10**9),
    "p24": ("0.022", 30, 10**9),
    "eps": ("0.016", 30, 10**9),
}
"""Share, what is added to it, and the most that is kept; minor units. Source: Stripe's price list;
which of its prices a US account pays is inferred."""


PRESENT_FROM_ABROAD: Final = "0.042"
"""The share of a card from abroad that is held to a reader: 1.5 % more, as on the web."""


def fee_of(kind: str, amount: int, *, foreign: bool = False) -> int:
    """What Stripe keeps of a payment by this type of PaymentMethod; minor units.

    Args:
        foreign: whether a card is from another country than the account, which is in the US.
    """
    if kind not in FEES:
        return card_fee(amount, foreign=foreign)
    rate, added, most = FEES[kind]
    if kind == "card_present" and foreign:
        rate = PRESENT_FROM_ABROAD
    return min(money.share(amount, rate) + added, most)


def card_fee(amount: int, *, foreign: bool = False) -> int:
    """What Stripe keeps of a card payment to a US account: 2.9 % and 30 cents, 1.5 % more abroad.

    Source: Stripe's price list; a recorded French card.
    """
    return money.share(amount, "0.044" if foreign else "0.029") + 30
