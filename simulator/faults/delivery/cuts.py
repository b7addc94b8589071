"""The receiver got the event, and Stripe does not know: so the event comes again."""

from msgspec.structs import replace

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment


@fault("cut_before_answer", strikes="after")
class CutBeforeAnswer(DeliveryFault, frozen=True):
    """The request is sent whole, and the connection cut before the receiver can answer."""

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        return await send(replace(shipment, cut=True))


@fault("cut_after_answer", strikes="after")
class CutAfterAnswer(DeliveryFault, frozen=True):
    """The receiver answered, and the answer was lost on its way back."""

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        outcome = await send(shipment)
        return Outcome(error="connection cut", duration_ms=outcome.duration_ms)


@fault("answer_ignored", strikes="after")
class AnswerIgnored(DeliveryFault, frozen=True):
    """The receiver answered 2xx, and the event is sent again on schedule all the same."""

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        outcome = await send(shipment)
        return replace(outcome, error="the answer was ignored")
