"""Checkout Sessions: create, retrieve, update, list, expire, and their lines.

Source: API reference, "Checkout Sessions"; Stripe docs, "How Checkout works".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors, money
from simulator.agenda import due
from simulator.operations import line_items
from simulator.operations.checkout_intents import cancel_intent, open_intent, set_up_intent
from simulator.operations.checkout_rules import check, check_customer
from simulator.operations.checkout_shape import details, methods
from simulator.operations.checkout_totals import (
    coupon_of,
    known,
    reckon,
    shipping_rates_of,
    shown_totals,
    tax_rates_of,
)
from simulator.operations.payment_methods import merged_metadata
from simulator.resources import checkout_session as states
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.customer import Customer
from simulator.resources.line_item import LineItem
from simulator.wire.echo import shown
from simulator.wire.expand import Find, includable_within
from simulator.wire.legacy import LINE_ITEM_PRICES
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
LIVES: Final = 24 * 3_600
"""Seconds until a Session expires, if nothing else is said, and at most."""
LIVES_LEAST: Final = 30 * 60
"""Seconds."""
LINES_SHOWN: Final = 10
ID_MAX: Final = 66
"""Characters of a Session's id."""


def create(work: Work) -> Session:
    """POST /v1/checkout/sessions; there is no event for it.

    Raises:
        every refusal of API reference, "Create a Checkout Session".
    """
    given = work.params
    mode = mode_of(work, given)
    check(given, mode, work.version)
    customer: Customer | None = None
    if given.get("customer"):
        customer = work.refer(Customer, given["customer"], "customer")
    check_customer(given, customer)
    expires_at = _expires_at(work, given)
    return open_session(work, given, mode, customer, expires_at)


def mode_of(work: Work, given: Hash) -> str:
    """The mode; clients of the oldest API versions say nothing and mean payments."""
    if given.get("mode"):
        return str(given["mode"])
    if work.version < LINE_ITEM_PRICES:
        return "subscription" if given.get("subscription_data") else "payment"
    raise errors.PARAMETER_MISSING(name="mode", param="mode")


def _expires_at(work: Work, given: Hash) -> int:
    """When the Session ends, Unix seconds.

    Raises:
        EXPIRES_TOO_SOON, EXPIRES_TOO_LATE
    """
    asked: int | None = given.get("expires_at")
    if asked is None:
        return work.now + LIVES
    if asked < work.now + LIVES_LEAST:
        raise errors.EXPIRES_TOO_SOON()
    if asked > work.now + LIVES:
        raise errors.EXPIRES_TOO_LATE()
    return asked


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
    currency = _currency(work, given, lines)
    live = "live" if work.account.livemode else "test"
    id = f"cs_{live}_a1{work.account.ids.any(56)}"
    fields = details(work, given, mode, customer) | methods(work, given, currency)
    breakdown: Hash | None = None
    coupon, code, taxes = None, None, list[list[str]]()
    rates = shipping_rates_of(work, given)
    if mode != "setup":
        coupon, code = coupon_of(work, given)
        taxes = tax_rates_of(work, given)
        totals = reckon(
            work,
            lines,
            coupon=coupon,
            promotion_code=code,
            tax_rates=taxes,
            shipping_rate=rates[0] if rates else None,
        )
        _check_total(mode, totals.total, currency)
        lines, breakdown = totals.lines, totals.breakdown
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
        **fields | {"shipping_options": [_way(rate) for rate in rates]} | more,
    )
    plan = SessionPlan(
        id=id,
        version=work.version,
        lines=lines,
        payment_intent_data=given.get("payment_intent_data") or {},
        setup_intent_data=given.get("setup_intent_data") or {},
        subscription_data=given.get("subscription_data") or {},
        customer_update=given.get("customer_update") or {},
        breakdown=breakdown,
        coupon=coupon.id if coupon is not None else None,
        tax_rates=tuple(tuple(ids) for ids in taxes),
        shipping_rates=tuple(rate.id for rate in rates),
        parameters=given,
    )
    work.keep(plan)
    if mode == "setup":
        session = replace(session, setup_intent=set_up_intent(work, session, plan).id)
    elif mode == "payment" and work.version < LINE_ITEM_PRICES:
        # Until 2022-08-01 the intent was there from the start.
        session = replace(session, payment_intent=open_intent(work, session, plan).id)
    work.schedule(expires_at, "checkout_session_expires", id)
    return work.keep(session)


