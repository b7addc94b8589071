"""A body that arrives in part, or not at all."""

from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment


@fault("truncated_body", strikes="before")
class TruncatedBody(DeliveryFault, frozen=True):
    """Only the beginning of the body arrives."""

    percent: Annotated[int, msgspec.Meta(ge=0, le=99)] = 50
    signed: Literal["whole", "sent"] = "whole"
    """What the signature is over: the whole body, or only what is sent."""

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        sent = shipment.body[: len(shipment.body) * self.percent // 100]
        over = shipment.body if self.signed == "whole" else sent
        return await send(replace(shipment, body=sent, signed_body=over))


@fault("empty_body", strikes="before")
class EmptyBody(DeliveryFault, frozen=True):
    """The head arrives, with a signature, and no body."""

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        return await send(replace(shipment, body=b"", signed_body=shipment.body))
