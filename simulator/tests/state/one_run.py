"""One run of a simulator, told by its seed alone: prints what came of it, for two to be compared.

Its arguments: the seed, and the address of a receiver of webhooks.
"""

import contextlib
import http.client
import sys

import msgspec

from simulator import Simulator

BEGINS = 1_800_000_000
PAY = {
    "amount": 1000,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "confirm": True,
    "return_url": "https://example.com",
}


def run(seed: str, receiver: str) -> bytes:
    """All that is left of a lively week."""
    with Simulator(seed, frozen_at=BEGINS) as sim:
        sim.endpoints.add(receiver)
        sim.deliveries.configure(concurrency=1)
        sim.faults.add("lost_answer", on="POST /v1/payment_intents", times=None, chance=0.3)
        sim.faults.add("lost", times=None, chance=0.3)
        sim.faults.add("duplicate", every_s=60, times=None, chance=0.3)
        for number in range(20):
            key = {"Idempotency-Key": f"k{number}"}
            for _ in range(4):
                with contextlib.suppress(http.client.HTTPException):
                    sim.api("POST", "/v1/payment_intents", PAY, headers=key)
                    break
            sim.settle(timeout=60)
        sim.clock.advance("7d")
        snapshot = sim.snapshot()
    for delivery in snapshot["deliveries"]:  # These the wall decides.
        for attempt in delivery["attempts"]:
            del attempt["duration_ms"], attempt["headers"], attempt["order"]
    return msgspec.json.encode(snapshot)


if __name__ == "__main__":
    sys.stdout.buffer.write(run(*sys.argv[1:]))