def _way(rate: Any) -> Hash:
    return {"shipping_amount": rate.fixed_amount["amount"], "shipping_rate": rate.id}


def recover_session(work: Work, before: Session) -> Session:
    """A copy of an expired Session, which its recovery link opens."""
    plan = _plan_of(work, before)
    given = {name: value for name, value in plan.parameters.items() if name != "expires_at"}
    recovery = (given.get("after_expiration") or {}).get("recovery") or {}
    if recovery.get("allow_promotion_codes") and not given.get("discounts"):
        given["allow_promotion_codes"] = True
    customer = work.find(Customer, before.customer) if before.customer else None
    work.version = plan.version
    return open_session(
        work, given, before.mode, customer, work.now + LIVES, recovered_from=before.id
    )


def _plan_of(work: Work, session: Session) -> SessionPlan:
    plan = work.find(SessionPlan, session.id)
    assert plan is not None, f"{session.id} has no plan"
    return plan


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
    if not rows:
        if mode == "subscription" and (given.get("subscription_data") or {}).get("items"):
            return ()
        raise errors.PARAMETER_MISSING(name="line_items", param="line_items")
    lines = line_items.made(work, rows, inactive=inactive)
    recurring = [line.price is not None and line.price.recurring is not None for line in lines]
    if mode == "payment" and any(recurring):
        at = f"line_items[{recurring.index(True)}]"
        raise errors.RECURRING_IN_PAYMENT(param=f"{at}[price]")
    if mode == "subscription" and not any(recurring):
        raise errors.SUBSCRIPTION_NEEDS_RECURRING(param="line_items")
    return lines


def _currency(work: Work, given: Hash, lines: tuple[LineItem, ...]) -> str:
    """The one currency of all lines.

    Raises:
        CURRENCIES_MIXED
    """
    for index, line in enumerate(lines):
        if line.currency != lines[0].currency:
            raise errors.CURRENCIES_MIXED(
                param=f"line_items[{index}][price]",
                currency=lines[0].currency,
                other=line.currency,
            )
    if lines:
        return lines[0].currency
    return str(given.get("currency") or work.account.default_currency)


def _check_total(mode: str, total: int, currency: str) -> None:
    """Refuse what is too little to be charged; nothing at all is free.

    Raises:
        SESSION_TOO_SMALL
    """
    least = money.MINIMUM.get(currency, 0)
    if mode == "payment" and 0 < total < least:
        raise errors.SESSION_TOO_SMALL(least=money.printed(least, currency), currency=currency)


def found(work: Work) -> Session:
    """The Session that the path names.

    Raises:
        SESSION_ID_TOO_LONG, SESSION_MISSING
    """
    id = work.path["session"]
    if len(id) > ID_MAX:
        raise errors.SESSION_ID_TOO_LONG(head=id[:4], tail=id[-4:])
    session = work.find(Session, id)
    if session is None:
        raise errors.SESSION_MISSING(id=id)
    return session


def retrieve(work: Work) -> Session:
    """GET /v1/checkout/sessions/{session}"""
    return found(work)


def update(work: Work) -> Session:
    """POST /v1/checkout/sessions/{session}: metadata, what the shopper has told, and the lines."""
    before = found(work)
    given = work.params
    changes: Hash = {}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    if told := given.get("collected_information"):
        known = before.collected_information or dict.fromkeys(
            ("business_name", "individual_name", "shipping_details")
        )
        changes["collected_information"] = known | shown(
            "checkout.Session", "collected_information", known | told
        )
    if told := given.get("payment_intent_data"):
        plan = _plan_of(work, before)
        work.keep(replace(plan, payment_intent_data=plan.payment_intent_data | told))
    if given.get("line_items") or given.get("shipping_options"):
        changes |= _reckoned_again(work, before, given)
    return work.keep(replace(before, **changes))


