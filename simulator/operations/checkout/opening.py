"""Opening a Checkout Session: its lines, its totals, its page, and what it keeps to itself.

Source: API reference, "Create a Checkout Session"; Stripe docs, "How Checkout works".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing.subscription_terms import default_mode
from simulator.operations.checkout.automatic_taxes import rates_of
from simulator.operations.checkout.completing import plan_of
from simulator.operations.checkout.intents import open_intent, set_up_intent
from simulator.operations.checkout.methods import methods
from simulator.operations.checkout.reckoning import check_total, due_at_once
from simulator.operations.checkout.rules import check_rhythm
from simulator.operations.checkout.sending import shipping_rates_of, ways
from simulator.operations.checkout.shape import details
from simulator.operations.checkout.totals import (
    Totals,
    applied_to,
    reckon,
    shown_totals,
    tax_rates_of,
)
from simulator.operations.payments.intent_rules import check_descriptor
from simulator.operations.selling import line_items
from simulator.operations.selling.redeeming import Purchase, coupon_of
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.customer import Customer
from simulator.resources.line_item import LineItem
from simulator.wire.legacy import LINE_ITEM_PRICES
from simulator.work import Work

Hash = dict[str, Any]
LIVES: Final = 24 * 3_600
"""Seconds until a Session expires, if nothing else is said, and at most."""


def mode_of(work: Work, given: Hash) -> str:
    """The mode; clients of the oldest API versions say nothing and mean payments."""
    if given.get("mode"):
        return str(given["mode"])
    if work.version < LINE_ITEM_PRICES:
        return "subscription" if given.get("subscription_data") else "payment"
    raise errors.PARAMETER_MISSING(name="mode", param="mode")


def open_session(
    work: Work,
    given: Hash,
    mode: str,
    customer: Customer | None,
    expires_at: int,
    *,
    of_link: bool = False,
    **more: Any,
) -> Session:
    """A new Session of these parameters, kept; it ends by itself.

    Args:
        of_link: whether a Payment Link asks, whose inline prices nobody else can use.
    """
    lines = _lines(work, given, mode, inactive=of_link)
    currency = (
        lines[0].currency if lines else given.get("currency") or work.account.default_currency
    )
    live = "live" if work.account.livemode else "test"
    kind = "c1" if mode == "setup" else "a1"  # recorded
    id = f"cs_{live}_{kind}{work.account.ids.any(56)}"
    fields = details(work, given, mode, customer) | methods(work, given, mode, currency)
    # Inferred: the intent would be refused, as soon as the page was submitted.
    check_descriptor(work, given.get("payment_intent_data") or {}, fields["payment_method_types"])
    if given.get("optional_items"):
        fields["optional_items"] = line_items.optional(
            work, given["optional_items"], currency, recurring=mode == "subscription"
        )
    rates = shipping_rates_of(work, given)
    fields["shipping_options"] = ways(work, rates, currency)
    reckoned: Hash = {}
    if mode != "setup":
        where = applied_to(id, mode, None if customer is None else customer.id)
        by_guest = customer is None and fields["customer_creation"] == "if_required"
        totals, reckoned = _reckoned(work, given, lines, rates, where, by_guest=by_guest)
        check_total(work, mode, totals.total, currency)
        fields |= shown_totals(totals)
    hosted = fields["ui_mode"] == "hosted_page"
    session = Session(
        id=id,
        client_secret=None if hosted else work.account.ids.secret(id, 60),
        created=work.now,
        currency=currency,
        expires_at=expires_at,
        livemode=work.account.livemode,
        url=page_url(work, id) if hosted else None,
        **fields | more,
    )
    plan = SessionPlan(
        id=id,
        version=work.version,
        payment_intent_data=given.get("payment_intent_data") or {},
        setup_intent_data=given.get("setup_intent_data") or {},
        subscription_data={
            "billing_mode": {"type": default_mode(work.version)},
            **(given.get("subscription_data") or {}),
        },
        customer_update=given.get("customer_update") or {},
        shipping_rates=tuple(rate.id for rate in rates),
        parameters=given,
        **reckoned,
    )
    work.keep(plan)
    if mode == "setup":
        session = replace(session, setup_intent=set_up_intent(work, session, plan).id)
    elif mode == "payment" and work.version < LINE_ITEM_PRICES and session.amount_total:
        # Until 2022-08-01 the intent was there from the start.
        session = replace(session, payment_intent=open_intent(work, session, plan).id)
    work.schedule(expires_at, "checkout_session_expires", id)
    return work.keep(session)


def _reckoned(
    work: Work,
    given: Hash,
    lines: tuple[LineItem, ...],
    rates: list[Any],
    where: Hash,
    *,
    by_guest: bool,
) -> tuple[Totals, Hash]:
    """What a new Session comes to, and what it keeps of how that was worked out.

    Args:
        where: what its Discount is applied to.
        by_guest: whether who buys becomes no Customer.
    """
    bought = Purchase(
        customer=given.get("customer"),
        currency=lines[0].currency,
        amount=sum(line.amount_subtotal for line in lines),
        by_guest=by_guest,
    )
    told = given.get("subscription_data") or {}
    if told.get("coupon") and not given.get("discounts"):  # so it was said until 2022-08-01
        given = given | {"discounts": [{"coupon": told["coupon"]}]}
    coupon, code = coupon_of(work, given, bought)
    rows = given.get("line_items") or ()
    taxes = rates_of(work, given, lines) or tax_rates_of(work, rows, lines if rows else ())
    totals = reckon(
        work,
        lines,
        coupon=coupon,
        promotion_code=code,
        where=where,
        tax_rates=taxes,
        default_rates=told.get("default_tax_rates") or (),
        shipping_rate=rates[0] if rates else None,
    )
    return totals, {
        "breakdown": totals.breakdown,
        "coupon": None if coupon is None else coupon.id,
        "lines": totals.lines,
        "tax_rates": taxes,
    }


def recover_session(work: Work, before: Session) -> Session:
    """A copy of an expired Session, which its recovery link opens."""
    plan = plan_of(work, before)
    given = {name: value for name, value in plan.parameters.items() if name != "expires_at"}
    recovery = (given.get("after_expiration") or {}).get("recovery") or {}
    if recovery.get("allow_promotion_codes") and not given.get("discounts"):
        given["allow_promotion_codes"] = True
    customer = work.find(Customer, before.customer) if before.customer else None
    work.version = plan.version
    return open_session(
        work, given, before.mode, customer, work.now + LIVES, recovered_from=before.id
    )


def page_url(work: Work, id: str) -> str:
    """Where the shopper pays. What stands behind the `#` tells Stripe's own page its looks."""
    marks = "fid" + work.account.ids.any(120)
    return f"{work.account.world.checkout_url}/c/pay/{id}#{marks}"


def _lines(work: Work, given: Hash, mode: str, *, inactive: bool) -> tuple[LineItem, ...]:
    """The lines, fit for the mode.

    Raises:
        PARAMETER_MISSING, RECURRING_IN_PAYMENT, SUBSCRIPTION_NEEDS_RECURRING
    """
    rows = given.get("line_items")
    if mode == "setup":
        return ()
    if not rows and mode == "subscription":
        # Until 2022-08-01, what is subscribed to could be said as it is to Subscriptions.
        items = (given.get("subscription_data") or {}).get("items") or ()
        rows = [
            {
                "price": item.get("plan") or item.get("price"),
                "quantity": int(item.get("quantity", 1)),
            }
            for item in items
        ]
    if not rows:
        raise errors.PARAMETER_MISSING(name="line_items", param="line_items")
    lines = line_items.made(work, rows, inactive=inactive, currency=given.get("currency"))
    check_rhythm(mode, lines)
    return due_at_once(work, lines, given.get("subscription_data") or {})
