"""An event that never arrives."""

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment


@fault("lost", strikes="before")
class Lost(DeliveryFault, frozen=True):
    """Nothing reaches the receiver; the event is tried again later, or never."""

    retried: bool = True

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        return Outcome(error="lost on its way", final=not self.retried)
