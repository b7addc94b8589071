"""Checkout Sessions: create, retrieve, update, list, expire, and their lines.

Source: API reference, "Checkout Sessions"; Stripe docs, "How Checkout works".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations import line_items
from simulator.operations.checkout_completing import plan_of
from simulator.operations.checkout_intents import cancel_intent
from simulator.operations.checkout_opening import (
    LIVES,
    before_trial,
    check_total,
    mode_of,
    open_session,
    way,
)
from simulator.operations.checkout_rules import check, check_customer, check_subscription
from simulator.operations.checkout_totals import (
    known,
    reckon,
    shipping_rates_of,
    shown_totals,
)
from simulator.operations.intent_rules import check_lines
from simulator.operations.metadata import merged_metadata
from simulator.resources import checkout_session as states
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.customer import Customer
from simulator.wire.echo import shown
from simulator.wire.expand import Find, includable_within
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
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
    check_subscription(given, work.now)
    customer: Customer | None = None
    if given.get("customer"):
        customer = work.refer(Customer, given["customer"], "customer")
    check_customer(given, customer)
    expires_at = _expires_at(work, given)
    return open_session(work, given, mode, customer, expires_at)


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
        check_lines(told, "payment_intent_data")
        plan = plan_of(work, before)
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
    plan = plan_of(work, session)
    lines = line_items.changed(work, plan.lines, given.get("line_items"), session.currency)
    lines = before_trial(lines, plan.subscription_data)
    changes: Hash = {}
    rates = [known(work, "shipping_rate", id) for id in plan.shipping_rates]
    if given.get("shipping_options"):
        rates = shipping_rates_of(work, given)
        changes["shipping_options"] = [way(rate) for rate in rates]
    totals = reckon(
        work,
        lines,
        coupon=work.find_any("coupon", plan.coupon) if plan.coupon else None,
        tax_rates=plan.tax_rates,
        shipping_rate=rates[0] if rates else None,
    )
    check_total(session.mode, totals.total, session.currency or "")
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
