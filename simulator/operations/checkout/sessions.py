"""Checkout Sessions: create, retrieve, update, list, expire, and their lines.

Source: API reference, "Checkout Sessions"; Stripe docs, "How Checkout works".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.accounts.connected_accounts import check_accounts_within
from simulator.operations.billing.subscription_items import rates_named
from simulator.operations.checkout.completing import plan_of
from simulator.operations.checkout.intents import cancel_intent, follow
from simulator.operations.checkout.opening import LIVES, mode_of, open_session
from simulator.operations.checkout.reckoning import reckoned
from simulator.operations.checkout.rules import (
    LONGEST,
    check,
    check_consent,
    check_customer,
    check_mode,
    check_rhythm,
    check_subscription,
)
from simulator.operations.checkout.subscribing import give_up
from simulator.operations.checkout.totals import known, shipping_rates_of, tax_rates_of, ways
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.lengths import check_lengths
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import by_clock, check_named, meets
from simulator.operations.selling import line_items
from simulator.resources import checkout_session as states
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_link import PaymentLink
from simulator.resources.subscription import Subscription
from simulator.store import Kept
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
    check_consent(given, work.account.country)
    check_subscription(given, work.now)
    check_shared(work, given)
    customer: Customer | None = None
    if given.get("customer"):
        customer = work.refer(Customer, given["customer"], "customer")
    check_customer(given, customer)
    expires_at = _expires_at(work, given)
    return open_session(work, given, mode, customer, expires_at)


def check_shared(work: Work, given: Hash) -> None:
    """Refuse what the intent, or the Subscription, would be refused for once the page is submitted.

    Raises:
        REFERENCE_MISSING, and what else `check_accounts` raises
    """
    for name in ("payment_intent_data", "setup_intent_data", "subscription_data"):
        check_accounts_within(work, given.get(name) or {}, name)
    told = given.get("subscription_data") or {}
    at = "subscription_data[default_tax_rates]"
    rates_named(work, told.get("default_tax_rates"), at)


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
    check_lengths(given, LONGEST)
    check_mode(given, before.mode)
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
        check_accounts_within(work, told, "payment_intent_data")
        plan = plan_of(work, before)
        data = plan.payment_intent_data | told
        if "metadata" in told:
            known_so_far = plan.payment_intent_data.get("metadata") or {}
            data["metadata"] = merged_metadata(known_so_far, told["metadata"])
        follow(work, before, work.keep(replace(plan, payment_intent_data=data)))
    after = replace(before, **changes)
    if given.get("line_items") or "shipping_options" in given:
        after = _reckoned_again(work, after, given)
    return work.keep(after)


def _reckoned_again(work: Work, session: Session, given: Hash) -> Session:
    """The Session with other lines, or other ways to send them.

    Raises:
        SESSION_NOT_OPEN, REFERENCE_MISSING, and what else `made` and `check_rhythm` raise
    """
    if session.status != "open":
        raise errors.SESSION_NOT_OPEN(status=session.status)
    plan = plan_of(work, session)
    lines = plan.lines
    if rows := given.get("line_items"):
        lines = line_items.changed(work, plan.lines, rows, session.currency)
        check_rhythm(session.mode, lines)
        plan = replace(plan, tax_rates=_tax_rates_again(work, plan, rows))
    rates = [known(work, "shipping_rate", id) for id in plan.shipping_rates]
    if "shipping_options" in given:
        rates = shipping_rates_of(work, given)
        options = ways(rates, session.currency or "")
        session = replace(session, shipping_options=options)
        plan = replace(plan, shipping_rates=tuple(rate.id for rate in rates))
    discount = next(iter(session.discounts or ()), {})
    return reckoned(
        work,
        session,
        plan,
        lines,
        coupon=work.find_any("coupon", plan.coupon) if plan.coupon else None,
        promotion_code=discount.get("promotion_code"),
        shipping_rate=rates[0] if rates else None,
    )


def _tax_rates_again(
    work: Work, plan: SessionPlan, rows: list[Hash]
) -> tuple[tuple[str, ...], ...]:
    """The tax rates of each line after an update: those of old lines stay, if nothing is said.

    Raises:
        REFERENCE_MISSING
    """
    old = {line.id: ids for line, ids in zip(plan.lines, plan.tax_rates, strict=False)}
    named = tax_rates_of(work, {"line_items": rows})
    return tuple(
        tuple(ids) if "tax_rates" in row else old.get(row.get("id", ""), ())
        for row, ids in zip(rows, named, strict=True)
    )


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
    give_up(work, plan_of(work, before))
    work.post("checkout.session.expired", after)
    return work.keep(after)


@due("checkout_session_expires")
def checkout_session_expires(work: Work, id: str) -> None:
    """An open Session's time is over."""
    session = work.find(Session, id)
    if session is not None and session.status == "open":
        end(work, session)


NAMED: Final[dict[str, type[Kept]]] = {
    "customer": Customer,
    "payment_intent": PaymentIntent,
    "payment_link": PaymentLink,
    "subscription": Subscription,
}
"""Filters that name an object, which must be there."""
FILTERS: Final = (*NAMED, "customer_account", "status")


def list_all(work: Work) -> Page:
    """GET /v1/checkout/sessions

    Raises:
        REFERENCE_MISSING
    """
    given = work.params
    check_named(work, **NAMED)
    equal, own = meets(work, *FILTERS), by_clock(work, *NAMED)
    email = (given.get("customer_details") or {}).get("email")

    def keep(session: Session) -> bool:
        known = session.customer_details or {}
        return email in (None, known.get("email")) and equal(session) and own(session)

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


@includable_within("checkout.session", "shipping_cost.taxes")
def shipping_taxes(find: Find, session: Hash) -> Any:  # noqa: ARG001 - as all that is included
    """What sending it is taxed with: nothing, since tax rates are those of lines."""
    return []
