"""Every change of every noun: importing this makes them known."""

from simulator.wire.versions import (
    accounts,
    billing,
    checkout,
    customers,
    disputes,
    events,
    first_payments,
    former_billing,
    former_payments,
    payments,
)

__all__ = [
    "accounts",
    "billing",
    "checkout",
    "customers",
    "disputes",
    "events",
    "first_payments",
    "former_billing",
    "former_payments",
    "payments",
]
