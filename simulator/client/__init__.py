"""The simulator from Python: start one here, or join one that runs.

    with Simulator(seed=1) as sim:            # in a thread of its own, on a free port
        endpoint = sim.endpoints.add("http://127.0.0.1:8000/webhook")
        sim.faults.add("lost_answer", on="POST /v1/payment_intents")
        ...
        sim.clock.advance("7d")
        sim.settle()

Everything goes over HTTP, so a simulator that was started here and one that was joined behave the
same, and other languages can do the same under `/_sim`.
"""

from simulator.client.account import Account
from simulator.client.asynchronous import AsyncAccount, AsyncSimulator
from simulator.client.simulator import Simulator

__all__ = ["Account", "AsyncAccount", "AsyncSimulator", "Simulator"]
