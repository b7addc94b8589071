"""What a Checkout Session comes to: lines, discount, tax and shipping.

A percentage is taken off the subtotal and spread over the lines; each line's tax is worked out of
what is left of it. All is rounded half up to a whole minor unit, so that the parts make the whole.

Source: API reference, "Checkout Sessions" (total_details); Stripe docs, "Discounts", "Tax rates".
How it rounds is inferred.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator.operations.checkout.sending import cost
from simulator.operations.selling import discounting
from simulator.operations.selling.tax_rates import check_in_use, tax_on
from simulator.operations.taxing.automatic import why
from simulator.resources.line_item import LineItem, LineItemRest
from simulator.work import Work

Hash = dict[str, Any]
NOWHERE: Final[Hash] = {}
Rates = dict[str, tuple[str, ...]]
UNTAXED: Final[Mapping[str, tuple[str, ...]]] = {}


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The amounts of a Session, minor units."""

    lines: tuple[LineItem, ...]
    subtotal: int
    total: int
    details: Hash
    breakdown: Hash
    discounts: list[Hash]
    shipping_cost: Hash | None = None


def reckon(
    work: Work,
    lines: Sequence[LineItem],
    *,
    coupon: Any = None,
    promotion_code: str | None = None,
    where: Hash = NOWHERE,
    tax_rates: Mapping[str, Sequence[str]] = UNTAXED,
    default_rates: Sequence[str] = (),
    shipping_rate: Any = None,
) -> Totals:
    """Add it all up; of what each line is made is kept.

    Args:
        coupon: the coupon that is taken off.
        promotion_code: the id of the code that brought it.
        where: what the Discount is applied to, by its own fields.
        tax_rates: by the ids of lines, those of their tax rates.
        default_rates: those of lines that have none of their own.
        shipping_rate: how it is sent.
    """
    subtotal = sum(line.amount_subtotal for line in lines)
    off, discount = _taken_off(work, lines, coupon), None
    if coupon is not None:
        made = work.keep(discounting.made(work, coupon, promotion_code, **where))
        discount = msgspec.to_builtins(made)
    done, taxes = [], list[Hash]()
    for index, line in enumerate(lines):
        rates = tax_rates.get(line.id) or default_rates
        changed, parts = _line(work, line, off[index], rates)
        done.append(changed)
        taxes += parts
        shown = [{"amount": off[index], "discount": discount}] if discount and off[index] else []
        work.keep(LineItemRest(id=line.id, discounts=shown, taxes=parts))
    shipping = 0 if shipping_rate is None else cost(work, shipping_rate, lines[0].currency)
    tax = sum(line.amount_tax for line in done)
    return Totals(
        lines=tuple(done),
        subtotal=subtotal,
        total=sum(line.amount_total for line in done) + shipping,
        details={
            "amount_discount": sum(off),
            "amount_shipping": shipping,
            "amount_tax": tax,
        },
        breakdown={
            "discounts": [] if discount is None else [{"amount": sum(off), "discount": discount}],
            "taxes": _summed(taxes),
        },
        discounts=[]
        if coupon is None
        else [
            {"coupon": None, "promotion_code": promotion_code}
            if promotion_code
            else {"coupon": coupon.id, "promotion_code": None}
        ],
        shipping_cost=None
        if shipping_rate is None
        else {
            "amount_subtotal": shipping,
            "amount_tax": 0,
            "amount_total": shipping,
            "shipping_rate": shipping_rate.id,
        },
    )


def _taken_off(work: Work, lines: Sequence[LineItem], coupon: Any) -> list[int]:
    """How much the coupon takes off each line, minor units."""
    if coupon is None:
        return [0] * len(lines)
    amounts = [
        line.amount_subtotal
        if discounting.applies(work, coupon, line.price.product if line.price else None)
        else 0
        for line in lines
    ]
    off = discounting.worth(work, coupon, sum(amounts), lines[0].currency)
    return discounting.spread(amounts, off)


def _line(
    work: Work, line: LineItem, off: int, rates: Iterable[str]
) -> tuple[LineItem, list[Hash]]:
    """The line with its share of the discount, and its tax; and the tax by each rate."""
    rest, added, parts = line.amount_subtotal - off, 0, list[Hash]()
    for id in rates:
        rate = known(work, "tax_rate", id)
        amount = tax_on(rest, rate)
        added += 0 if rate.inclusive else amount
        reason, over = why(work, rate, rest - amount if rate.inclusive else rest) or (None, None)
        parts.append(
            {
                "amount": amount,
                "rate": msgspec.to_builtins(rate),
                "taxability_reason": reason,
                "taxable_amount": over,
            }
        )
    tax = sum(part["amount"] for part in parts)
    return replace(line, amount_discount=off, amount_tax=tax, amount_total=rest + added), parts


def _summed(taxes: Iterable[Hash]) -> list[Hash]:
    """The taxes of all lines, those by one rate as one."""
    found: dict[str, Hash] = {}
    for tax in taxes:
        so_far = found.get(tax["rate"]["id"], {"amount": 0})
        found[tax["rate"]["id"]] = tax | {"amount": so_far["amount"] + tax["amount"]}
    return list(found.values())


def applied_to(session: str, mode: str, customer: str | None) -> Hash:
    """What a Session's Discount says of where it is applied: a Subscription's is another.

    Source: API reference, "The Discount object" (checkout_session).
    """
    return {
        "checkout_session": session if mode == "payment" else None,
        "customer": customer,
    }


def shown_totals(totals: Totals) -> Hash:
    """The fields of a Session that its totals fill."""
    return {
        "amount_subtotal": totals.subtotal,
        "amount_total": totals.total,
        "discounts": totals.discounts,
        "shipping_cost": totals.shipping_cost,
        "total_details": totals.details,
    }


# What the parameters name.


def known(work: Work, kind: str, id: str) -> Any:
    """An object that was there when it was named, and is still."""
    found = work.find_any(kind, id)
    assert found is not None, f"{id} is gone"
    return found


def tax_rates_of(work: Work, rows: Sequence[Hash], lines: Iterable[LineItem]) -> Rates:
    """The tax rates of lines, as the rows say that they were made of.

    Raises:
        REFERENCE_MISSING, TAX_RATE_INACTIVE
    """
    found = {}
    for index, (row, line) in enumerate(zip(rows, lines, strict=True)):
        ids = row.get("tax_rates") or ()
        check_in_use(work, ids, f"line_items[{index}][tax_rates]")
        found[line.id] = tuple(ids)
    return found
