"""An answer that takes its time, before the work is done or after."""

import asyncio
from typing import Annotated

import msgspec

from simulator.faults.fault import ApiFault, fault
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Serve

Delay = Annotated[int, msgspec.Meta(ge=0, le=600_000)]


@fault("slow_before", strikes="before")
class SlowBefore(ApiFault, frozen=True):
    """Stripe is slow at the work: until it is done, its objects and its key are busy."""

    delay_ms: Delay = 1_000

    @property
    def at_work(self) -> bool:
        return True

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        await asyncio.sleep(self.delay_ms / 1000)  # real: the client's own timeouts run on the wall
        return await serve(exchange)


@fault("slow_after", strikes="after")
class SlowAfter(ApiFault, frozen=True):
    """The work is done and its events are on their way, but the answer is not."""

    delay_ms: Delay = 1_000

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        answer = await serve(exchange)
        await asyncio.sleep(self.delay_ms / 1000)  # real: the client's own timeouts run on the wall
        return answer
