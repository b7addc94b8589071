"""Subscription Schedules: what a Subscription will be, phase after phase.

Unlike Stripe: an update of the Subscription itself leaves the phases of its schedule as they are,
and `end_behavior` `renew`, which Stripe only shows of what was planned long ago, ends as `release`.

Source: API reference, "Subscription Schedules"; Stripe docs, "Subscription schedules". Refusals are
quoted, unless their row says otherwise.
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.catalogue.maker import Maker, merged
from simulator.operations.billing import schedule_endings as endings
from simulator.operations.billing.schedule_phases import (
    begun_with,
    entered,
    laid_out,
    of_subscription,
)
from simulator.operations.billing.subscription_additions import NAME
from simulator.operations.billing.subscription_beginning import begin
from simulator.operations.billing.subscription_prorating import bill_prorations, credit
from simulator.operations.billing.subscription_renewing import BEFORE_RENEWAL, watch
from simulator.operations.billing.subscription_terms import billing_mode
from simulator.operations.billing.subscriptions import end
from simulator.resources.customer import Customer
from simulator.resources.subscription import ENDED, Subscription
from simulator.work import Work

Hash = dict[str, Any]


def create(work: Work) -> Any:
    """POST /v1/subscription_schedules

    Raises:
        FROM_SUBSCRIPTION_ALONE, REFERENCE_MISSING, ALREADY_SCHEDULED, PARAMETER_MISSING
    """
    given = work.params
    if given.get("from_subscription"):
        return _from_subscription(work, given)
    for name in ("customer", "phases"):
        if not given.get(name):
            raise errors.PARAMETER_MISSING(param=name, name=name)
    return planned(work, given)


def planned(work: Work, given: Hash) -> Any:
    """A new schedule of these parameters, kept and told of.

    Raises:
        REFERENCE_MISSING, and those of `laid_out`
    """
    customer = work.refer(Customer, given["customer"], "customer")
    told = given.get("start_date")
    start = told if isinstance(told, int) else work.now
    mode = billing_mode(work, given.get("billing_mode"))
    phases = laid_out(work, given["phases"], start, mode)
    schedule = _made(work, given, customer, phases)
    work.post("subscription_schedule.created", schedule)
    return _at_moment(work, schedule)


def _from_subscription(work: Work, given: Hash) -> Any:
    """The schedule of a Subscription that there is already, whose one phase is what it is now."""
    for name in given:
        if name not in ("billing_mode", "expand", "from_subscription"):
            raise errors.FROM_SUBSCRIPTION_ALONE(param=name, name=name)
    before = work.refer(Subscription, given["from_subscription"], "from_subscription")
    if before.status in ENDED:
        raise errors.SUBSCRIPTION_OVER()
    if before.schedule is not None:
        raise errors.ALREADY_SCHEDULED(schedule=before.schedule)
    phases = of_subscription(work, before)
    settings = {
        "collection_method": before.collection_method,
        "default_payment_method": before.default_payment_method,
    }
    asked = {"default_settings": {k: v for k, v in settings.items() if v is not None}}
    customer = work.load(Customer, before.customer)
    made = _made(work, asked, customer, phases)
    schedule = work.keep(
        replace(
            made,
            billing_mode=before.billing_mode,
            current_phase=_bounds(phases[0]),
            status="active",
            subscription=before.id,
        )
    )
    after = work.keep(replace(before, schedule=schedule.id))
    work.post("subscription_schedule.created", schedule)
    work.post("customer.subscription.updated", after, before=before)
    work.schedule(phases[0]["end_date"], "schedule_phase", schedule.id)
    endings.watch_end(work, schedule)
    return schedule


def _made(work: Work, given: Hash, customer: Customer, phases: list[Hash]) -> Any:
    """A new schedule, kept."""
    asked = {name: value for name, value in given.items() if name != "phases"}
    asked["default_settings"] = {
        "billing_cycle_anchor": "automatic",
        "collection_method": "charge_automatically",
        "invoice_settings": {"issuer": {"type": "self"}},
    } | (given.get("default_settings") or {})
    made = Maker(work).make("SubscriptionSchedule", asked | {"customer": customer.id})
    return work.keep(
        replace(
            made,
            billing_mode=billing_mode(work, given.get("billing_mode")),
            current_phase=None,
            end_behavior=_at_end(given.get("end_behavior") or "release"),
            phases=phases,
            status="not_started",
            test_clock=customer.test_clock,
        )
    )


def _at_end(told: str) -> str:
    """What becomes of the Subscription; `none` is what `cancel` was called.

    Source: Stripe docs, "Renames and updates subscription schedule renewal properties".
    """
    return "cancel" if told == "none" else told


def _bounds(phase: Hash) -> Hash:
    return {name: phase[name] for name in ("end_date", "start_date")}


def _load(work: Work) -> Any:
    id = work.path["schedule"]
    if (schedule := work.find_any(endings.KIND, id)) is None:
        raise errors.RESOURCE_MISSING(param="schedule", noun="subscription schedule", id=id)
    return schedule


def _living(work: Work, done: str) -> Any:
    """The schedule that the path names, to which something can still be done.

    Raises:
        RESOURCE_MISSING, SCHEDULE_OVER
    """
    schedule = _load(work)
    if schedule.status not in endings.LIVES:
        verb = {"canceled": "cancel", "released": "release", "updated": "update"}[done]
        raise errors.SCHEDULE_OVER(verb=verb, status=schedule.status, done=done)
    return schedule


def update(work: Work) -> Any:
    """POST /v1/subscription_schedules/{schedule}; what the current phase now says holds at once.

    Raises:
        RESOURCE_MISSING, SCHEDULE_OVER, SCHEDULE_UNANCHORED, SCHEDULE_CURRENT_END,
        SCHEDULE_CURRENT_START
    """
    before, given = _living(work, "updated"), dict(work.params)
    changes: Hash = {}
    if rows := given.pop("phases", None):
        changes["phases"] = _phases_after(work, before, rows)
    if given.get("end_behavior"):
        changes["end_behavior"] = _at_end(given["end_behavior"])
    if "metadata" in given:
        changes["metadata"] = merged(before.metadata, given["metadata"])
    if given.get("default_settings"):
        changes["default_settings"] = before.default_settings | given["default_settings"]
    after = work.keep(replace(before, **changes))
    work.post("subscription_schedule.updated", after, before=before)
    current = _current(work, after)
    subscription = work.find(Subscription, after.subscription or "")
    if rows and current is not None and subscription is not None:
        how = given.get("proration_behavior") or "create_prorations"
        current |= {"proration_behavior": how}
        entered(work, after, _not_yet_added(before, current), subscription)
        after = work.keep(replace(after, current_phase=_bounds(current)))
    return _at_moment(work, after)


def _not_yet_added(before: Any, current: Hash) -> Hash:
    """The current phase with what it adds beyond what it has added already; inferred."""
    runs = before.current_phase is not None
    same = (p for p in before.phases if runs and p["start_date"] == current["start_date"])
    billed = [row for phase in same for row in phase[NAME] or ()]
    return current | {NAME: [row for row in current[NAME] or () if row not in billed]}


def _phases_after(work: Work, before: Any, rows: list[Hash]) -> list[Hash]:
    """The phases after an update, which names the current one by its start."""
    if all(row.get("start_date") is None for row in rows):
        raise errors.SCHEDULE_UNANCHORED()
    subscription = work.find(Subscription, before.subscription or "")
    currency = None if subscription is None else subscription.currency
    phases = laid_out(work, rows, work.now, before.billing_mode, currency=currency)
    if before.current_phase is not None:
        start = before.current_phase["start_date"]
        now = next((p for p in phases if p["end_date"] > work.now), phases[-1])
        if any(p["start_date"] == start and p["end_date"] < work.now for p in phases):
            raise errors.SCHEDULE_CURRENT_END()
        if now["start_date"] != start and now["start_date"] <= work.now:
            raise errors.SCHEDULE_CURRENT_START()
    return phases


def _current(work: Work, schedule: Any) -> Hash | None:
    """The phase in which it is now."""
    return next((p for p in schedule.phases if p["start_date"] <= work.now < p["end_date"]), None)


def _at_moment(work: Work, schedule: Any) -> Any:
    """The schedule as it is now that its time has come so far; kept, and awaited further."""
    work.call_off("schedule_phase", schedule.id)
    if schedule.status not in endings.LIVES:
        return schedule
    endings.watch_end(work, schedule)
    current = _current(work, schedule)
    if current is None and work.now >= schedule.phases[-1]["end_date"]:
        return _over(work, schedule)
    if current is None:
        work.schedule(schedule.phases[0]["start_date"], "schedule_phase", schedule.id)
        return schedule
    work.schedule(current["end_date"], "schedule_phase", schedule.id)
    if schedule.current_phase != _bounds(current):
        schedule = _moved(work, schedule, current)
    _set_end(work, schedule)
    return schedule


def _moved(work: Work, before: Any, current: Hash) -> Any:
    """The schedule in its next phase, and the Subscription as that has it; both kept."""
    after = replace(before, current_phase=_bounds(current), status="active")
    subscription = work.find(Subscription, before.subscription or "")
    if subscription is None:
        begun = begin(work, begun_with(work, before, current), at_once=False)
        after = replace(after, subscription=begun.id)
    else:
        entered(work, before, current, subscription)
    work.post("subscription_schedule.updated", work.keep(after), before=before)
    return after


def _set_end(work: Work, schedule: Any) -> None:
    """See to it that the Subscription ends with its schedule, if it is to."""
    before = work.load(Subscription, schedule.subscription)
    ends = schedule.phases[-1]["end_date"] if schedule.end_behavior == "cancel" else None
    if before.cancel_at != ends and before.status not in ENDED:
        at = None if ends is None else work.now
        after = work.keep(replace(before, cancel_at=ends, canceled_at=at))
        watch(work, after)
        work.post("customer.subscription.updated", after, before=before)


def _over(work: Work, schedule: Any) -> Any:
    """Its last phase is over."""
    if schedule.end_behavior == "cancel":
        return endings.ended(work, schedule, "completed")
    return endings.released(work, schedule)


@due("schedule_phase")
def phase_ends(work: Work, id: str) -> None:
    """A phase begins, or the last is over."""
    if (schedule := work.find_any(endings.KIND, id)) is not None:
        _at_moment(work, schedule)


def before_renewal(work: Work, subscription: Subscription) -> None:
    """A period is over, and perhaps a phase with it, which then decides what is billed next."""
    schedule = work.find_any(endings.KIND, subscription.schedule or "")
    if schedule is not None and subscription.cancel_at is None:
        _at_moment(work, schedule)


BEFORE_RENEWAL.append(before_renewal)


def release(work: Work) -> Any:
    """POST /v1/subscription_schedules/{schedule}/release

    Raises:
        RESOURCE_MISSING, SCHEDULE_OVER
    """
    schedule = _living(work, "released")
    return endings.released(work, schedule, keeps_end=bool(work.params.get("preserve_cancel_date")))


def cancel(work: Work) -> Any:
    """POST /v1/subscription_schedules/{schedule}/cancel: with its Subscription, at once.

    Raises:
        RESOURCE_MISSING, SCHEDULE_OVER
    """
    schedule = endings.ended(work, _living(work, "canceled"), "canceled")
    subscription = work.find(Subscription, schedule.subscription or "")
    if subscription is not None and subscription.status not in ENDED:
        if work.params.get("prorate", True):
            credit(work, subscription, {})
        if work.params.get("invoice_now", True):
            subscription = bill_prorations(work, subscription)
        end(work, subscription)
    return schedule
