"""A sender that takes its time."""

from typing import Annotated

import msgspec
from msgspec.structs import replace

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment


@fault("slow_sender", strikes="before")
class SlowSender(DeliveryFault, frozen=True):
    """The body trickles in, in small pieces."""

    over_ms: Annotated[int, msgspec.Meta(ge=1, le=600_000)] = 1_000

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        return await send(replace(shipment, pace_ms=self.over_ms))
