"""An answer that breaks off, or cannot be read, though all was done."""

from typing import Annotated

import msgspec

from simulator.faults.fault import ApiFault, fault
from simulator.web.answer import Answer, CutAnswer
from simulator.web.exchange import Exchange, Serve


@fault("truncated_answer", strikes="after")
class TruncatedAnswer(ApiFault, frozen=True):
    """Do the work, then send the head and only part of the body, and cut the connection."""

    percent: Annotated[int, msgspec.Meta(ge=0, le=99)] = 50
    """How much of the body is sent."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        done = await serve(exchange)
        return CutAnswer(instead_of=done, sends=len(done.body) * self.percent // 100)


@fault("malformed_answer", strikes="after")
class MalformedAnswer(ApiFault, frozen=True):
    """Do the work, then answer with its status and a body that is no JSON."""

    body: str = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    status: Annotated[int, msgspec.Meta(ge=200, le=599)] | None = None
    """Another status than the operation's own."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        done = await serve(exchange)
        return Answer(self.status or done.status, self.body.encode(), dict(done.headers))
