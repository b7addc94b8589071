"""A stateful Stripe for one's own machine. Other rooms import from here alone."""

from simulator.client import Account, AsyncAccount, AsyncSimulator, Simulator
from simulator.connection import NotQuiet, SimulatorError
from simulator.control.shapes import (
    Attempt,
    ClockView,
    Delivery,
    Endpoint,
    FaultKind,
    Held,
    HoldPoint,
    Ledger,
    Plan,
    RequestView,
    Totals,
)
from simulator.serving import serve
from simulator.transparent.redirect import write as write_redirect

__all__ = [
    "Account",
    "AsyncAccount",
    "AsyncSimulator",
    "Attempt",
    "ClockView",
    "Delivery",
    "Endpoint",
    "FaultKind",
    "Held",
    "HoldPoint",
    "Ledger",
    "NotQuiet",
    "Plan",
    "RequestView",
    "Simulator",
    "SimulatorError",
    "Totals",
    "serve",
    "write_redirect",
]
