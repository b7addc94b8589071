"""What is sold, as a tax calculation is told of it: its lines, and what it costs to send them.

Source: API reference, "Create a Tax Calculation". That a line without a reference is called by its
place, and an account without a code of its own sells electronic services, is inferred.
"""

import re
from typing import Any, Final

from simulator import errors
from simulator.operations.taxing import settings
from simulator.resources.product import Product
from simulator.work import Work

Hash = dict[str, Any]
SHIPPING: Final = "shipping_cost"
SHIPPING_CODE: Final = "txcd_92010001"
USUAL_CODE: Final = "txcd_10000000"
ROWS_MOST: Final = 100
CODE: Final = re.compile("txcd_[0-9]{8}")


def checked_rows(work: Work) -> list[Hash]:
    """The lines, with all that was left out.

    Raises:
        ARRAY_TOO_LONG, TOO_SMALL, TAX_REFERENCE_TAKEN, REFERENCE_MISSING
    """
    told: list[Hash] = work.params["line_items"]
    if len(told) > ROWS_MOST:
        raise errors.ARRAY_TOO_LONG(name="line_items", most=ROWS_MOST, param="line_items")
    rows: list[Hash] = []
    for index, each in enumerate(told):
        at = f"line_items[{index}]"
        if each["amount"] < 0:
            raise errors.TOO_SMALL(param=f"{at}[amount]", least=0)
        reference = each.get("reference") or f"L{index + 1}"
        if any(row["reference"] == reference for row in rows):
            raise errors.TAX_REFERENCE_TAKEN(
                reference=reference, noun="line item", param=f"{at}[reference]"
            )
        rows.append(
            {
                "amount": each["amount"],
                "metadata": dict(each["metadata"]) if each.get("metadata") else None,
                "performance_location": each.get("performance_location"),
                "product": each.get("product"),
                "quantity": 1 if each.get("quantity") is None else each["quantity"],
                "reference": reference,
                "tax_behavior": each.get("tax_behavior") or "exclusive",
                "tax_code": _code(work, each, at),
            }
        )
    return rows


def _code(work: Work, row: Hash, at: str) -> str:
    """The tax code of a line: its own, its product's, or the account's."""
    product = work.refer(Product, row["product"], f"{at}[product]") if row.get("product") else None
    if told := row.get("tax_code"):
        return checked_code(told, f"{at}[tax_code]")
    usual = settings.known(work).defaults["tax_code"]
    return str((product.tax_code if product else None) or usual or USUAL_CODE)


def checked_code(told: str, param: str) -> str:
    """A tax code, if it looks like one; those that Stripe has are not all known here.

    Raises:
        REFERENCE_MISSING
    """
    if CODE.fullmatch(told) is None:
        raise errors.REFERENCE_MISSING(param=param, noun="tax code", id=told)
    return told


def shipped(work: Work) -> Hash | None:
    """What it costs to send all of it, with what was left out.

    Raises:
        EXCLUSIVE, REFERENCE_MISSING, TOO_SMALL, SHIPPING_OF_ANOTHER_CURRENCY
    """
    told: Hash = work.params.get(SHIPPING) or {}
    if not told:
        return None
    if id := told.get("shipping_rate"):
        for name in ("amount", "tax_behavior", "tax_code"):
            if name in told:
                names = f"{SHIPPING}[shipping_rate], {SHIPPING}[{name}]"
                raise errors.EXCLUSIVE(names=names, param=f"{SHIPPING}[{name}]")
        return _of_rate(work, id)
    amount = told.get("amount") or 0
    if amount < 0:
        raise errors.TOO_SMALL(param=f"{SHIPPING}[amount]", least=0)
    code = told.get("tax_code")
    return {
        "amount": amount,
        "amount_tax": 0,
        "tax_behavior": told.get("tax_behavior") or "exclusive",
        "tax_code": checked_code(code, f"{SHIPPING}[tax_code]") if code else SHIPPING_CODE,
    }


def _of_rate(work: Work, id: str) -> Hash:
    param = f"{SHIPPING}[shipping_rate]"
    rate = work.find_any("shipping_rate", id)
    if rate is None:
        raise errors.REFERENCE_MISSING(param=param, noun="shipping rate", id=id)
    fixed = rate.fixed_amount or {}
    if fixed.get("currency") != work.params["currency"]:
        raise errors.SHIPPING_OF_ANOTHER_CURRENCY(
            param=param, other=fixed.get("currency"), currency=work.params["currency"]
        )
    behavior = rate.tax_behavior
    return {
        "amount": fixed["amount"],
        "amount_tax": 0,
        "shipping_rate": id,
        "tax_behavior": behavior if behavior == "inclusive" else "exclusive",
        "tax_code": getattr(rate, "tax_code", None) or SHIPPING_CODE,
    }
