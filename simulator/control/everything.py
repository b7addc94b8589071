"""Every file of calls, so that importing this one registers them all."""

from simulator.control import (
    accounts,
    deliveries,
    endpoints,
    events,
    faults,
    holds,
    ledger,
    requests,
    shoppers,
    time,
)

__all__ = [
    "accounts",
    "deliveries",
    "endpoints",
    "events",
    "faults",
    "holds",
    "ledger",
    "requests",
    "shoppers",
    "time",
]
