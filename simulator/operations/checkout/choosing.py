"""What a shopper chooses on the page, and what the Session then comes to.

Source: Stripe docs, "How Checkout works"; API reference, "Create a Checkout Session"
(adjustable_quantity, allow_promotion_codes, shipping_options), "Prices" (custom_unit_amount).
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.checkout.automatic_taxes import rates_again
from simulator.operations.checkout.completing import plan_of
from simulator.operations.checkout.custom_amounts import of_amount
from simulator.operations.checkout.reckoning import reckoned
from simulator.operations.checkout.rules import check_rhythm
from simulator.operations.selling import line_items
from simulator.operations.selling.redeeming import Purchase, code_called, of_promotion_code
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.line_item import LineItem
from simulator.work import Work

NOTHING: Final[Mapping[str, int]] = {}


def chosen(
    work: Work,
    session: Session,
    *,
    promotion_code: str | None = None,
    shipping_rate: str | None = None,
    quantities: Mapping[str, int] = NOTHING,
    optional: Mapping[str, int] = NOTHING,
    amounts: Mapping[str, int] = NOTHING,
) -> Session:
    """The Session after a choice; its plan is kept.

    Args:
        promotion_code: as customers know it; an empty one takes away what was applied.
        shipping_rate: the id of one of the ways to send it.
        quantities: by the ids of lines.
        optional: by price, how many of what is offered besides; none takes it away again.
        amounts: by price, what each costs where that is the shopper's choice, minor units.

    Raises:
        PROMOTION_CODE_GONE, QUANTITY_FIXED, NOT_OFFERED, SESSION_TOO_SMALL, SESSION_TOO_LARGE,
        SUBSCRIPTION_NEEDS_RECURRING, AMOUNT_FIXED, CHOSEN_TOO_SMALL, CHOSEN_TOO_LARGE
    """
    if promotion_code is None and shipping_rate is None and not (quantities or optional or amounts):
        return session
    plan = plan_of(work, session)
    coupon, code = _applied(work, session, plan, promotion_code)
    rate = shipping_rate or (session.shipping_cost or {}).get("shipping_rate")
    rate = rate if rate in plan.shipping_rates else None
    lines = tuple(of_amount(_of_quantity(work, line, quantities), amounts) for line in plan.lines)
    plan, lines = _without(session, plan, lines, quantities)
    for price, quantity in optional.items():
        plan, lines = _with_optional(work, session, plan, lines, price, quantity)
    return reckoned(
        work,
        session,
        plan,
        lines,
        coupon=coupon,
        promotion_code=code,
        shipping_rate=work.find_any("shipping_rate", rate) if rate else None,
    )


def located(work: Work, session: Session) -> Session:
    """The Session once the page was submitted, with the taxes of where the shopper is."""
    plan = plan_of(work, session)
    rates = rates_again(work, session, plan, plan.lines)
    if rates is None or rates == plan.tax_rates:
        return session
    coupon, code = _applied(work, session, plan, None)
    rate = (session.shipping_cost or {}).get("shipping_rate")
    return reckoned(
        work,
        session,
        plan,
        plan.lines,
        coupon=coupon,
        promotion_code=code,
        shipping_rate=work.find_any("shipping_rate", rate) if rate else None,
    )


def _applied(
    work: Work, session: Session, plan: SessionPlan, promotion_code: str | None
) -> tuple[Any, str | None]:
    """The coupon that is taken off, and the id of the code that brought it."""
    if promotion_code is None or not session.allow_promotion_codes:
        known = next(iter(session.discounts or ()), {})
        coupon = work.find_any("coupon", plan.coupon) if plan.coupon else None
        return coupon, known.get("promotion_code")
    if promotion_code == "":
        return None, None
    bought = Purchase(
        customer=session.customer,
        currency=session.currency,
        amount=session.amount_subtotal,
        by_guest=session.customer is None and session.customer_creation == "if_required",
    )
    code = code_called(work, promotion_code, session.customer)
    return of_promotion_code(work, code, bought)


def _with_optional(
    work: Work,
    session: Session,
    plan: SessionPlan,
    lines: tuple[LineItem, ...],
    price: str,
    quantity: int,
) -> tuple[SessionPlan, tuple[LineItem, ...]]:
    """The lines with so many of an optional item, which stands behind what was sold anyway.

    Source: API reference, "Create a Checkout Session" (optional_items).

    Raises:
        NOT_OFFERED, QUANTITY_FIXED
    """
    offered = next((row for row in session.optional_items or () if row["price"] == price), None)
    if offered is None:
        raise errors.NOT_OFFERED(param="optional_items", price=price)
    limits = offered["adjustable_quantity"]
    least, most = (offered["quantity"],) * 2
    if limits is not None:
        least, most = limits["minimum"], limits["maximum"]
    if quantity and not least <= quantity <= most:
        raise errors.QUANTITY_FIXED(param="optional_items", line=price, quantity=quantity)
    added = {name: line for name, line in plan.optional.items() if name != price}
    rest = tuple(line for line in lines if line.id != plan.optional.get(price))
    if not quantity:
        return replace(plan, optional=added), rest
    told = {"price": price, "quantity": quantity}
    if limits is not None:
        told |= {"adjustable_quantity": limits}
    new = line_items.made(work, [told], currency=session.currency)
    return replace(plan, optional=added | {price: new[0].id}), rest + new


def _without(
    session: Session,
    plan: SessionPlan,
    lines: tuple[LineItem, ...],
    quantities: Mapping[str, int],
) -> tuple[SessionPlan, tuple[LineItem, ...]]:
    """The lines but those that the shopper wants none of; the last one stays.

    Source: Stripe docs, "Make line item quantities adjustable".

    Raises:
        QUANTITY_FIXED, SUBSCRIPTION_NEEDS_RECURRING
    """
    left = tuple(line for line in lines if quantities.get(line.id) != 0)
    if len(left) == len(lines):
        return plan, lines
    if not left:
        raise errors.QUANTITY_FIXED(param="line_items", line=lines[0].id, quantity=0)
    check_rhythm(session.mode, left)
    ids = {line.id for line in left}
    added = {price: id for price, id in plan.optional.items() if id in ids}
    return replace(plan, optional=added), left


def _of_quantity(work: Work, line: LineItem, quantities: Mapping[str, int]) -> LineItem:
    quantity = quantities.get(line.id)
    if quantity is None or quantity == line.quantity:
        return line
    limits = line.adjustable_quantity
    if limits is None or not limits["minimum"] <= quantity <= limits["maximum"]:
        raise errors.QUANTITY_FIXED(param="line_items", line=line.id, quantity=quantity)
    return line_items.of_quantity(work, line, quantity)
