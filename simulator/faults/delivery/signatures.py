"""A delivery that a receiver must refuse, because its signature does not hold."""

from typing import Literal

from msgspec.structs import replace

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment
from simulator.webhooks.signature import v1

STALE_BY_S = 10 * 60
"""Twice what SDKs tolerate."""


@fault("bad_signature", strikes="before")
class BadSignature(DeliveryFault, frozen=True):
    """The signature does not hold: a receiver that verifies must answer 4xx, and do nothing."""

    how: Literal[
        "wrong_secret", "altered_body", "missing", "stale", "wrong_scheme", "malformed"
    ] = "wrong_secret"

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        return await send(self.spoilt(shipment))

    def spoilt(self, shipment: Shipment) -> Shipment:
        """The shipment with a signature that is worth nothing."""
        at = shipment.signed_at
        match self.how:
            case "wrong_secret":
                return replace(shipment, secrets=("whsec_somebody_elses",))
            case "altered_body":
                altered = shipment.body.replace(b"{\n", b'{\n  "altered": true,\n', 1)
                return replace(shipment, signed_body=shipment.body, body=altered)
            case "missing":
                return replace(shipment, signature="")
            case "stale":
                return replace(shipment, signed_at=at - STALE_BY_S)
            case "wrong_scheme":
                digest = v1(shipment.body, shipment.secrets[0], at)
                return replace(shipment, signature=f"t={at},v0={digest}")
            case "malformed":
                return replace(shipment, signature="v1")
