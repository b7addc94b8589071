"""Calls about faults."""

from typing import Literal

import msgspec

from simulator.control.calls import Ask, ControlError, control_call, missing
from simulator.control.shapes import AddFault, Done, FaultKind, Plan
from simulator.faults.every import FAULTS
from simulator.faults.fault import ApiFault, DeliveryFault, Fault, FaultClass, make
from simulator.faults.patterns import PatternError, checked_for_events, checked_for_requests


def made(type: str, options: dict[str, object]) -> Fault:
    """The fault of this name.

    Raises:
        ControlError: there is none, or it has no such option.
    """
    if type not in FAULTS:
        known = ", ".join(sorted(FAULTS))
        raise ControlError(400, f"no fault {type!r}; there are {known}", param="type")
    try:
        return make(type, options)
    except msgspec.ValidationError as wrong:
        raise ControlError(400, f"{type}: {wrong}", param="options") from None


def concerns(cls: FaultClass) -> Literal["request", "charge", "delivery"]:
    """What a fault goes wrong with."""
    if issubclass(cls, ApiFault):
        return "request"
    return "delivery" if issubclass(cls, DeliveryFault) else "charge"


@control_call("GET /_sim/fault_types")
async def kinds(ask: Ask) -> list[FaultKind]:
    """Every fault that there is, and the options that it takes."""
    return [
        FaultKind(
            type=name,
            of=concerns(cls),
            strikes=cls.STRIKES,
            story=" ".join((cls.__doc__ or "").split()),
            options=[field.name for field in msgspec.structs.fields(cls)],
        )
        for name, cls in sorted(FAULTS.items())
    ]


@control_call("GET /_sim/faults")
async def list_all(ask: Ask) -> list[Plan]:
    """The plans, spent ones too, with what each struck."""
    return ask.account.plans.all()


@control_call("POST /_sim/faults", AddFault)
async def add(ask: Ask, given: AddFault) -> Plan:
    """Let something go wrong from now on."""
    fault = made(given.type, given.options)
    try:
        on = (
            checked_for_events(given.on)
            if isinstance(fault, DeliveryFault)
            else checked_for_requests(given.on)
        )
    except PatternError as wrong:
        raise ControlError(400, str(wrong), param="on") from None
    plans = ask.account.plans
    return plans.add(
        Plan(
            id=plans.new_id(),
            type=given.type,
            on=on,
            times=1 if given.nth is not None else given.times,
            skip=given.skip if given.nth is None else given.nth - 1,
            chance=given.chance,
            until=given.until,
            object=given.object,
            idempotency_key=given.idempotency_key,
            metadata=given.metadata,
            attempt=given.attempt,
            endpoint=given.endpoint,
            options=given.options,
        ),
        fault,
    )


@control_call("DELETE /_sim/faults")
async def clear(ask: Ask) -> Done:
    """Let nothing go wrong any more."""
    count = len(ask.account.plans.all())
    ask.account.plans.clear()
    return Done(count=count)


@control_call("DELETE /_sim/faults/{id}")
async def remove(ask: Ask) -> Done:
    """Take one plan away."""
    if not ask.account.plans.remove(ask.path["id"]):
        raise missing("fault", ask.path["id"])
    return Done()
