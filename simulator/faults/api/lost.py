"""A request that never arrives, and an answer that never comes back."""

from simulator.faults.fault import ApiFault, fault
from simulator.web.answer import Answer, CutAnswer
from simulator.web.exchange import Exchange, Serve


@fault("lost_request", strikes="before")
class LostRequest(ApiFault, frozen=True):
    """Nothing is done, and the connection is cut: the client cannot tell it from a lost answer."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        return CutAnswer()


@fault("lost_answer", strikes="after")
class LostAnswer(ApiFault, frozen=True):
    """Do the work, then cut the connection: the client cannot tell whether it was charged."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        done = await serve(exchange)
        return CutAnswer(instead_of=done)


@fault("connection_reset", strikes="before")
class ConnectionReset(ApiFault, frozen=True):
    """The connection is reset (TCP RST) before anything is done, as a broken middlebox does it."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        return CutAnswer(reset=True)
