"""A Subscription is changed: its terms, its items, and what the change costs or gives back.

Source: API reference, "Update a subscription"; Stripe docs, "Change subscriptions".
"""

from typing import Any

from msgspec.structs import replace

from simulator.operations.billing import subscription_additions as additions
from simulator.operations.billing import subscription_cycles as cycles
from simulator.operations.billing import subscription_rules as rules
from simulator.operations.billing import subscription_terms as terms
from simulator.operations.billing.subscription_discounts import rearranged
from simulator.operations.billing.subscription_items import (
    changed_items,
    listed_items,
    of_one,
    rates_named,
)
from simulator.operations.billing.subscription_prorating import prorate
from simulator.operations.billing.subscription_renewing import watch, work_items
from simulator.operations.billing.subscription_telling import tell_updated
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling.tax_rates import with_rate_of_percent
from simulator.resources.subscription import CancellationDetails, Subscription
from simulator.work import Work

Hash = dict[str, Any]


def changed(
    work: Work, before: Subscription, given: Hash, *, planned: bool = False
) -> Subscription:
    """The Subscription with what these parameters say, kept and told of.

    Args:
        planned: whether this was asked for before; what is sold no more was sold then.

    Raises:
        SUBSCRIPTION_OVER; those of `subscription_rules`, `subscription_terms` and
        `subscription_additions`; REFERENCE_MISSING
    """
    rules.check_living(before, given)
    rules.check_asked(work, given)
    rules.check_sending(given, before.collection_method, before.days_until_due)
    given = with_rate_of_percent(work, terms.with_payer(work, before.customer, given))
    after = work.keep(replace(before, **_changes(work, before, given, planned=planned)))
    if not planned and (given.get("items") or given.get("default_tax_rates")):
        rules.check_taxes(after)
    added = additions.waiting(work, after, given)
    if (begun := cycles.turned(work, after, given, was=before, by_itself=not planned)) is not None:
        return begun
    after = work.load(Subscription, before.id)
    if given.get("items") or added:
        after = prorate(work, before, after, given, added)
    watch(work, after)
    return tell_updated(work, after)


def _changes(work: Work, before: Subscription, given: Hash, *, planned: bool) -> Hash:
    """The fields that are changed at once."""
    changes = terms.changed_with(before, given)
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    items = work_items(work, before)
    if given.get("items"):
        held, items = items, changed_items(work, before, given["items"], inactive=planned)
        rules.check_items(items, before.billing_mode, held)
        changes |= {"items": listed_items(before.id, items), **of_one(items)}
    told = changes.get("cancellation_details") or before.cancellation_details
    changes |= terms.called_off(work, given, items, told or CancellationDetails())
    if any(name in given for name in ("coupon", "discounts", "promotion_code")):
        changes["discounts"] = rearranged(work, before, given)
    if "default_tax_rates" in given:
        rates = given["default_tax_rates"]
        changes["default_tax_rates"] = rates_named(work, rates, "default_tax_rates")
    return changes
