"""The lines of a Credit Note: parts of an invoice's lines, or something of its own.

Discounts and taxes of an invoice's line are given back in the measure in which the line is.

Source: API reference, "Create a credit note" (lines), "The Credit Note Line Item object". That an
amount alone makes one line of its own is inferred.
"""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from simulator import errors, money
from simulator.catalogue.maker import Maker
from simulator.operations.billing.invoice_adjusting import taxes_on
from simulator.operations.billing.subscription_items import rates_named
from simulator.resources.invoice import Invoice, summed
from simulator.work import Work

Hash = dict[str, Any]


def lines_of(work: Work, invoice: Invoice, given: Hash) -> list[Any]:
    """The lines that a request describes; not yet kept.

    Raises:
        CREDIT_NOTE_NEEDS_AMOUNT, REFERENCE_MISSING
    """
    rows = given.get("lines") or []
    if not rows and given.get("amount"):
        amount = {"quantity": 1, "type": "custom_line_item", "unit_amount": given["amount"]}
        rows = [amount]
    if not rows:
        raise errors.CREDIT_NOTE_NEEDS_AMOUNT()
    return [_line(work, invoice, row, f"lines[{at}]") for at, row in enumerate(rows)]


def _line(work: Work, invoice: Invoice, row: Hash, at: str) -> Any:
    if row["type"] == "custom_line_item":
        return _own(work, row, at)
    lines = {line["id"]: line for line in invoice.lines["data"]}
    named = row.get("invoice_line_item") or ""
    if (line := lines.get(named)) is None:
        raise errors.REFERENCE_MISSING(
            param=f"{at}[invoice_line_item]", noun="invoice line item", id=named
        )
    return _part(work, line, row)


def _own(work: Work, row: Hash, at: str) -> Any:
    """A line that is none of the invoice's."""
    rates = rates_named(work, row.get("tax_rates") or None, f"{at}[tax_rates]")
    quantity = row.get("quantity", 1)
    each = Decimal(str(row.get("unit_amount_decimal") or row.get("unit_amount") or 0))
    amount = money.share(quantity, str(each))
    made = Maker(work).make("CreditNoteLineItem", {"type": row["type"]})
    return replace(
        made,
        amount=amount,
        description=row.get("description"),
        quantity=quantity,
        tax_rates=rates,
        taxes=taxes_on(work, amount, [rate["id"] for rate in rates]),
        unit_amount=row.get("unit_amount"),
        unit_amount_decimal=str(each),
    )


def _part(work: Work, line: Hash, row: Hash) -> Any:
    """So much of an invoice's line as is given back: an amount, a quantity, or all of it."""
    whole = line["amount"]
    quantity = row.get("quantity")
    if row.get("amount") is not None:
        amount = row["amount"]
    elif quantity is not None and line["quantity"]:
        amount = money.share(whole, str(Decimal(quantity) / line["quantity"]))
    else:
        amount = whole
    share = str(Decimal(amount) / whole) if whole else "0"
    off = [
        each | {"amount": money.share(each["amount"], share)} for each in line["discount_amounts"]
    ]
    taxes = [
        tax
        | {
            name: money.share(tax[name], share)
            for name in ("amount", "taxable_amount")
            if tax.get(name) is not None
        }
        for tax in line["taxes"]
    ]
    made = Maker(work).make("CreditNoteLineItem", {"type": row["type"]})
    return replace(
        made,
        amount=amount,
        description=line["description"],
        discount_amount=sum(each["amount"] for each in off),
        discount_amounts=off,
        invoice_line_item=line["id"],
        quantity=quantity,
        taxes=taxes,
        unit_amount=None,
        unit_amount_decimal=None,
    )


def sums(lines: list[Any]) -> Hash:
    """What the lines come to, as a note shows it."""
    subtotal = sum(line.amount for line in lines)
    off = sum(line.discount_amount for line in lines)
    taxes = [tax for line in lines for tax in line.taxes or ()]
    added = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "exclusive")
    included = sum(tax["amount"] for tax in taxes) - added
    return {
        "discount_amount": off,
        "discount_amounts": summed(
            (each for line in lines for each in line.discount_amounts), "discount"
        ),
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal - included,
        "total": subtotal - off + added,
        "total_excluding_tax": subtotal - off - included,
        "total_taxes": summed(taxes, "tax_rate_details"),
    }
