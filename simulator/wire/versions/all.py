"""Every change of every noun: importing this makes them known."""

from simulator.wire.versions import checkout, customers, disputes, payments

__all__ = ["checkout", "customers", "disputes", "payments"]