def _reckoned_again(work: Work, session: Session, given: Hash) -> Hash:
    """The totals with other lines, or other ways to send them.

    Raises:
        SESSION_NOT_OPEN, REFERENCE_MISSING
    """
    if session.status != "open":
        raise errors.SESSION_NOT_OPEN(status=session.status)
    plan = _plan_of(work, session)
    lines = line_items.changed(work, plan.lines, given.get("line_items"))
    changes: Hash = {}
    rates = [known(work, "shipping_rate", id) for id in plan.shipping_rates]
    if given.get("shipping_options"):
        rates = shipping_rates_of(work, given)
        changes["shipping_options"] = [_way(rate) for rate in rates]
    totals = reckon(
        work,
        lines,
        coupon=work.find_any("coupon", plan.coupon) if plan.coupon else None,
        tax_rates=plan.tax_rates,
        shipping_rate=rates[0] if rates else None,
    )
    _check_total(session.mode, totals.total, session.currency or "")
    shipping_rates = tuple(rate.id for rate in rates)
    work.keep(
        replace(plan, lines=totals.lines, breakdown=totals.breakdown, shipping_rates=shipping_rates)
    )
    return changes | shown_totals(totals) | {"discounts": session.discounts}


def expire(work: Work) -> Session:
    """POST /v1/checkout/sessions/{session}/expire

    Raises:
        SESSION_NOT_EXPIRABLE
    """
    return end(work, found(work))


def end(work: Work, before: Session) -> Session:
    """Expire a Session, with the intent that it may have."""
    recovery_url = f"{work.account.world.checkout_url}/r/test_{work.account.ids.any(32)}"
    after = states.expired(before, recovery_url, work.now)
    work.call_off("checkout_session_expires", before.id)
    cancel_intent(work, before)
    work.post("checkout.session.expired", after)
    return work.keep(after)


@due("checkout_session_expires")
def checkout_session_expires(work: Work, id: str) -> None:
    """An open Session's time is over."""
    session = work.find(Session, id)
    if session is not None and session.status == "open":
        end(work, session)


FILTERS: Final = (
    "customer",
    "customer_account",
    "payment_intent",
    "payment_link",
    "status",
    "subscription",
)


def list_all(work: Work) -> Page:
    """GET /v1/checkout/sessions"""
    given = work.params
    wanted = {name: given[name] for name in FILTERS if given.get(name) is not None}
    email = (given.get("customer_details") or {}).get("email")

    def keep(session: Session) -> bool:
        known = session.customer_details or {}
        return (email is None or known.get("email") == email) and all(
            getattr(session, name) == value for name, value in wanted.items()
        )

    table = work.account.store.table(Session.KIND)
    return page(table.values(), given, "/v1/checkout/sessions", Session.KIND, keep=keep)


def list_lines(work: Work) -> Page:
    """GET /v1/checkout/sessions/{session}/line_items, in the order in which they were given."""
    session = found(work)
    plan = work.find(SessionPlan, session.id)
    lines = line_items.current(work.find_any, () if plan is None else plan.lines)
    return line_items.in_order(lines, work.params, _lines_url(session.id))


def _lines_url(id: str) -> str:
    return f"/v1/checkout/sessions/{id}/line_items"


@includable_within("checkout.session", "line_items")
def shown_lines(find: Find, session: Hash) -> Any:
    """The first lines of a Session; absent unless they are asked for."""
    plan: SessionPlan | None = find(SessionPlan.KIND, session["id"])
    if plan is None or session["mode"] == "setup":
        return None
    lines = line_items.current(find, plan.lines)
    return line_items.in_order(lines, {"limit": LINES_SHOWN}, _lines_url(session["id"]))


@includable_within("checkout.session", "total_details.breakdown")
def breakdown(find: Find, session: Hash) -> Any:
    """Of what the discount and the tax are made; absent unless it is asked for."""
    plan: SessionPlan | None = find(SessionPlan.KIND, session["id"])
    if plan is None or session["mode"] == "setup":
        return None
    return plan.breakdown or {"discounts": [], "taxes": []}
