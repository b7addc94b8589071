"""An event that comes late."""

from typing import Annotated

import msgspec

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment


@fault("late", strikes="before")
class Late(DeliveryFault, frozen=True):
    """The first attempt is made only after a while of the account's time."""

    by_s: Annotated[int, msgspec.Meta(ge=1)] = 60 * 60

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        if shipment.postponed:
            return await send(shipment)
        return Outcome(postponed_by=self.by_s)
