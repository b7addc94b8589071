"""Faults of API requests; importing this package registers them."""

from simulator.faults.api import (
    contention,
    decline,
    garbled,
    lost,
    rate_limit,
    reader_timeout,
    server_error,
    slow,
)

__all__ = [
    "contention",
    "decline",
    "garbled",
    "lost",
    "rate_limit",
    "reader_timeout",
    "server_error",
    "slow",
]
