"""Meters, their events, and what these add up to.

Unlike Stripe: an event counts at once, and one that names no Customer or says no number is taken
and counts nothing, but no error report is sent of it.

Source: API reference, "Billing Meters", "Meter Events", "Meter Event Adjustments", "Meter Event
Summaries".
"""

from itertools import pairwise
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing.usage import added_up, values_of
from simulator.resources.customer import Customer
from simulator.resources.metering import CanceledEvent, Meter, MeterEvent
from simulator.wire.lists import Page, page, page_in_order
from simulator.work import Work

Hash = dict[str, Any]
DAY: Final = 24 * 60 * 60
AT_MOST_BEFORE: Final = 35 * DAY
"""Seconds after which an event is too late."""
AT_MOST_AFTER: Final = 5 * 60
"""Seconds by which an event may come before its time."""
WINDOWS: Final = {"day": DAY, "hour": 60 * 60}
MINUTE: Final = 60


def create(work: Work) -> Meter:
    """POST /v1/billing/meters

    Raises:
        METER_KNOWN
    """
    given = work.params
    _check_alone(work, given["event_name"])
    made = work.keep(
        Meter(
            id=work.new_id("mtr"),
            created=work.now,
            customer_mapping=given.get("customer_mapping")
            or {"event_payload_key": "stripe_customer_id", "type": "by_id"},
            default_aggregation=given["default_aggregation"],
            display_name=given["display_name"],
            event_name=given["event_name"],
            event_time_window=given.get("event_time_window") or None,
            livemode=work.account.livemode,
            status_transitions={"deactivated_at": None},
            updated=work.now,
            value_settings=given.get("value_settings") or {"event_payload_key": "value"},
        )
    )
    work.post("billing.meter.created", made)
    return made


def retrieve(work: Work) -> Meter:
    """GET /v1/billing/meters/{id}"""
    return work.load(Meter, work.path["id"])


def update(work: Work) -> Meter:
    """POST /v1/billing/meters/{id}: how it is called, and nothing else."""
    before = retrieve(work)
    name = work.params.get("display_name") or before.display_name
    if name == before.display_name:
        return before
    return _changed(work, before, "updated", display_name=name)


def deactivate(work: Work) -> Meter:
    """POST /v1/billing/meters/{id}/deactivate: no event is taken for it."""
    transitions = {"deactivated_at": work.now}
    return _changed(
        work, retrieve(work), "deactivated", status="inactive", status_transitions=transitions
    )


def reactivate(work: Work) -> Meter:
    """POST /v1/billing/meters/{id}/reactivate

    Raises:
        METER_KNOWN: another was made meanwhile. That this is refused is inferred.
    """
    before = retrieve(work)
    if before.status != "active":
        _check_alone(work, before.event_name)
    transitions = {"deactivated_at": None}
    return _changed(work, before, "reactivated", status="active", status_transitions=transitions)


def _check_alone(work: Work, event_name: str) -> None:
    """Refuse a second active meter of the same events.

    Raises:
        METER_KNOWN
    """
    if _is_counted(work, event_name):
        raise errors.METER_KNOWN(name=event_name)


def _changed(work: Work, before: Meter, done: str, **changes: Any) -> Meter:
    after = work.keep(replace(before, updated=work.now, **changes))
    work.post(f"billing.meter.{done}", after, before=before if done == "updated" else None)
    return after


def list_all(work: Work) -> Page:
    """GET /v1/billing/meters"""
    status = work.params.get("status")

    def keep(meter: Meter) -> bool:
        return status is None or meter.status == status

    things = work.account.store.table(Meter.KIND).values()
    return page(things, work.params, "/v1/billing/meters", Meter.KIND, keep=keep)


def create_event(work: Work) -> MeterEvent:
    """POST /v1/billing/meter_events

    That an identifier is never free again is inferred: it is not for a day at least.

    Raises:
        NO_ACTIVE_METER, METER_EVENT_TOO_OLD, METER_EVENT_TOO_EARLY, METER_EVENT_KNOWN
    """
    given = work.params
    _check_name(work, given["event_name"])
    timestamp = given.get("timestamp", work.now)
    if timestamp < (earliest := work.now - AT_MOST_BEFORE):
        raise errors.METER_EVENT_TOO_OLD(earliest=earliest)
    if timestamp > (latest := work.now + AT_MOST_AFTER):
        raise errors.METER_EVENT_TOO_EARLY(latest=latest)
    identifier = given.get("identifier") or work.new_id("mevt")
    if work.find(MeterEvent, identifier) is not None:
        raise errors.METER_EVENT_KNOWN(identifier=identifier)
    return work.keep(
        MeterEvent(
            created=work.now,
            event_name=given["event_name"],
            identifier=identifier,
            livemode=work.account.livemode,
            payload=dict(given["payload"]),
            timestamp=timestamp,
        )
    )


def _check_name(work: Work, name: str) -> None:
    """Refuse events that no meter counts.

    Raises:
        NO_ACTIVE_METER
    """
    if not _is_counted(work, name):
        raise errors.NO_ACTIVE_METER(name=name)


def _is_counted(work: Work, name: str) -> bool:
    meters = work.account.store.table(Meter.KIND).values()
    return any(meter.event_name == name and meter.status == "active" for meter in meters)


def adjust(work: Work) -> Hash:
    """POST /v1/billing/meter_event_adjustments: an event is taken back.

    Raises:
        NO_ACTIVE_METER, REFERENCE_MISSING
    """
    given = work.params
    _check_name(work, given["event_name"])
    identifier = (given.get("cancel") or {}).get("identifier")
    if not identifier:
        raise errors.PARAMETER_MISSING(param="cancel[identifier]", name="cancel[identifier]")
    event = work.refer(MeterEvent, identifier, "cancel[identifier]")
    work.keep(CanceledEvent(event.id))
    return {
        "object": "billing.meter_event_adjustment",
        "cancel": {"identifier": identifier},
        "event_name": given["event_name"],
        "livemode": work.account.livemode,
        "status": "complete",
        "type": given["type"],
    }


def list_summaries(work: Work) -> Page:
    """GET /v1/billing/meters/{id}/event_summaries: one, or one for each day or hour.

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING, METER_TIME_UNALIGNED
    """
    meter, given = retrieve(work), work.params
    customer = work.refer(Customer, given["customer"], "customer").id
    start, end = given["start_time"], given["end_time"]
    length = WINDOWS.get(given.get("value_grouping_window") or "")
    for name in ("start_time", "end_time"):
        if given[name] % (length or MINUTE):
            unit = given.get("value_grouping_window") or "minute"
            raise errors.METER_TIME_UNALIGNED(param=name, name=name, unit=unit)
    told = list(values_of(work, meter, customer, start, end))
    bounds = [*range(start, end, length), end] if length else [start, end]
    rows = [
        {
            "id": f"mtrusg_test_{meter.id.removeprefix('mtr_')}{began:x}{ends - began:x}",
            "object": "billing.meter_event_summary",
            "aggregated_value": float(
                added_up(meter, (each for each in told if began <= each[0] < ends))
            ),
            "end_time": ends,
            "livemode": work.account.livemode,
            "meter": meter.id,
            "start_time": began,
        }
        for began, ends in pairwise(bounds)
    ]
    if length:
        rows = [row for row in rows if row["aggregated_value"]]
    rows.reverse()
    url = f"/v1/billing/meters/{meter.id}/event_summaries"
    return page_in_order(rows, given, url, "billing.meter_event_summary")
