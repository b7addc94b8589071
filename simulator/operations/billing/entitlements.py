"""What Customers are entitled to: the features of all the Products that they are subscribed to.

It follows every news of a Subscription, in the same piece of work; one event tells of what is new.

Source: API reference, "Active Entitlements"; Stripe docs, "Entitlements". That who is past due
keeps what was bought, and that a feature which is attached later comes with the next news of the
Subscription, is inferred.
"""

from typing import Any, Final

import msgspec

from simulator import errors
from simulator.operations.selling import features
from simulator.resources.customer import Customer
from simulator.resources.entitlement import ActiveEntitlement, EntitlementsOf, EntitlementSummary
from simulator.resources.subscription import Subscription
from simulator.wire.lists import Page, page
from simulator.work import ON_POSTED, Work

ENTITLES: Final = ("active", "past_due", "trialing")
"""The statuses of a Subscription that gives what it sells."""
SHOWN: Final = 10
"""Entitlements in a summary, at most."""


def follow(work: Work, subscription: Subscription) -> None:
    """Give the Customer what is sold now, and take away what is not."""
    customer = subscription.customer
    known = work.find(EntitlementsOf, customer)
    if known is None and not work.account.store.table(features.ATTACHED):
        return
    before = _held(work, known)
    wanted = _wanted(work, customer)
    kept = [each for each in before if each.feature in wanted]
    had = {each.feature for each in kept}
    new = [_given(work, feature) for feature in wanted if feature not in had]
    if not new and len(kept) == len(before):
        return
    for each in before:
        if each not in kept:
            work.drop(each)
    after = kept + new
    work.keep(EntitlementsOf(id=customer, entitlements=tuple(each.id for each in after)))
    work.post(
        "entitlements.active_entitlement_summary.updated",
        _summary(work, customer, after),
        before=_summary(work, customer, before),
    )


for _news in ("created", "deleted", "updated"):
    ON_POSTED[f"customer.subscription.{_news}"] = follow


def _wanted(work: Work, customer: str) -> list[str]:
    """The ids of the features that the Customer's Subscriptions give."""
    found: dict[str, None] = {}
    for subscription in work.where(Subscription, "customer", customer):
        if subscription.status in ENTITLES:
            for item in subscription.items["data"]:
                product = item["price"]["product"]
                found |= dict.fromkeys(features.features_of(work, product))
    return list(found)


def _held(work: Work, known: EntitlementsOf | None) -> list[ActiveEntitlement]:
    ids = () if known is None else known.entitlements
    return [work.load(ActiveEntitlement, id) for id in ids]


def _given(work: Work, feature: str) -> ActiveEntitlement:
    named: Any = work.find_any(features.FEATURE, feature)
    return work.keep(
        ActiveEntitlement(
            id=work.new_id("ent"),
            feature=feature,
            livemode=work.account.livemode,
            lookup_key=named.lookup_key,
        )
    )


def _summary(work: Work, customer: str, held: list[ActiveEntitlement]) -> EntitlementSummary:
    return EntitlementSummary(
        customer=customer,
        entitlements={
            "object": "list",
            "data": [msgspec.to_builtins(each) for each in held[:SHOWN]],
            "has_more": len(held) > SHOWN,
            "url": f"/v1/customer/{customer}/entitlements",
        },
        livemode=work.account.livemode,
    )


def list_all(work: Work) -> Page:
    """GET /v1/entitlements/active_entitlements

    Raises:
        REFERENCE_MISSING
    """
    customer = work.refer(Customer, work.params["customer"], "customer")
    held = _held(work, work.find(EntitlementsOf, customer.id))
    url = "/v1/entitlements/active_entitlements"
    return page(held, work.params, url, ActiveEntitlement.KIND)


def retrieve(work: Work) -> ActiveEntitlement:
    """GET /v1/entitlements/active_entitlements/{id}"""
    id = work.path["id"]
    found = work.find(ActiveEntitlement, id)
    if found is None:
        raise errors.RESOURCE_MISSING(param="id", noun="active entitlement", id=id)
    return found
