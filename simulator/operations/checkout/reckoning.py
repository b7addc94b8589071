"""What a Session comes to again once its lines, its discount or the way to send it are others.

What an earlier attempt to pay has left behind follows: a PaymentIntent is over the new amount, and
a Subscription that was begun over the old one is given up, since its invoice is final.

Source: Stripe docs, "How Checkout works"; API reference, "Update a Checkout Session". What becomes
of an earlier attempt is inferred.
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors, money
from simulator.operations.billing.anchor_configs import anchor_of
from simulator.operations.billing.subscription_periods import period_end, periods_between
from simulator.operations.checkout.automatic_taxes import rates_again
from simulator.operations.checkout.intents import follow
from simulator.operations.checkout.subscribing import give_up
from simulator.operations.checkout.totals import applied_to, reckon, shown_totals
from simulator.operations.payments.drafting import converted_too_little
from simulator.operations.selling import line_items
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.line_item import LineItem
from simulator.resources.price import cycle_of
from simulator.work import Work

Hash = dict[str, Any]


def reckoned(
    work: Work,
    session: Session,
    plan: SessionPlan,
    lines: tuple[LineItem, ...],
    *,
    coupon: Any,
    promotion_code: str | None,
    shipping_rate: Any,
) -> Session:
    """The Session over these lines; its plan is kept.

    Args:
        coupon: the coupon that is taken off.
        promotion_code: the id of the code that brought it.
        shipping_rate: how it is sent.

    Raises:
        SESSION_TOO_SMALL, SESSION_CONVERTS_TOO_SMALL, SESSION_TOO_LARGE
    """
    if (rates := rates_again(work, session, plan, lines)) is not None:
        plan = replace(plan, tax_rates=rates)
    totals = reckon(
        work,
        due_at_once(work, lines, plan.subscription_data),
        coupon=coupon,
        promotion_code=promotion_code,
        where=applied_to(session.id, session.mode, session.customer),
        tax_rates=plan.tax_rates,
        default_rates=plan.subscription_data.get("default_tax_rates") or (),
        shipping_rate=shipping_rate,
    )
    check_total(work, session.mode, totals.total, session.currency or "")
    if plan.subscription is not None:
        plan = give_up(work, plan)
    plan = work.keep(
        replace(
            plan,
            lines=totals.lines,
            breakdown=totals.breakdown,
            coupon=None if coupon is None else coupon.id,
        )
    )
    after = replace(session, **shown_totals(totals))
    follow(work, after, plan)
    return after


def due_at_once(work: Work, lines: tuple[LineItem, ...], told: Hash) -> tuple[LineItem, ...]:
    """The lines as they are due at once.

    With a trial, what recurs costs nothing yet; until the anchor of its periods it costs a part, or
    nothing where nothing is prorated.

    Source: Stripe docs, "Configure free trials", "Set the billing cycle date in Checkout"; that the
    Session of a trial comes to 0 is quoted.

    Raises:
        ANCHOR_TOO_LATE
    """
    anchor = anchor_of(told, work.now)
    if told.get("trial_period_days") or told.get("trial_end") or _of_plan(lines, told):
        return tuple(_costs(line, 0) if _recurs(line) else line for line in lines)
    if anchor is None:
        return lines
    prorates = told.get("proration_behavior") != "none"
    return tuple(
        _costs(line, _until(work, line, anchor) * prorates) if _recurs(line) else line
        for line in lines
    )


def _recurs(line: LineItem) -> bool:
    return line.price is not None and line.price.recurring is not None


def _costs(line: LineItem, amount: int) -> LineItem:
    return replace(line, amount_subtotal=amount, amount_total=amount)


def _until(work: Work, line: LineItem, anchor: int) -> int:
    """What a line costs from now until the anchor, minor units."""
    assert line.price is not None
    cycle = cycle_of(line.price)
    natural = period_end(work.now, cycle)
    if anchor > natural:
        raise errors.ANCHOR_TOO_LATE(
            param="subscription_data[billing_cycle_anchor]", natural=natural
        )
    whole = line_items.worth(work, line.price, line.quantity or 0, line.currency)
    ends = period_end(anchor, cycle, after=work.now)
    return money.share(whole, str(periods_between(anchor, cycle, work.now, ends)))


def _of_plan(lines: tuple[LineItem, ...], told: Hash) -> bool:
    """Whether a plan itself brings a trial, and that is asked for; until 2022-08-01."""
    recurring = [line.price.recurring for line in lines if line.price is not None]
    days = [each.trial_period_days or 0 for each in recurring if each is not None]
    return bool(told.get("trial_from_plan")) and max(days, default=0) > 0


def check_total(work: Work, mode: str, total: int, currency: str) -> None:
    """Refuse what is too little or too much to be charged; nothing at all is free.

    A currency that has no minimum of its own is held against that of the account's, exchanged.

    Raises:
        SESSION_TOO_SMALL, SESSION_CONVERTS_TOO_SMALL, SESSION_TOO_LARGE
    """
    most = money.maximum(currency)
    if total > most:
        raise errors.SESSION_TOO_LARGE(most=money.printed(most, currency))
    if mode != "payment" or total == 0:
        return
    least = money.MINIMUM.get(currency)
    if least is not None and total < least:
        raise errors.SESSION_TOO_SMALL(least=money.printed(least, currency), currency=currency)
    if least is None and (said := converted_too_little(work, total, currency)) is not None:
        raise errors.SESSION_CONVERTS_TOO_SMALL(**said)
