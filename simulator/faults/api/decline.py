"""The issuer says no to the next charge. Source: Stripe docs, "Decline codes"."""

from simulator.faults.fault import ChargeFault, fault
from simulator.instruments import declines


@fault("decline", strikes="before")
class Decline(ChargeFault, frozen=True):
    """Whatever the card, the next charge that is tried is declined with this code.

    A request that tries no charge is let pass, and not counted.
    """

    code: str = "generic_decline"
    """A decline code: insufficient_funds, lost_card, ..."""

    def __post_init__(self) -> None:
        if self.code not in declines.DECLINES:
            known = ", ".join(declines.DECLINES)
            raise ValueError(f"no decline code {self.code!r}; there are {known}")

    def decline(self) -> declines.Decline:
        return declines.DECLINES[self.code]
