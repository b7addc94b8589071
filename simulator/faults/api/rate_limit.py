"""Too many requests. Source: Stripe docs, "Rate limits": a reason header tells which limit."""

from typing import Literal

from simulator import errors
from simulator.faults.fault import ApiFault, fault
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Serve
from simulator.web.refusals import refuse


@fault("rate_limit", strikes="before")
class RateLimit(ApiFault, frozen=True):
    """429: nothing is done, and nothing is remembered under the key."""

    reason: Literal[
        "global-rate",
        "global-concurrency",
        "endpoint-rate",
        "endpoint-concurrency",
        "resource-specific",
    ] = "global-rate"

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        answer = refuse(exchange, errors.RATE_LIMIT())
        answer.headers["Stripe-Rate-Limited-Reason"] = self.reason
        return answer
