"""Every change of every noun: importing this makes them known."""

from simulator.wire.versions import customers, payments

__all__ = ["customers", "payments"]
