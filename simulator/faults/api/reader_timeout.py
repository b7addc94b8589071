"""A reader that does not answer in time: it was told nothing, or it was and Stripe cannot know.

Source: Stripe docs, "Collect card payments" ("Reader timeout": "false negatives").
"""

from simulator import errors
from simulator.faults.fault import ApiFault, fault
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Serve
from simulator.web.refusals import refuse


@fault("reader_timeout_before", strikes="before")
class ReaderTimeoutBefore(ApiFault, frozen=True):
    """The command has not reached the reader, and the answer says that there was a timeout."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        return refuse(exchange, errors.READER_TIMEOUT())


@fault("reader_timeout_after", strikes="after")
class ReaderTimeoutAfter(ApiFault, frozen=True):
    """The reader does what it was told, and the answer says that there was a timeout."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        await serve(exchange)
        return refuse(exchange, errors.READER_TIMEOUT())
