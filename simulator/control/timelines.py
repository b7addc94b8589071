"""The call that tells the whole story of one thing."""

from simulator.control.calls import Ask, control_call
from simulator.control.stories import Moment, timeline


@control_call("GET /_sim/timeline/{id}")
async def read(ask: Ask) -> list[Moment]:
    """All that happened to a payment, a customer, any object, or what bears a metadata value.

    Requests with their answers, the events they caused, and every attempt to deliver those.
    """
    return timeline(ask.account, ask.path["id"])
