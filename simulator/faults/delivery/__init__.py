"""Faults of deliveries; importing this package registers them."""

from simulator.faults.delivery import (
    bodies,
    cuts,
    duplicate,
    late,
    lost,
    mixed_up,
    reorder,
    signatures,
    slow,
)

__all__ = [
    "bodies",
    "cuts",
    "duplicate",
    "late",
    "lost",
    "mixed_up",
    "reorder",
    "signatures",
    "slow",
]
