"""Every call of the control API by its name; importing this file registers them all."""

from typing import Final

from simulator.control import (
    accounts,
    deliveries,
    endpoints,
    events,
    faults,
    holds,
    ledger,
    metrics,
    openapi,
    page,
    requests,
    shoppers,
    snapshots,
    time,
    timelines,
)
from simulator.control.calls import CALLS as REGISTERED
from simulator.control.calls import ControlCall

CALLS: Final[dict[str, ControlCall]] = REGISTERED
"""All that these files registered."""

__all__ = [
    "CALLS",
    "accounts",
    "deliveries",
    "endpoints",
    "events",
    "faults",
    "holds",
    "ledger",
    "metrics",
    "openapi",
    "page",
    "requests",
    "shoppers",
    "snapshots",
    "time",
    "timelines",
]
