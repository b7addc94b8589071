"""Stripe's own failures: 500, 502, 503, 504, before the work or after it.

Source: API reference, "Errors", "Idempotent requests": a 500 of an operation that had begun is
stored under its key like any other answer. What a proxy answers in its place is not.
"""

from typing import Literal

from simulator import errors
from simulator.faults.fault import ApiFault, fault
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Serve
from simulator.web.refusals import refuse

Status = Literal[500, 502, 503, 504]


class _Broken(ApiFault, frozen=True):
    status: Status = 500
    should_retry: bool | None = None
    """What the header Stripe-Should-Retry says; None: there is no such header."""
    remembered: bool = False
    """Whether the answer is stored under the idempotency key, so that a retry gets it again."""

    @property
    def at_work(self) -> bool:
        return self.remembered

    def answer(self, exchange: Exchange) -> Answer:
        """The refusal."""
        row = errors.SERVER_ERRORS[self.status]
        if self.remembered:
            raise row()
        answer = refuse(exchange, row())
        answer.headers.pop("Stripe-Should-Retry", None)
        if self.should_retry is not None:
            answer.headers["Stripe-Should-Retry"] = str(self.should_retry).lower()
        return answer


@fault("server_error_before", strikes="before")
class BrokenBefore(_Broken, frozen=True):
    """Nothing is done, and the answer says that Stripe failed."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        return self.answer(exchange)


@fault("server_error_after", strikes="after")
class BrokenAfter(_Broken, frozen=True):
    """All is done, and the answer says that Stripe failed."""

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        await serve(exchange)
        return self.answer(exchange)
