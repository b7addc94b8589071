"""The load that is run, by name. Each is a story that a shop has lived through.

Rates are events a second, before copies are made of them. They are chosen so that a healthy shop
on a small machine keeps up: a gate, not a record. `--rate 10` makes any of them ten times as hard.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from load.arrivals import Phase
from load.budgets import Budget, parse

# Stripe asks for an answer "quickly"; a shop that needs a second under load will soon need more.
# Source: Stripe docs, "Receive Stripe events in your webhook endpoint", best practices.
ALWAYS: Final = (
    "violations == 0",
    "never_accepted == 0",
    "ack_ms.p99 < 1000",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of load.

    Args:
        copies: how often each event is delivered, at the same moment.
        disorder_s: by how much a delivery may be late, seconds.
        products: how many products the orders are spread over; 1 makes one stock row hot.
        steps: how often it is run at most, each time `growth` times as hard, until a budget breaks.
    """

    name: str
    story: str
    phases: tuple[Phase, ...]
    copies: int = 1
    disorder_s: float = 0.0
    products: int = 20
    steps: int = 1
    growth: float = 1.5
    budgets: tuple[Budget, ...] = tuple(map(parse, ALWAYS))

    @property
    def seconds(self) -> float:
        return sum(phase.seconds for phase in self.phases)

    def scaled(self, *, rate: float = 1.0, seconds: float | None = None) -> "Profile":
        """The same story, harder or longer.

        Args:
            rate: a factor on every rate.
            seconds: how long the whole is to last; None leaves it.
        """
        stretch = 1.0 if seconds is None else seconds / self.seconds
        phases = tuple(
            replace(phase, seconds=phase.seconds * stretch, rate=phase.rate * rate)
            for phase in self.phases
        )
        return replace(self, phases=phases)


_ALL = (
    Profile(
        "smoke",
        "a quiet minute, cut short: does the whole arrangement work?",
        (Phase(5, 20),),
        copies=2,
    ),
    Profile(
        "average",
        "an ordinary hour, cut short; now and then an event overtakes another",
        (Phase(30, 60),),
        disorder_s=0.5,
    ),
    Profile(
        "spike",
        "a product is in the news: ten times the orders for ten seconds",
        (Phase(10, 20, name="before"), Phase(10, 200, name="during"), Phase(10, 20, name="after")),
    ),
    Profile(
        "duplicates",
        "Stripe delivers every event five times, at the same moment, and out of order",
        (Phase(15, 30),),
        copies=5,
        disorder_s=2.0,
    ),
    Profile(
        "retry_storm",
        "the network was gone for ten seconds; then everything comes at once, twice",
        (
            Phase(5, 40, name="before"),
            Phase(10, 40, outage=True, name="storm"),
            Phase(5, 40, name="after"),
        ),
        copies=2,
    ),
    Profile(
        "soak",
        "hour after hour: does it get slower? The thirds are told apart; cut short, see --seconds",
        (Phase(15, 30, name="first"), Phase(15, 30, name="middle"), Phase(15, 30, name="last")),
    ),
    Profile(
        "breakpoint",
        "half as much again, step by step, until a budget breaks: how much can the shop take?",
        (Phase(3, 20),),
        steps=10,
    ),
    Profile(
        "hot_object",
        "one product sells out of one stock row, and every event of few orders comes 50 times",
        (Phase(5, 6),),
        copies=50,
        products=1,
    ),
)
PROFILES: Final[Mapping[str, Profile]] = {profile.name: profile for profile in _ALL}
