"""The phases of a Subscription Schedule: laid out in time, and what a Subscription becomes in each.

Source: API reference, "Subscription Schedules"; Stripe docs, "Subscription schedules".
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.operations.accounts.connected_accounts import check_accounts
from simulator.operations.billing.subscription_additions import NAME, price_added
from simulator.operations.billing.subscription_changing import changed
from simulator.operations.billing.subscription_items import Wanted, wanted_items
from simulator.operations.billing.subscription_periods import period_end
from simulator.operations.billing.subscription_rules import check_prices
from simulator.operations.billing.subscription_telling import tell_updated
from simulator.operations.billing.subscription_terms import with_payer
from simulator.operations.selling import redeeming
from simulator.operations.selling.price_currencies import sold_at
from simulator.resources.price import Price, Recurring, cycle_of
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
SETTINGS: Final = (
    "application_fee_percent",
    "collection_method",
    "default_payment_method",
    "description",
    "on_behalf_of",
)
"""What a phase says of the Subscription, and the defaults of its schedule where it does not."""
USUAL_DAYS: Final = 30
"""Days in which to pay what is sent, where a schedule does not say so; inferred."""
BLANK: Final[Hash] = {"default_tax_rates": [], "metadata": {}}
"""What a phase shows that says nothing of it. Source: API reference, "Release a schedule"."""


def laid_out(
    work: Work, rows: list[Hash], start: int, mode: Hash, *, currency: str | None = None
) -> list[Hash]:
    """The phases that these rows describe, one after the other.

    That a phase which says nothing of its end lasts for one period is inferred, and that all of
    them are in one currency, as a Subscription is.

    Args:
        start: when the first begins, Unix seconds.
        mode: `billing_mode` of the Subscription.
        currency: that of the Subscription, where there is one.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, PHASE_INTERVALS_DIFFER, those of `wanted_items`, whose
        parameters stand in `phases`, and those of `check_prices`, as of a Subscription (inferred)
    """
    phases = []
    for index, asked in enumerate(rows):
        row = _in_todays_words(work, asked, f"phases[{index}]")
        start = _moment(work, row.get("start_date"), start)
        if currency is not None:
            row |= {"currency": currency}
        wanted = _wanted(work, row, f"phases[{index}]")
        _check(wanted, mode)
        end = _end(work, row, wanted[0][0], start)
        row |= {NAME: _priced_once(work, row, wanted[0][0].currency, f"phases[{index}][{NAME}]")}
        phases.append(_shown(work, row, wanted, start, end))
        currency = phases[-1]["currency"]
        start = end
    return phases


def _in_todays_words(work: Work, row: Hash, at: str) -> Hash:
    """A phase as it is asked for today: its items were plans, and its one discount a coupon.

    Raises:
        REFERENCE_MISSING, COUPON_GONE
    """
    row = dict(row)
    if plans := row.pop("plans", None):
        row.setdefault("items", plans)
    if (prorates := row.pop("prorate", None)) is not None:
        row.setdefault("proration_behavior", "create_prorations" if prorates else "none")
    if coupon := row.pop("coupon", None):
        redeeming.usable(work, redeeming.named(work, "coupon", coupon, at), row.get("currency"))
        row.setdefault("discounts", [{"coupon": coupon}])
    return row


def _priced_once(work: Work, row: Hash, currency: str, at: str) -> list[Hash]:
    """What a phase adds to its next invoice, each by the id of its price.

    Raises:
        those of `price_added`
    """
    currency = row.get("currency") or currency
    return [
        {name: value for name, value in each.items() if name != "price_data"}
        | {
            "price": price_added(work, each, currency, f"{at}[{index}]").id,
            "quantity": each.get("quantity", 1),
        }
        for index, each in enumerate(row.get(NAME) or ())
    ]


def _moment(work: Work, told: int | str | None, otherwise: int) -> int:
    if told is None:
        return otherwise
    return told if isinstance(told, int) else work.now


def _wanted(work: Work, row: Hash, at: str) -> list[Wanted]:
    """The prices of a phase and how many of each; a refusal names where they stand."""
    try:
        asked = {"currency": row.get("currency"), "items": row.get("items")}
        return wanted_items(work, asked)
    except errors.StripeError as refusal:
        name, _, rest = (refusal.param or "").partition("[")
        refusal.param = f"{at}[{name}]" + (f"[{rest}" if rest else "")
        raise


def _check(wanted: list[Wanted], mode: Hash) -> None:
    """Refuse now what no Subscription could become when the phase begins."""
    check_prices([price.id for price, *_ in wanted])
    cycles = {(cycle.interval, cycle.interval_count) for cycle in (cycle_of(p) for p, *_ in wanted)}
    if mode["type"] == "classic" and len(cycles) > 1:
        raise errors.PHASE_INTERVALS_DIFFER()


def _end(work: Work, row: Hash, price: Price, start: int) -> int:
    if row.get("end_date") is not None:
        return _moment(work, row["end_date"], start)
    if duration := row.get("duration"):
        count = duration.get("interval_count", 1)
        return period_end(start, Recurring(interval=duration["interval"], interval_count=count))
    cycle = cycle_of(price)
    count = cycle.interval_count * row.get("iterations", 1)
    return period_end(start, Recurring(interval=cycle.interval, interval_count=count))


def _shown(work: Work, row: Hash, wanted: list[Wanted], start: int, end: int) -> Hash:
    """A phase as its schedule shows it."""
    told = {name: value for name, value in row.items() if name != "items"}
    told |= {
        "currency": row.get("currency") or wanted[0][0].currency,
        "end_date": end,
        "proration_behavior": row.get("proration_behavior") or "create_prorations",
        "start_date": start,
    }
    if row.get("trial"):
        told["trial_end"] = end
    elif isinstance(ends := row.get("trial_end"), str):
        told["trial_end"] = _moment(work, ends, end)
    made: Any = Maker(work).make("SubscriptionSchedule", {"phases": [told]})
    phase: Hash = made.phases[0]
    phase |= {name: phase[name] or empty for name, empty in BLANK.items()}
    return phase | {"items": [_item(work, *each) for each in wanted]}


def _item(work: Work, price: Price, quantity: int | None, told: Hash) -> Hash:
    rates = [
        rate
        for id in told.get("tax_rates") or ()
        if (rate := work.find_any("tax_rate", id)) is not None
    ]
    shown: Hash = {
        "billing_thresholds": told.get("billing_thresholds"),
        "discounts": [
            {"coupon": None, "discount": None, "promotion_code": None} | each
            for each in told.get("discounts") or ()
        ],
        "metadata": dict(told.get("metadata") or {}),
        "plan": price.id,
        "price": price.id,
        "tax_rates": rates,
    }
    counted = {} if quantity is None else {"quantity": quantity}
    return dict(sorted((shown | counted).items()))


def of_subscription(work: Work, subscription: Subscription) -> list[Hash]:
    """The one phase of a schedule that is made from a Subscription: its current period."""
    items = subscription.items["data"]
    row = {
        "currency": subscription.currency,
        "end_date": max(item["current_period_end"] for item in items),
        "items": [
            {"price": item["price"]["id"], "metadata": item["metadata"]}
            | ({"quantity": item["quantity"]} if "quantity" in item else {})
            for item in items
        ],
        "start_date": min(item["current_period_start"] for item in items),
    }
    if subscription.trial_end is not None and subscription.trial_end > work.now:
        row["trial_end"] = subscription.trial_end
    return laid_out(work, [row], work.now, subscription.billing_mode)


def begun_with(work: Work, schedule: Any, phase: Hash) -> Hash:
    """The parameters of the Subscription that a phase begins."""
    return _possible(work, schedule, phase) | {
        NAME: _added(work, phase),
        "currency": phase["currency"],
        "customer": schedule.customer,
        "items": [_parameters(item) for item in phase["items"]],
        "schedule": schedule.id,
    }


def entered(work: Work, schedule: Any, phase: Hash, before: Subscription) -> Subscription:
    """The Subscription as this phase has it, kept and told of.

    Where the phase begins as a period ends, nothing is left to be prorated.
    """
    given = _possible(work, schedule, phase) | {NAME: _added(work, phase)}
    if items := _exchanged(before.items["data"], phase["items"]):
        given["items"] = items
    anew = phase.get("billing_cycle_anchor") == "phase_start" or _falls_due_otherwise(
        work, before, phase
    )
    if min(item["current_period_end"] for item in before.items["data"]) > work.now:
        given["proration_behavior"] = phase["proration_behavior"]
        given |= {"billing_cycle_anchor": "now"} if anew else {}
        return changed(work, before, given, planned=True)
    after = changed(work, before, given | {"proration_behavior": "none"}, planned=True)
    return (
        tell_updated(work, work.keep(replace(after, billing_cycle_anchor=work.now)))
        if anew
        else after
    )


def _added(work: Work, phase: Hash) -> list[Hash]:
    """What a phase adds to its next invoice, as one asks for it; no discount that is gone."""
    bounds = {"phase_end": phase["end_date"], "phase_start": phase["start_date"]}
    rows = []
    for each in phase[NAME] or ():
        row = {name: each[name] for name in ("discountable", "metadata", "price", "quantity")}
        row["period"] = {
            name: told | {"timestamp": bounds.get(told["type"], told["timestamp"])}
            for name, told in each["period"].items()
        }
        row["tax_rates"] = [rate.id for rate in each["tax_rates"] or ()]
        asked = [{k: v for k, v in told.items() if v} for told in each["discounts"] or ()]
        if asked and _is(partial(redeeming.chosen, work, {"discounts": asked})):
            row["discounts"] = asked
        rows.append(row)
    return rows


def _possible(work: Work, schedule: Any, phase: Hash) -> Hash:
    """What a phase says of the Subscription, but for what has become impossible since.

    Nobody is there to be refused when a phase begins. That it begins without what was detached,
    deleted or redeemed meanwhile, and without a trial that is over by then, is inferred.
    """
    told = _terms(schedule.default_settings, phase)
    if told.get("trial_end", work.now + 1) <= work.now:
        del told["trial_end"]
    asked: dict[str, Callable[[], object]] = {
        "default_payment_method": lambda: with_payer(
            work, schedule.customer, {"default_payment_method": told["default_payment_method"]}
        ),
        "discounts": lambda: redeeming.chosen(
            work,
            {"customer": schedule.customer, "discounts": told["discounts"]},
            currency=phase["currency"],
        ),
        "on_behalf_of": lambda: check_accounts(work, {"on_behalf_of": told["on_behalf_of"]}),
    }
    return {name: value for name, value in told.items() if name not in asked or _is(asked[name])}


def _is(possible: Callable[[], object]) -> bool:
    """Whether what is asked for is not refused."""
    try:
        possible()
    except errors.StripeError:
        return False
    return True


def _terms(defaults: Hash, phase: Hash) -> Hash:
    """What a phase says of the Subscription beside its items."""
    told = {
        name: value
        for name in SETTINGS
        if (value := phase.get(name) or defaults.get(name)) is not None
    }
    invoices = phase.get("invoice_settings") or defaults.get("invoice_settings") or {}
    if told.get("collection_method") == "send_invoice":
        told["days_until_due"] = invoices.get("days_until_due") or USUAL_DAYS
    if phase.get("metadata"):
        told["metadata"] = phase["metadata"]
    if phase.get("trial_end"):
        told["trial_end"] = phase["trial_end"]
    if phase.get("default_tax_rates"):
        told["default_tax_rates"] = [rate["id"] for rate in phase["default_tax_rates"]]
    if phase.get("discounts"):
        told["discounts"] = [
            {name: value for name, value in each.items() if value} for each in phase["discounts"]
        ]
    return told


def _parameters(item: Hash) -> Hash:
    """An item of a phase as one asks for it."""
    asked = {"metadata": item["metadata"], "price": item["price"]}
    if item["tax_rates"]:
        asked["tax_rates"] = [rate.id for rate in item["tax_rates"]]
    return asked | ({"quantity": item["quantity"]} if "quantity" in item else {})


def _exchanged(items: list[Hash], wanted: list[Hash]) -> list[Hash]:
    """How a Subscription's items become those of a phase; nothing where they are so already.

    An item keeps its id where its price stays, and else takes the next price that is new.
    """
    kept = {item["price"]["id"]: item for item in items}
    new = [each for each in wanted if each["price"] not in kept]
    free = [item for price, item in kept.items() if price not in {w["price"] for w in wanted}]
    rows: list[Hash] = []
    for each in wanted:
        old = kept.get(each["price"])
        if old is not None and old.get("quantity") != each.get("quantity"):
            rows.append({"id": old["id"], "quantity": each.get("quantity")})
    for old, each in zip(free, new, strict=False):
        rows.append({"id": old["id"]} | _parameters(each))
    rows += [_parameters(each) for each in new[len(free) :]]
    rows += [{"id": old["id"], "deleted": True} for old in free[len(new) :]]
    return rows


def _falls_due_otherwise(work: Work, before: Subscription, phase: Hash) -> bool:
    """Whether a phase is paid at another interval than the Subscription was."""
    price = sold_at(work, phase["items"][0]["price"])
    was = before.items["data"][0]["price"]["recurring"]
    now = cycle_of(price)
    return (was["interval"], was["interval_count"]) != (now.interval, now.interval_count)
