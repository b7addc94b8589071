"""Every change of every noun: importing this makes them known."""

from simulator.wire.versions import (
    billing,
    checkout,
    customers,
    disputes,
    former_billing,
    former_payments,
    payments,
)

__all__ = [
    "billing",
    "checkout",
    "customers",
    "disputes",
    "former_billing",
    "former_payments",
    "payments",
]
