"""What a Quote comes to: once it is accepted, and with each period from then on.

Source: API reference, "The Quote object" (computed, amount_total, total_details). That the amounts
of the Quote itself are those that are due upfront is inferred.
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.checkout.totals import Totals, reckon
from simulator.operations.selling import redeeming
from simulator.resources.line_item import LineItem
from simulator.resources.price import cycle_of
from simulator.resources.quote import QuotePlan
from simulator.work import Work

Hash = dict[str, Any]


def computed(work: Work, quote: Any, plan: QuotePlan) -> tuple[Any, QuotePlan]:
    """The Quote with its amounts, and its lines with theirs.

    Raises:
        QUOTE_INTERVALS_MIXED, and what `redeeming.chosen` raises
    """
    if not plan.lines:
        return quote, plan
    currency = plan.lines[0].currency
    asked = {"customer": quote.customer, "discounts": list(plan.discounts)}
    coupon, code = redeeming.chosen(work, asked, currency=currency)

    def comes_to(lines: tuple[LineItem, ...]) -> Totals:
        return reckon(
            work,
            lines,
            coupon=coupon if lines else None,
            promotion_code=code,
            where={"customer": quote.customer},
            tax_rates=plan.tax_rates,
            default_rates=quote.default_tax_rates or (),
        )

    again, upfront = comes_to(plan.again), comes_to(of_first_invoice(quote, plan))
    taken_off = upfront.breakdown["discounts"] or again.breakdown["discounts"]
    amounts = {line.id: line for line in (*again.lines, *upfront.lines)}
    quote = replace(
        quote,
        amount_subtotal=upfront.subtotal,
        amount_total=upfront.total,
        computed={
            "recurring": _each_period(again) if plan.again else None,
            "upfront": _shown(upfront),
        },
        currency=currency,
        discounts=[part["discount"]["id"] for part in taken_off],
        total_details=upfront.details,
    )
    lines = tuple(amounts.get(line.id, line) for line in plan.lines)
    return quote, replace(plan, lines=lines)


def of_first_invoice(quote: Any, plan: QuotePlan) -> tuple[LineItem, ...]:
    """The lines that are due once it is accepted: in a trial, only what is paid once."""
    return plan.once if (quote.subscription_data or {}).get("trial_period_days") else plan.lines


def _each_period(totals: Totals) -> Hash:
    """What recurs, and how often.

    Raises:
        QUOTE_INTERVALS_MIXED
    """
    cycles = [cycle_of(line.price) for line in totals.lines if line.price is not None]
    found = {(cycle.interval, cycle.interval_count) for cycle in cycles}
    if len(found) > 1:
        raise errors.QUOTE_INTERVALS_MIXED()
    [(interval, count)] = found
    return dict(sorted((_shown(totals) | {"interval": interval, "interval_count": count}).items()))


def _shown(totals: Totals) -> Hash:
    return {
        "amount_subtotal": totals.subtotal,
        "amount_total": totals.total,
        "total_details": totals.details,
    }
