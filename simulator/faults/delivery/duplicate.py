"""The same event, several times. Source: Stripe docs, "Webhooks": duplicates are possible."""

import asyncio
from typing import Annotated

import msgspec

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment


@fault("duplicate", strikes="after")
class Duplicate(DeliveryFault, frozen=True):
    """The event is sent several times: at the same moment, or spaced out."""

    copies: Annotated[int, msgspec.Meta(ge=2, le=100)] = 2
    every_s: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Seconds of the account's time from one to the next; 0: all at the same moment."""

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        if self.every_s:
            outcome = await send(shipment)
            spaced = tuple(self.every_s * number for number in range(1, self.copies))
            return msgspec.structs.replace(outcome, again_in=spaced)
        outcomes = await asyncio.gather(*(send(shipment) for _ in range(self.copies)))
        return next((outcome for outcome in outcomes if outcome.succeeded), outcomes[0])
