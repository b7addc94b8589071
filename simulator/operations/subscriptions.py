"""Subscriptions: begun, changed, canceled; the first invoice is drawn up and paid at once.

Source: API reference, "Subscriptions"; Stripe docs, "How subscriptions work". Which events come in
which order is recorded only as they were delivered.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.connected_accounts import check_accounts
from simulator.operations.making_methods import named
from simulator.operations.metadata import merged_metadata
from simulator.operations.price_totals import total_of
from simulator.operations.subscription_collecting import let_go, payer_of
from simulator.operations.subscription_discounts import asked, lasting
from simulator.operations.subscription_filters import wanted
from simulator.operations.subscription_invoicing import first_invoice, first_payment
from simulator.operations.subscription_items import (
    changed_items,
    listed_items,
    made_item,
    of_one,
    rates_named,
    wanted_items,
)
from simulator.operations.subscription_periods import period_end
from simulator.operations.subscription_prorating import prorate
from simulator.operations.subscription_renewing import trial_until, unwatch, watch
from simulator.resources import subscription as states
from simulator.resources.customer import Customer, paying_in
from simulator.resources.price import Price, Recurring
from simulator.resources.subscription import Subscription
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

Hash = dict[str, Any]

DAY: Final = 24 * 60 * 60
CREATE_INVOICE: Final[Hash] = {"end_behavior": {"missing_payment_method": "create_invoice"}}
COPIED: Final = (
    "application_fee_percent",
    "billing_thresholds",
    "cancel_at",
    "cancel_at_period_end",
    "collection_method",
    "days_until_due",
    "default_payment_method",
    "default_source",
    "description",
    "on_behalf_of",
    "pause_collection",
    "pending_invoice_item_interval",
    "transfer_data",
)
"""Parameters that the Subscription shows as they were sent."""


def create(work: Work) -> Subscription:
    """POST /v1/subscriptions"""
    given = work.params
    customer = work.refer(Customer, given["customer"], "customer")
    check_accounts(work, given)
    wanted = wanted_items(work, given)
    if method := given.get("default_payment_method"):
        named(work, method)
    trial_end = _trial_end(work, given, [price for price, _, _ in wanted])
    if trial_end is None and _must_pay(work, given, wanted) and not payer_of(given, customer):
        raise errors.SUBSCRIPTION_UNPAYABLE()
    subscription = _begun(work, customer, given, wanted, trial_end)
    discounts = asked(work, subscription, given)
    work.keep(subscription)
    if customer.currency is None:
        before, customer = customer, paying_in(customer, subscription.currency)
        work.post("customer.updated", work.keep(customer), before=before)
    invoice = first_invoice(work, customer, subscription, given, discounts)
    subscription = lasting(work, subscription, discounts)
    subscription = work.keep(replace(subscription, latest_invoice=invoice.id))
    subscription = first_payment(work, customer, subscription, invoice, given)
    work.post("customer.subscription.created", subscription)
    watch(work, subscription)
    return subscription


def _trial_end(work: Work, given: Hash, prices: list[Price]) -> int | None:
    """Until when nothing is paid, Unix seconds; None where it is paid at once."""
    told = given.get("trial_end")
    if isinstance(told, int):
        return told if told > work.now else None
    days = given.get("trial_period_days")
    if days is None and given.get("trial_from_plan"):
        days = max(price.recurring.trial_period_days or 0 for price in prices if price.recurring)
    return None if told == "now" or not days else work.now + days * DAY


def _must_pay(work: Work, given: Hash, wanted: list[tuple[Price, int | None, Hash]]) -> bool:
    """Whether the first invoice is charged now."""
    return (
        given.get("collection_method") != "send_invoice"
        and given.get("payment_behavior") != "default_incomplete"
        and any(total_of(work, price, quantity or 0) for price, quantity, _ in wanted)
    )


def _begun(
    work: Work,
    customer: Customer,
    given: Hash,
    wanted: list[tuple[Price, int | None, Hash]],
    trial_end: int | None,
) -> Subscription:
    id = work.new_id("sub")
    start = given.get("backdate_start_date") or work.now
    month = Recurring(interval="month")
    items = [
        work.keep(
            made_item(
                work,
                id,
                price,
                quantity,
                item,
                ends=trial_end or period_end(work.now, price.recurring or month),
                at=f"items[{at}]",
            )
        )
        for at, (price, quantity, item) in enumerate(wanted)
    ]
    settings: Hash = given.get("payment_settings") or {}
    subscription = Subscription(
        id=id,
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None},
        billing_cycle_anchor=given.get("billing_cycle_anchor") or trial_end or start,
        billing_mode={
            "flexible": {"proration_discounts": "included"},
            "type": "flexible",
            "updated_at": work.now,
        },
        created=work.now,
        currency=wanted[0][0].currency,
        customer=customer.id,
        default_tax_rates=rates_named(work, given.get("default_tax_rates"), "default_tax_rates"),
        invoice_settings={"account_tax_ids": None, "issuer": {"type": "self"}},
        items=listed_items(id, items),
        livemode=work.account.livemode,
        managed_payments={"enabled": False},
        metadata=dict(given.get("metadata") or {}),
        payment_settings={
            "payment_method_options": settings.get("payment_method_options"),
            "payment_method_types": settings.get("payment_method_types"),
            "save_default_payment_method": settings.get("save_default_payment_method", "off"),
        },
        start_date=start,
        status="active" if trial_end is None else "trialing",
        test_clock=customer.test_clock,
        trial_end=trial_end,
        trial_settings=given.get("trial_settings") or CREATE_INVOICE,
        trial_start=None if trial_end is None else work.now,
        **of_one(items),
    )
    return replace(subscription, **_copied(given), **_called_off(work, given))


def _called_off(work: Work, given: Hash) -> Hash:
    """Whoever says when it ends, cancels it now. Source: recorded."""
    return {"canceled_at": work.now} if given.get("cancel_at") else {}


def _copied(given: Hash) -> Hash:
    found: Hash = {
        name: given[name]
        for name in COPIED
        if name in given and (given[name] is not None or name != "cancel_at_period_end")
    }
    if paused := found.get("pause_collection"):
        found["pause_collection"] = {"resumes_at": None} | paused
    return found


def retrieve(work: Work) -> Subscription:
    """GET /v1/subscriptions/{subscription}"""
    return work.load(Subscription, work.path["subscription"])


def update(work: Work) -> Subscription:
    """POST /v1/subscriptions/{subscription}"""
    return changed(work, retrieve(work), work.params)


def changed(work: Work, before: Subscription, given: Hash) -> Subscription:
    """The Subscription with what these parameters say, kept and told of."""
    changes = _copied(given) | _called_off(work, given)
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if given.get("items"):
        items = changed_items(work, before, given["items"])
        changes |= {"items": listed_items(before.id, items), **of_one(items)}
    if given.get("discounts") or given.get("coupon") or given.get("promotion_code"):
        changes["discounts"] = [discount.id for discount in asked(work, before, given)]
    if given.get("default_tax_rates"):
        changes["default_tax_rates"] = rates_named(
            work, given["default_tax_rates"], "default_tax_rates"
        )
    if given.get("cancel_at_period_end") is True:
        ends = max(item["current_period_end"] for item in before.items["data"])
        changes |= {"cancel_at": ends, "canceled_at": work.now}
    elif given.get("cancel_at_period_end") is False:
        changes |= {"cancel_at": None, "canceled_at": None}
    after = work.keep(replace(before, **changes))
    if given.get("items"):
        after = prorate(work, before, after, given)
    if given.get("trial_end") and before.status == "trialing":
        after = trial_until(work, after, given["trial_end"], was=before)
    watch(work, after)
    if before.status == "trialing" and after.status != "trialing":
        return after  # The trial is over, and what became of it has been told.
    if after != before:
        work.post("customer.subscription.updated", after, before=before)
    return after


def cancel(work: Work) -> Subscription:
    """DELETE /v1/subscriptions/{subscription}; what is answered is the Subscription itself."""
    before = retrieve(work)
    if "canceled" not in states.LIFE_CYCLE[before.status]:
        raise errors.RESOURCE_MISSING(param="id", noun="subscription", id=before.id)
    details = work.params.get("cancellation_details") or {}
    return end(work, before, {n: details[n] for n in ("comment", "feedback") if details.get(n)})


def end(work: Work, before: Subscription, told: Hash) -> Subscription:
    """Cancel a Subscription at once; deleting its Customer does so, too.

    Args:
        told: what was said of why.
    """
    after = work.keep(states.canceled(before, work.now, told))
    work.call_off("subscription_expires", after.id)
    unwatch(work, after)
    let_go(work, after)
    work.post("customer.subscription.deleted", after)
    return after


def search(work: Work) -> SearchPage:
    """GET /v1/subscriptions/search"""
    return found_by_query(work, "subscription", "/v1/subscriptions/search")


def list_all(work: Work) -> Page:
    """GET /v1/subscriptions"""
    keep = wanted(work, work.params)
    things = work.account.store.table("subscription").values()
    return page(things, work.params, "/v1/subscriptions", "subscription", keep=keep)
