"""Checkout Sessions: create, retrieve, list, expire, and their lines; `updating` updates them.

Source: API reference, "Checkout Sessions"; Stripe docs, "How Checkout works".
"""

from typing import Any, Final

from simulator import errors
from simulator.agenda import due
from simulator.operations.accounts.connected_accounts import check_accounts_within
from simulator.operations.billing.customer_currencies import check_currency
from simulator.operations.checkout.billing_rules import check_billing
from simulator.operations.checkout.completing import plan_of
from simulator.operations.checkout.intents import cancel_intent
from simulator.operations.checkout.opening import LIVES, mode_of, open_session
from simulator.operations.checkout.rules import (
    check,
    check_consent,
    check_customer,
    check_subscription,
)
from simulator.operations.checkout.subscribing import give_up
from simulator.operations.platform.narrowing import by_clock, check_named, meets
from simulator.operations.selling import line_items
from simulator.operations.selling.tax_rates import check_in_use
from simulator.resources import checkout_session as states
from simulator.resources.checkout_session import Session, SessionPlan
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_link import PaymentLink
from simulator.resources.subscription import Subscription
from simulator.store import Kept
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
    session = open_session(work, given, mode, customer, _expires_at(work, given))
    if mode == "subscription" and customer is not None and session.currency is not None:
        check_currency(work, customer.id, session.currency)
    return session


def check_shared(work: Work, given: Hash) -> None:
    """Refuse what the intent, or the Subscription, would be refused for once the page is submitted.

    Raises:
        REFERENCE_MISSING, and what else `check_accounts` raises
    """
    for name in ("payment_intent_data", "setup_intent_data", "subscription_data"):
        check_accounts_within(work, given.get(name) or {}, name)
    told = given.get("subscription_data") or {}
    check_in_use(work, told.get("default_tax_rates") or (), "subscription_data[default_tax_rates]")
    check_billing(work, given)


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
