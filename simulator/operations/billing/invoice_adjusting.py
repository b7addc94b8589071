"""What discounts take off the lines of an invoice, and what taxes add to them.

Source: API reference, "The Invoice Line Item object" (discount_amounts, taxes); Stripe docs,
"Tax rates": discounts come first, and each line's tax is worked out of what is left of it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from simulator.operations.selling import discounting
from simulator.operations.selling.tax_rates import tax_on
from simulator.operations.taxing.automatic import why
from simulator.work import Work

Hash = dict[str, Any]


def adjusted(
    work: Work,
    lines: Sequence[Hash],
    discounts: Iterable[Any],
    rates_of: Callable[[Hash], Iterable[str]],
) -> list[Hash]:
    """The lines with their share of each discount, after those that they have, and their taxes.

    Args:
        discounts: the Discounts, one after the other.
        rates_of: the ids of the tax rates of a line.
    """
    off: list[list[Hash]] = [list(line["discount_amounts"]) for line in lines]
    rest = [
        line["amount"] - sum(part["amount"] for part in parts)
        for line, parts in zip(lines, off, strict=True)
    ]
    for discount in discounts:
        for at, amount in enumerate(_taken_off(work, lines, rest, discount)):
            if amount is not None:
                off[at].append({"amount": amount, "discount": discount.id})
                rest[at] -= amount
    return [
        line
        | {
            "discount_amounts": off[at],
            "discounts": [part["discount"] for part in off[at]],
            "taxes": taxes_on(work, rest[at], rates_of(line)),
        }
        for at, line in enumerate(lines)
    ]


def _taken_off(
    work: Work, lines: Sequence[Hash], rest: Sequence[int], discount: Any
) -> list[int | None]:
    """How much a Discount takes off each line; None where it is not good for it."""
    coupon = discounting.coupon_of(work, discount)
    if coupon is None:
        return [None] * len(lines)
    good = [
        line["discountable"]
        and rest[at] > 0
        and discounting.applies(work, coupon, line["pricing"]["price_details"]["product"])
        for at, line in enumerate(lines)
    ]
    amounts = [rest[at] if good[at] else 0 for at in range(len(lines))]
    currency = lines[0]["currency"] if lines else ""
    shares = discounting.spread(amounts, discounting.worth(work, coupon, sum(amounts), currency))
    return [share if good[at] else None for at, share in enumerate(shares)]


def taxes_on(work: Work, amount: int, rates: Iterable[str]) -> list[Hash]:
    """The tax on an amount by each of these rates, as a line shows it."""
    found = []
    for id in rates:
        rate = work.find_any("tax_rate", id)
        if rate is None:
            continue
        tax = tax_on(amount, rate)
        taxable = amount - tax if rate.inclusive else amount
        reason, over = why(work, rate, taxable) or ("not_available", taxable)
        found.append(
            {
                "amount": tax,
                "tax_behavior": "inclusive" if rate.inclusive else "exclusive",
                "tax_rate_details": {"tax_rate": id},
                "taxability_reason": reason,
                "taxable_amount": over,
                "type": "tax_rate_details",
            }
        )
    return found
