"""Subscriptions: the calls of the API; how one begins and is changed has files of its own.

Source: API reference, "Subscriptions".
"""

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import schedule_endings
from simulator.operations.billing.subscription_beginning import begin
from simulator.operations.billing.subscription_collecting import let_go
from simulator.operations.billing.subscription_filters import wanted
from simulator.operations.billing.subscription_pending import updated
from simulator.operations.billing.subscription_prorating import bill_prorations, credit
from simulator.operations.billing.subscription_renewing import unwatch
from simulator.operations.billing.subscription_rules import check_living, check_new
from simulator.operations.billing.subscription_terms import billing_mode, with_reasons
from simulator.resources import subscription as states
from simulator.resources.subscription import Subscription
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work


def create(work: Work) -> Subscription:
    """POST /v1/subscriptions

    Raises:
        those of `begin` and `check_new`
    """
    check_new(work.params)
    return begin(work, work.params)


def retrieve(work: Work) -> Subscription:
    """GET /v1/subscriptions/{subscription}"""
    return work.load(Subscription, work.path["subscription"])


def update(work: Work) -> Subscription:
    """POST /v1/subscriptions/{subscription}"""
    return updated(work, retrieve(work), work.params)


def migrate(work: Work) -> Subscription:
    """POST /v1/subscriptions/{subscription}/migrate: billed flexibly from now on.

    Raises:
        RESOURCE_MISSING, SUBSCRIPTION_OVER
    """
    before = retrieve(work)
    check_living(before, work.params)
    mode = billing_mode(work, work.params["billing_mode"])
    after = work.keep(replace(before, billing_mode=mode))
    work.post("customer.subscription.updated", after, before=before)
    return after


def cancel(work: Work) -> Subscription:
    """DELETE /v1/subscriptions/{subscription}; what is answered is the Subscription itself.

    That its last invoice comes before the news of its end is inferred.

    Raises:
        RESOURCE_MISSING: it is over.
    """
    before = retrieve(work)
    if "canceled" not in states.LIFE_CYCLE[before.status]:
        raise errors.RESOURCE_MISSING(param="id", noun="subscription", id=before.id)
    if work.params.get("prorate"):
        credit(work, before, {})
    if work.params.get("invoice_now"):
        before = bill_prorations(work, before)
    details = with_reasons(before, work.params.get("cancellation_details"))
    return end(work, replace(before, cancellation_details=details))


def end(work: Work, before: Subscription) -> Subscription:
    """Cancel a Subscription at once; deleting its Customer does so, too."""
    after = work.keep(states.canceled(before, work.now))
    work.call_off("subscription_expires", after.id)
    unwatch(work, after)
    let_go(work, after)
    schedule_endings.let_go(work, after)
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
