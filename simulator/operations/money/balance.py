"""The balance, and the rows that make it.

Source: API reference, "Balance", "Balance Transactions".
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.platform.narrowing import check_named
from simulator.resources.balance_transaction import BalanceTransaction
from simulator.resources.charge import Charge
from simulator.resources.dispute import Dispute
from simulator.resources.payout import PaidOut, Payout, SourceType
from simulator.resources.refund import Refund
from simulator.resources.transfer import Transfer
from simulator.wire.expand import includable
from simulator.wire.lists import Page, page, within
from simulator.wire.versions import in_order
from simulator.work import Work

LIST: Final = "/v1/balance_transactions"
HISTORY: Final = "/v1/balance/history"
DISPUTES: Final = ("du_", "dp_")
"""By a dispute no row is found, although its rows name it as their source; recorded."""
MOST: Final[SourceType] = "card"
"""The part of the balance that most money is in, of whatever kind of PaymentMethod."""
SOURCE_TYPES: Final[Mapping[str, str]] = {"ach_debit": "bank_account", "fpx": "fpx"}
"""The parts of the kinds that have one of their own."""


def is_there(work: Work, row: BalanceTransaction) -> bool:
    """Whether the money of this row is available by now."""
    return row.available_on <= work.now or row.status == "available"


def available(work: Work, currency: str, source_type: str = MOST) -> int:
    """What is available in a currency of one part of the balance, minor units."""
    return sum(
        row.net
        for row in work.account.store.table("balance_transaction").values()
        if row.currency == currency
        and is_there(work, row)
        and source_type_of(work, row) == source_type
    )


def source_type_of(work: Work, row: BalanceTransaction) -> str:
    """The part of the balance that a row belongs to, by what it is about.

    Source: API reference, "The Balance object" (source_types).
    """
    id = row.source or ""
    payout = work.find(Payout, id) if id.startswith("po_") else None
    transfer = work.find(Transfer, id) if id.startswith("tr_") else None
    if (drawn := payout or transfer) is not None:
        return drawn.source_type or MOST
    refund = work.find(Refund, id) if id.startswith("pyr_") else None
    dispute = work.find(Dispute, id) if id.startswith(DISPUTES) else None
    about = refund or dispute
    charge = work.find(Charge, (about.charge if about else id) or "")
    details = charge.payment_method_details if charge else None
    return SOURCE_TYPES.get(details["type"], MOST) if isinstance(details, dict) else MOST


def retrieve(work: Work) -> dict[str, Any]:
    """GET /v1/balance: what is available, and what will be."""
    sums: dict[str, dict[str, dict[str, int]]] = {
        when: defaultdict(lambda: {MOST: 0}) for when in ("available", "pending")
    }
    for row in work.account.store.table("balance_transaction").values():
        parts = sums["available" if is_there(work, row) else "pending"][row.currency]
        part = source_type_of(work, row)
        parts[part] = parts.get(part, 0) + row.net
    currencies = sorted({work.account.default_currency, *sums["available"], *sums["pending"]})

    def amounts(when: str) -> list[dict[str, Any]]:
        return [
            {
                "amount": sum(sums[when][currency].values()),
                "currency": currency,
                "source_types": dict(sorted(sums[when][currency].items())),
            }
            for currency in currencies
        ]

    nothing = [{"amount": 0, "currency": work.account.default_currency}]
    found = {
        "object": "balance",
        "available": amounts("available"),
        "livemode": work.account.livemode,
        "pending": amounts("pending"),
        "refund_and_dispute_prefunding": {"available": nothing, "pending": nothing},
    }
    if work.account.platform is None and work.account.store.table("account"):
        found["connect_reserved"] = [{"amount": 0, "currency": one} for one in currencies]
    if instant := _instant(work, amounts("available")):
        found["instant_available"] = instant
    return in_order(found)


@due("balance.available")
def became_available(work: Work, moment: str) -> None:
    """Money that came in is available now; one event tells of all that is from this moment on.

    Source: Stripe docs, "Types of events": "not fired for negative transactions". That money which
    never was pending is told of, too, is what `stripe trigger balance.available` goes by.
    """
    work.call_off("balance.available", moment)
    work.post("balance.available", retrieve(work))


def _instant(work: Work, available: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a connected account could have paid out at once, where it has a bank account for it."""
    platform = work.account.platform
    if platform is None:
        return []
    banks = platform.store.where("bank_account", "account", work.account.id)
    payable = {bank.currency for bank in banks}
    return [
        {
            "amount": max(0, one["amount"]),
            "currency": one["currency"],
            "source_types": {"card": max(0, one["amount"])},
        }
        for one in available
        if one["currency"] in payable
    ]


@includable("", "net_available")
def net_available(work: Work, instant: dict[str, Any]) -> list[dict[str, Any]]:
    """What would reach each bank account of an instant payout; platforms' own fees are not known.

    The hash that it stands in, one of `instant_available`, has no kind of its own.
    """
    platform = work.account.platform
    if platform is None:
        return []
    return [
        {
            "amount": instant["amount"],
            "destination": bank.id,
            "source_types": dict(instant["source_types"]),
        }
        for bank in platform.store.where("bank_account", "account", work.account.id)
        if bank.currency == instant["currency"]
    ]


def retrieve_transaction(work: Work) -> BalanceTransaction:
    """GET /v1/balance_transactions/{id}"""
    return _seen(work, work.load(BalanceTransaction, work.path["id"]))


def _seen(work: Work, row: BalanceTransaction) -> BalanceTransaction:
    """The row as it reads by now: what was pending may have become available."""
    return replace(row, status="available") if is_there(work, row) else row


def list_history(work: Work) -> Page:
    """GET /v1/balance/history: the same rows under their older name, which the list keeps to.

    Source: API reference of 2016 to 2019, "List all balance history".
    """
    return list_transactions(work, HISTORY)


def list_transactions(work: Work, url: str = LIST) -> Page:
    """GET /v1/balance_transactions

    Raises:
        REFERENCE_MISSING: there is no such payout; of a source nothing like that is known.
        PAYOUT_NOT_ITEMIZED: it was asked for, and nobody says which rows it is made of.
        PAYOUT_NOT_RECONCILED: that is not known yet.
    """
    given = work.params
    if str(given.get("source")).startswith(DISPUTES):
        return page([], given, url, "balance_transaction")
    moments = given.get("available_on")
    wanted = {name: given[name] for name in ("source", "type", "currency") if given.get(name)}
    check_named(work, payout=Payout)
    paid_out = _paid_out(work, given["payout"]) if given.get("payout") else None
    return page(
        [_seen(work, row) for row in work.account.store.table("balance_transaction").values()],
        given,
        url,
        "balance_transaction",
        keep=lambda row: (
            all(getattr(row, name) == value for name, value in wanted.items())
            and (moments is None or within(row.available_on, moments))
            and (paid_out is None or row.id in paid_out)
        ),
    )


def _paid_out(work: Work, id: str) -> set[str]:
    """The ids of the rows that an automatic payout is made of, its own among them.

    Raises:
        REFERENCE_MISSING, PAYOUT_NOT_ITEMIZED, PAYOUT_NOT_RECONCILED
    """
    payout = work.refer(Payout, id, "payout")
    if not payout.automatic:
        raise errors.PAYOUT_NOT_ITEMIZED()
    if payout.reconciliation_status != "completed":
        raise errors.PAYOUT_NOT_RECONCILED(id=id)
    return {each.id for each in work.where(PaidOut, "payout", id)}
