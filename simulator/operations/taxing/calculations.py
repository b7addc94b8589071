"""Tax calculations: what taxes a sale comes to, and its lines.

Source: API reference, "Tax Calculations"; Stripe docs, "Collect tax with custom flows".
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from simulator import errors
from simulator.agenda import due
from simulator.operations.taxing import breakdown, settings
from simulator.operations.taxing.customers import details_of
from simulator.operations.taxing.levying import Part, Sale, parts_of
from simulator.operations.taxing.lines import SHIPPING, checked_rows, shipped
from simulator.operations.taxing.places import place_of
from simulator.operations.taxing.registrations import active
from simulator.resources.tax import Calculation, CalculationLineItem, CalculationRest
from simulator.wire.expand import includable_within
from simulator.wire.lists import Page, page_in_order
from simulator.work import Work

Hash = dict[str, Any]
DAY: Final = 86_400
LASTS: Final = 90 * DAY
OVER: Final = "tax_calculation_over"
DATE_MOST: Final = 31
"""Days by which the date of the rules may differ from now."""
URL: Final = "/v1/tax/calculations"
LINES_OF: Final = 10
"""How many lines are shown inside of what they are of."""


def create(work: Work) -> Calculation:
    """POST /v1/tax/calculations

    Raises:
        TAX_DATE_TOO_FAR, and what `sale_of`, `details_of` and `checked_rows` raise
    """
    given = work.params
    tax_date = given.get("tax_date") or work.now
    if abs(tax_date - work.now) > DATE_MOST * DAY:
        raise errors.TAX_DATE_TOO_FAR(days=DATE_MOST)
    details = details_of(work)
    sale = sale_of(work, details, tax_date)
    taxed: list[tuple[Part, bool]] = []
    lines = [_line(work, row, sale, taxed) for row in checked_rows(work)]
    shipping = shipped(work)
    shipping_taxes = None if shipping is None else _taxes(sale, shipping, taxed)
    exclusive, inclusive = (
        sum(part.amount for part, is_inside in taxed if is_inside is inside)
        for inside in (False, True)
    )
    made = Calculation(
        id=work.new_id("taxcalc"),
        amount_total=sum(line.amount for line in lines)
        + (shipping or {"amount": 0})["amount"]
        + exclusive,
        currency=given["currency"],
        customer=given.get("customer"),
        customer_details=details,
        expires_at=work.now + LASTS,
        livemode=work.account.livemode,
        ship_from_details=_from(given.get("ship_from_details")),
        shipping_cost=shipping,
        tax_amount_exclusive=exclusive,
        tax_amount_inclusive=inclusive,
        tax_breakdown=breakdown.summed(taxed),
        tax_date=tax_date,
    )
    work.keep(CalculationRest(id=made.id, lines=lines, shipping=shipping_taxes))
    work.schedule(work.now + LASTS, OVER, made.id)
    return work.keep(made)


def sale_of(work: Work, details: Hash, moment: int) -> Sale:
    """What decides about the taxes on all that somebody buys at once.

    Raises:
        HEAD_OFFICE_MISSING: it is not known where the seller is.
        TAX_LOCATION_INVALID: it is not known where the customer is.
    """
    if (home := settings.home_of(settings.known(work))) is None:
        live = work.account.livemode
        raise errors.HEAD_OFFICE_MISSING(
            mode="live" if live else "test", path="" if live else "/test"
        )
    return Sale(
        place=place_of(details["address"]),
        home=str(home["country"]),
        registrations=active(work, moment),
        override=details["taxability_override"],
        tax_ids=details["tax_ids"],
    )


def _taxes(sale: Sale, row: Hash, taxed: list[tuple[Part, bool]]) -> list[Hash]:
    """The taxes on a line, or on shipping, which then says how much they are."""
    inclusive = row["tax_behavior"] == "inclusive"
    parts = parts_of(sale, row["amount"], row["tax_code"], inclusive=inclusive)
    row["amount_tax"] = sum(part.amount for part in parts)
    taxed += [(part, inclusive) for part in parts]
    return breakdown.of_line(parts)


def _line(work: Work, row: Hash, sale: Sale, taxed: list[tuple[Part, bool]]) -> CalculationLineItem:
    taxes = _taxes(sale, row, taxed)
    return CalculationLineItem(
        id=work.new_id("tax_li"), livemode=work.account.livemode, tax_breakdown=taxes, **row
    )


def _from(told: Hash | None) -> Hash | None:
    if told is None:
        return None
    return {"address": dict.fromkeys(settings.LINES) | told["address"]}


@due(OVER)
def over(work: Work, id: str) -> None:
    """Nobody has made a transaction of it in time, or no other: it is no more."""
    for kind in (Calculation, CalculationRest):
        if (kept := work.find(kind, id)) is not None:
            work.drop(kept)


def retrieve(work: Work) -> Calculation:
    """GET /v1/tax/calculations/{calculation}"""
    return work.load(Calculation, work.path["calculation"], "calculation")


def list_lines(work: Work) -> Page:
    """GET /v1/tax/calculations/{calculation}/line_items"""
    id = retrieve(work).id
    rows = work.load(CalculationRest, id).lines
    kind = CalculationLineItem.KIND
    return page_in_order(list(rows), work.params, f"{URL}/{id}/line_items", kind)


@includable_within(Calculation.KIND, "line_items")
def lines_within(find: Callable[[str, str], Any], calculation: Hash) -> Page | None:
    """The lines, in the order in which they were given."""
    rest = find(CalculationRest.KIND, calculation["id"])
    return None if rest is None else within(rest.lines, f"{URL}/{calculation['id']}")


def within(lines: list[Any], url: str) -> Page:
    """Lines inside of what they are of."""
    shown: list[Any] = [msgspec.to_builtins(line) for line in lines[:LINES_OF]]
    return Page(data=shown, has_more=len(lines) > LINES_OF, url=f"{url}/line_items")


@includable_within(Calculation.KIND, f"{SHIPPING}.tax_breakdown")
def shipping_taxes(find: Callable[[str, str], Any], calculation: Hash) -> list[Hash] | None:
    """The taxes on what it costs to send it."""
    rest = find(CalculationRest.KIND, calculation["id"])
    found: list[Hash] | None = None if rest is None else rest.shipping
    return found
