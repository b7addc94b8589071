"""A Subscription begins: its items, its first invoice, and what is done to be paid.

`customer.subscription.created` comes before the events of the first invoice, and yet shows how the
Subscription stands once it was tried to be paid. Source: Stripe docs, "Using webhooks with
subscriptions"; recorded deliveries.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import anchor_configs
from simulator.operations.billing import subscription_rules as rules
from simulator.operations.billing import subscription_terms as terms
from simulator.operations.billing.customer_currencies import check_currency
from simulator.operations.billing.customer_discounts import inherited
from simulator.operations.billing.subscription_anchoring import anchored, is_free
from simulator.operations.billing.subscription_collecting import payer_of
from simulator.operations.billing.subscription_discounts import asked, lasting
from simulator.operations.billing.subscription_invoicing import (
    awaited,
    first_invoice,
    first_payment,
)
from simulator.operations.billing.subscription_items import (
    Wanted,
    listed_items,
    made_item,
    of_one,
    rates_named,
    wanted_items,
)
from simulator.operations.billing.subscription_periods import period_end
from simulator.operations.billing.subscription_renewing import warn_of_end, watch
from simulator.operations.billing.subscription_setting_up import awaiting_method
from simulator.operations.selling.price_totals import total_of
from simulator.operations.selling.tax_rates import with_rate_of_percent
from simulator.resources.customer import Customer, paying_in
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.price import Price, cycle_of
from simulator.resources.subscription import CancellationDetails, Subscription
from simulator.work import Work

Hash = dict[str, Any]
DAY: Final = 24 * 60 * 60


def begin(
    work: Work,
    given: Hash,
    *,
    on_page: bool = False,
    at_once: bool = True,
    paying: PaymentIntent | None = None,
) -> Subscription:
    """A new Subscription of these parameters, kept.

    Args:
        on_page: whether the checkout page begins it, which collects what is paid with by itself,
            and has made prices of its own.
        at_once: whether the first invoice is collected now; what a schedule begins is left to
            itself for an hour, and was sold when it was planned.
        paying: what has paid the first invoice before there is one, or is about to.

    Raises:
        those of `subscription_rules`, `subscription_terms` and `subscription_anchoring`;
        SUBSCRIPTION_UNPAYABLE, CURRENCIES_COMBINED;
        CARD_DECLINED, NEW_SUBSCRIPTION_NEEDS_ACTION: `error_if_incomplete` leaves nothing.
    """
    customer = work.load(Customer, given["customer"], "customer")  # probed: the status is 404
    rules.check_asked(work, given)
    rules.check_clock(work, customer)
    given = with_rate_of_percent(work, terms.with_payer(work, customer.id, given))
    wanted = wanted_items(work, given, inactive=on_page or not at_once)
    if at_once and not on_page:
        check_currency(work, customer.id, given.get("currency") or wanted[0][0].currency)
    trial_end = _trial_end(work, given, [price for price, _, _ in wanted])
    given = anchor_configs.with_anchor(given, trial_end or work.now)
    if (
        at_once
        and trial_end is None
        and _must_pay(work, given, wanted)
        and not payer_of(given, customer)
    ):
        raise errors.SUBSCRIPTION_UNPAYABLE()
    subscription = work.keep(_begun(work, customer, given, wanted, trial_end))
    if at_once and not on_page:
        rules.check_taxes(subscription)
    if customer.currency is None:
        before, customer = customer, paying_in(customer, subscription.currency)
        work.post("customer.updated", work.keep(customer), before=before)
    discounts = asked(work, subscription, given) or inherited(work, customer.id)
    told_at = work.events_so_far
    subscription, owes = _billed(
        work, customer, subscription, given, discounts, at_once=at_once, paying=paying
    )
    if not on_page and not owes and not payer_of(given, customer):
        subscription = awaiting_method(work, subscription)
    work.post("customer.subscription.created", subscription, at=told_at)
    watch(work, subscription)
    warn_of_end(work, subscription)
    return subscription


def _billed(
    work: Work,
    customer: Customer,
    subscription: Subscription,
    given: Hash,
    discounts: list[Any],
    *,
    at_once: bool,
    paying: PaymentIntent | None,
) -> tuple[Subscription, bool]:
    """The Subscription once its first invoice was tried to be paid, and whether that was needed."""
    if is_free(given, work.now) and not given.get("add_invoice_items"):
        waiting = [discount.id for discount in discounts if discount.subscription is not None]
        return work.keep(replace(subscription, discounts=waiting)), False
    invoice = first_invoice(
        work, customer, subscription, given, discounts, at_once=at_once, paying=paying
    )
    subscription = lasting(work, subscription, discounts)
    subscription = work.keep(replace(subscription, latest_invoice=invoice.id))
    if paying is not None:
        waits = invoice.status != "paid"
        subscription = awaited(work, subscription) if waits else subscription
    elif at_once:
        subscription = first_payment(work, customer, subscription, invoice, given)
    return subscription, invoice.status != "paid"


def _trial_end(work: Work, given: Hash, prices: list[Price]) -> int | None:
    """Until when nothing is paid, Unix seconds; None where it is paid at once."""
    told = given.get("trial_end")
    if isinstance(told, int):
        return told
    days = given.get("trial_period_days")
    if days is None and given.get("trial_from_plan"):
        days = max(price.recurring.trial_period_days or 0 for price in prices if price.recurring)
    return None if told == "now" or not days else work.now + days * DAY


def _must_pay(work: Work, given: Hash, wanted: list[Wanted]) -> bool:
    """Whether the first invoice is charged now."""
    return (
        given.get("collection_method") != "send_invoice"
        and given.get("payment_behavior") != "default_incomplete"
        and not is_free(given, work.now)
        and any(total_of(work, price, quantity or 0) for price, quantity, _ in wanted)
    )


def _begun(
    work: Work, customer: Customer, given: Hash, wanted: list[Wanted], trial_end: int | None
) -> Subscription:
    id = work.new_id("sub")
    anchor = anchored(work, given, wanted, trial_end)
    items = [
        made_item(
            work,
            id,
            price,
            quantity,
            item,
            ends=trial_end or period_end(anchor, cycle_of(price), after=work.now),
            at=f"items[{at}]",
        )
        for at, (price, quantity, item) in enumerate(wanted)
    ]
    ends = terms.called_off(work, given, items, CancellationDetails())
    fields = terms.begun_with(work, given) | ends
    rules.check_items(items, fields["billing_mode"])
    return Subscription(
        id=id,
        billing_cycle_anchor=anchor,
        billing_cycle_anchor_config=anchor_configs.shown(given),
        created=work.now,
        currency=given.get("currency") or wanted[0][0].currency,
        customer=customer.id,
        default_tax_rates=rates_named(work, given.get("default_tax_rates"), "default_tax_rates"),
        items=listed_items(id, [work.keep(item) for item in items]),
        livemode=work.account.livemode,
        managed_payments={"enabled": False},
        metadata=dict(given.get("metadata") or {}),
        schedule=given.get("schedule"),
        start_date=given.get("backdate_start_date") or work.now,
        status="active" if trial_end is None else "trialing",
        test_clock=customer.test_clock,
        trial_end=trial_end,
        trial_start=None if trial_end is None else work.now,
        **fields,
        **of_one(items),
    )
