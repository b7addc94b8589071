"""The issuer says no to the next charge. Source: Stripe docs, "Decline codes"."""

import msgspec

from simulator.declines import DECLINES
from simulator.faults.fault import ApiFault, fault
from simulator.web.exchange import Answer, Exchange, Serve


@fault("decline", strikes="before")
class Decline(ApiFault, frozen=True):
    """Whatever the card, a charge that this request tries is declined with this code."""

    code: str = "generic_decline"
    """A decline code: insufficient_funds, lost_card, ..."""

    def __post_init__(self) -> None:
        if self.code not in DECLINES:
            known = ", ".join(DECLINES)
            raise msgspec.ValidationError(f"no decline code {self.code!r}; there are {known}")

    async def around(self, exchange: Exchange, serve: Serve) -> Answer:
        exchange.decline = self.code
        return await serve(exchange)
