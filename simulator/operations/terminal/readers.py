"""Readers: registered, renamed, listed, deleted, and reset.

Unlike Stripe: a registration code that names no simulated reader is taken for that of a device,
which nobody has switched on here: it stays offline.

Source: API reference, "Terminal Readers"; Stripe docs, "Connect to a reader". What a simulated
reader says of its software, its address and its serial number is inferred.
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import meets
from simulator.resources import terminal_reader as states
from simulator.resources.terminal_location import Location
from simulator.resources.terminal_reader import DeletedReader, Reader
from simulator.wire.lists import Page, page
from simulator.work import Work


def create(work: Work) -> Reader:
    """POST /v1/terminal/readers

    Raises:
        REFERENCE_MISSING, REGISTRATION_IN_LIVEMODE
    """
    given = work.params
    code: str = given["registration_code"]
    if work.account.livemode and code in states.DEVICES:
        raise errors.REGISTRATION_IN_LIVEMODE()
    where = given.get("location")
    reader = Reader(
        id=work.new_id("tmr"),
        device_type=states.REAL_DEVICE,
        label=given.get("label") or code,
        livemode=work.account.livemode,
        location=work.refer(Location, where, "location").id if where else None,
        metadata=dict(given.get("metadata") or {}),
        serial_number=f"WSC{work.account.ids.any(12).upper()}",
        status="offline",
    )
    if (device := states.DEVICES.get(code)) is not None:
        reader = replace(
            states.seen(reader, work.now),
            device_sw_version="",
            device_type=device,
            ip_address="0.0.0.0",  # noqa: S104 - what a simulated reader says, not a socket
            serial_number=f"{code}-{work.account.ids.any(16).lower()}",
            status="online",
        )
    return work.keep(reader)


def retrieve(work: Work) -> Reader | DeletedReader:
    """GET /v1/terminal/readers/{reader}"""
    id = work.path["reader"]
    return work.find(DeletedReader, id) or named(work)


def named(work: Work) -> Reader:
    """The reader that the path names.

    Raises:
        RESOURCE_MISSING
    """
    return work.load(Reader, work.path["reader"], "reader")


def update(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}; that an empty label changes nothing is inferred."""
    before = named(work)
    changes: dict[str, Any] = {}
    if work.params.get("label"):
        changes["label"] = work.params["label"]
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata, work.params["metadata"])
    return work.keep(replace(before, **changes))


def delete(work: Work) -> DeletedReader:
    """DELETE /v1/terminal/readers/{reader}"""
    before = named(work)
    work.drop(before)
    return work.keep(
        DeletedReader(
            id=before.id, device_type=before.device_type, serial_number=before.serial_number
        )
    )


def list_all(work: Work) -> Page:
    """GET /v1/terminal/readers"""
    return page(
        work.account.store.table("terminal.reader").values(),
        work.params,
        "/v1/terminal/readers",
        "reader",
        keep=meets(work, "device_type", "location", "serial_number", "status"),
    )


def ready(work: Work) -> Reader:
    """The reader that the path names, if it can be told to do something.

    Raises:
        RESOURCE_MISSING, READER_OFFLINE, READER_BUSY
    """
    reader = named(work)
    if reader.status == "offline":
        raise errors.READER_OFFLINE()
    if states.doing(reader) in states.AT_WORK:
        raise errors.READER_BUSY()
    return reader


def cancel_action(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/cancel_action: the screen is as it was at first.

    Raises:
        RESOURCE_MISSING, READER_OFFLINE, READER_BUSY
    """
    return work.keep(states.reset(ready(work), work.now))
