"""Tax transactions: that what was reckoned has been collected.

Source: API reference, "Tax Transactions".
"""

from collections.abc import Callable
from typing import Any, Final

from simulator import errors
from simulator.operations.taxing import calculations
from simulator.resources.tax import (
    Calculation,
    CalculationLineItem,
    CalculationRest,
    Transaction,
    TransactionLineItem,
    TransactionRest,
)
from simulator.wire.expand import includable_within
from simulator.wire.lists import Page, page_in_order
from simulator.work import Work

Hash = dict[str, Any]
URL: Final = "/v1/tax/transactions"
COPIED: Final = ("amount", "amount_tax", "metadata", "product", "quantity", "reference")


def create(work: Work) -> Transaction:
    """POST /v1/tax/transactions/create_from_calculation

    Raises:
        REFERENCE_MISSING: there is no such calculation, or it is over.
        TAX_REFERENCE_TAKEN
    """
    given = work.params
    calculation = work.refer(Calculation, given["calculation"], "calculation")
    check_reference(work)
    rest = work.load(CalculationRest, calculation.id)
    made = Transaction(
        id=work.new_id("tax"),
        created=work.now,
        currency=calculation.currency,
        customer=calculation.customer,
        customer_details=calculation.customer_details,
        livemode=work.account.livemode,
        metadata=dict(given["metadata"]) if given.get("metadata") else None,
        posted_at=given.get("posted_at") or work.now,
        reference=given["reference"],
        ship_from_details=calculation.ship_from_details,
        shipping_cost=calculation.shipping_cost,
        tax_date=calculation.tax_date,
    )
    work.keep(TransactionRest(id=made.id, lines=[_collected(work, line) for line in rest.lines]))
    return work.keep(made)


def check_reference(work: Work) -> None:
    """Refuse a reference that another transaction has.

    Raises:
        TAX_REFERENCE_TAKEN
    """
    reference = work.params["reference"]
    if any(work.where(Transaction, "reference", reference)):
        raise errors.TAX_REFERENCE_TAKEN(reference=reference, noun="transaction")


def _collected(work: Work, line: CalculationLineItem) -> TransactionLineItem:
    return TransactionLineItem(
        id=work.new_id("tax_li"),
        livemode=line.livemode,
        tax_behavior=line.tax_behavior,
        tax_code=line.tax_code,
        **{name: getattr(line, name) for name in COPIED},
    )


def retrieve(work: Work) -> Transaction:
    """GET /v1/tax/transactions/{transaction}"""
    return work.load(Transaction, work.path["transaction"], "transaction")


def list_lines(work: Work) -> Page:
    """GET /v1/tax/transactions/{transaction}/line_items"""
    id = retrieve(work).id
    lines = list(work.load(TransactionRest, id).lines)
    kind = TransactionLineItem.KIND
    return page_in_order(lines, work.params, f"{URL}/{id}/line_items", kind)


@includable_within(Transaction.KIND, "line_items")
def lines_within(find: Callable[[str, str], Any], transaction: Hash) -> Page | None:
    """The lines, in the order in which they were given."""
    rest = find(TransactionRest.KIND, transaction["id"])
    return None if rest is None else calculations.within(rest.lines, f"{URL}/{transaction['id']}")


def lines_of(work: Work, id: str) -> list[TransactionLineItem]:
    """The lines of a transaction."""
    return list(work.load(TransactionRest, id).lines)
