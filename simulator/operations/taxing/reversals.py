"""Tax that is given back: whole transactions, some of their lines, or an amount of all of it.

Source: API reference, "Create a reversal Transaction"; Stripe docs, "Record refunds". That a flat
amount is spread over lines and shipping by what is left of each, tax and all, and that a line which
is named twice gives back both amounts, is inferred.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from simulator import errors
from simulator.operations.selling.discounting import spread
from simulator.operations.taxing.lines import SHIPPING
from simulator.operations.taxing.transactions import check_reference, lines_of
from simulator.resources.tax import Transaction, TransactionLineItem, TransactionRest
from simulator.work import Work

Hash = dict[str, Any]
PARTIAL: Final = ("line_items", SHIPPING, "flat_amount")


class Left(NamedTuple):
    """What can still be given back of a line, or of shipping; minor units."""

    amount: int
    tax: int
    inclusive: bool

    @property
    def is_any(self) -> bool:
        """Whether something is; a line can have given back its amount alone, or its tax alone."""
        return self.amount > 0 or self.tax > 0

    @property
    def total(self) -> int:
        return self.amount if self.inclusive else self.amount + self.tax


def create(work: Work) -> Transaction:
    """POST /v1/tax/transactions/create_reversal

    Raises:
        REFERENCE_MISSING, REVERSAL_OF_REVERSAL, TAX_REFERENCE_TAKEN, PARAMETER_MISSING, EXCLUSIVE,
        REVERSED_TOO_MUCH, REVERSAL_NOT_NEGATIVE
    """
    given = work.params
    original = work.refer(Transaction, given["original_transaction"], "original_transaction")
    if original.type == "reversal":
        raise errors.REVERSAL_OF_REVERSAL(id=original.id)
    check_reference(work)
    left = _left(work, original)
    if not any(each.is_any for each in left.values()):
        raise errors.REVERSED_TOO_MUCH(what=original.id, left=0, param="original_transaction")
    parts = _asked(work, original, left)
    shipping = parts.pop(SHIPPING, None)
    made = replace(
        original,
        id=work.new_id("tax"),
        created=work.now,
        metadata=dict(given["metadata"]) if given.get("metadata") else None,
        posted_at=work.now,
        reference=given["reference"],
        reversal={"original_transaction": original.id},
        shipping_cost=None
        if shipping is None
        else (original.shipping_cost or {}) | {"amount": shipping[0], "amount_tax": shipping[1]},
        type="reversal",
    )
    known = {line.id: line for line in lines_of(work, original.id)}
    told = {row["original_line_item"]: row for row in given.get("line_items") or ()}
    lines = [
        _reversed(work, known[id], amounts, told.get(id) or {}) for id, amounts in parts.items()
    ]
    work.keep(TransactionRest(id=made.id, lines=lines))
    return work.keep(made)


Amounts = tuple[int, int]
"""What is given back of an amount and of its tax, both negative."""


def _left(work: Work, original: Transaction) -> dict[str, Left]:
    """What is left of each line, by its id, and of shipping."""
    gone: defaultdict[str, Amounts] = defaultdict(lambda: (0, 0))
    for id, amount, tax in _given_back(work, original.id):
        gone[id] = (gone[id][0] + amount, gone[id][1] + tax)
    found = {
        line.id: Left(
            line.amount + gone[line.id][0],
            line.amount_tax + gone[line.id][1],
            line.tax_behavior == "inclusive",
        )
        for line in lines_of(work, original.id)
    }
    if cost := original.shipping_cost:
        amount, tax = gone[SHIPPING]
        inclusive = cost["tax_behavior"] == "inclusive"
        found[SHIPPING] = Left(cost["amount"] + amount, cost["amount_tax"] + tax, inclusive)
    return found


def _given_back(work: Work, original: str) -> Iterator[tuple[str, int, int]]:
    """What reversals have given back before, by line."""
    for each in work.account.store.table(Transaction.KIND).values():
        if (each.reversal or {}).get("original_transaction") != original:
            continue
        for line in lines_of(work, each.id):
            assert line.reversal is not None
            yield line.reversal["original_line_item"], line.amount, line.amount_tax
        if cost := each.shipping_cost:
            yield SHIPPING, cost["amount"], cost["amount_tax"]


def _asked(work: Work, original: Transaction, left: dict[str, Left]) -> dict[str, Amounts]:
    """What is to be given back, by line."""
    given = work.params
    named = [name for name in PARTIAL if given.get(name)]
    if given["mode"] == "full":
        for name in named:
            raise errors.EXCLUSIVE(names=f"mode=full, {name}", param=name)
        return {id: (-each.amount, -each.tax) for id, each in left.items() if each.is_any}
    if not named:
        raise errors.PARAMETER_MISSING(name="line_items", param="line_items")
    if "flat_amount" in named:
        if len(named) > 1:
            raise errors.EXCLUSIVE(names=f"flat_amount, {named[0]}", param="flat_amount")
        return _flat(original, given["flat_amount"], left)
    return _rows(given, left)


def _flat(original: Transaction, flat: int, left: dict[str, Left]) -> dict[str, Amounts]:
    """An amount of all of it, spread over what is left."""
    if flat >= 0:
        raise errors.REVERSAL_NOT_NEGATIVE(param="flat_amount")
    totals = [each.total for each in left.values()]
    if -flat > sum(totals):
        raise errors.REVERSED_TOO_MUCH(what=original.id, left=sum(totals), param="flat_amount")
    found: dict[str, Amounts] = {}
    for (id, each), total in zip(left.items(), spread(totals, -flat), strict=True):
        if total:
            tax = round(each.tax * total / each.total)
            found[id] = (-(total if each.inclusive else total - tax), -tax)
    return found


def _rows(given: Hash, left: dict[str, Left]) -> dict[str, Amounts]:
    """Lines, and shipping, each with its own amounts."""
    found: dict[str, Amounts] = {}
    rows = [
        (row["original_line_item"], row, f"line_items[{index}]")
        for index, row in enumerate(given.get("line_items") or ())
    ]
    if cost := given.get(SHIPPING):
        rows.append((SHIPPING, cost, SHIPPING))
    for id, row, at in rows:
        if (rest := left.get(id)) is None:
            param = f"{at}[original_line_item]" if id != SHIPPING else SHIPPING
            raise errors.REFERENCE_MISSING(param=param, noun="line item", id=id)
        before = found.get(id, (0, 0))
        left_now = {"amount": rest.amount + before[0], "amount_tax": rest.tax + before[1]}
        for name, most in left_now.items():
            if row[name] > 0:
                raise errors.REVERSAL_NOT_NEGATIVE(param=f"{at}[{name}]")
            if -row[name] > most:
                raise errors.REVERSED_TOO_MUCH(what=id, left=most, param=f"{at}[{name}]")
        found[id] = (before[0] + row["amount"], before[1] + row["amount_tax"])
    return found


def _reversed(
    work: Work, line: TransactionLineItem, amounts: Amounts, told: Hash
) -> TransactionLineItem:
    """The line that gives back a part of another."""
    return replace(
        line,
        id=work.new_id("tax_li"),
        amount=amounts[0],
        amount_tax=amounts[1],
        metadata=dict(told["metadata"]) if told.get("metadata") else None,
        quantity=told.get("quantity") or line.quantity,
        reference=told.get("reference") or line.reference,
        reversal={"original_line_item": line.id},
        type="reversal",
    )
