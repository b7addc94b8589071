"""A body that is well signed, and still not what the receiver was built for."""

import msgspec
from msgspec.structs import replace

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment
from simulator.wire import releases


@fault("old_version", strikes="before")
class OldVersion(DeliveryFault, frozen=True):
    """The body comes in another API version than the endpoint's."""

    version: str = "2020-08-27"

    def __post_init__(self) -> None:
        if self.version not in releases.KNOWN:
            raise ValueError(f"no API version {self.version!r}")

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        body = shipment.rendered(self.version)
        return await send(replace(shipment, body=body, version=self.version))


@fault("wrong_mode", strikes="before")
class WrongMode(DeliveryFault, frozen=True):
    """A test endpoint gets what calls itself a live event, or the other way about."""

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        document = msgspec.json.decode(shipment.body)
        mode = not document["livemode"]
        document["livemode"] = mode
        thing = document["data"]["object"]
        if isinstance(thing, dict) and "livemode" in thing:
            thing["livemode"] = mode
        body = msgspec.json.format(msgspec.json.encode(document), indent=2)
        return await send(replace(shipment, body=body))
