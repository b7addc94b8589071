"""What a fault is: a small class with one method, registered by name.

Rule 1: a fault says what goes wrong. Where, how often and with what chance is a plan's business.
Rule 2: a fault says whether it strikes before or after the work is committed: a lost request and
a lost answer are different incidents.

A fault of the API stands at one of two places: on the way to the account (before idempotency is
looked at: nothing of it is remembered under a key), or at work (within: the operation has begun,
other requests with its key are told that it is in use, and what it answers is remembered).
"""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final, Literal, TypeVar

import msgspec

from simulator.instruments.declines import Decline
from simulator.web.answer import Answer
from simulator.webhooks.shipment import Outcome, Send, Shipment

Strikes = Literal["before", "after"]


class ApiFault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that goes wrong with an API request."""

    NAME: ClassVar[str]
    STRIKES: ClassVar[Strikes]

    @property
    def at_work(self) -> bool:
        """Whether it stands within the operation, rather than on the way to it."""
        return False

    async def around(
        self, exchange: Any, serve: Callable[[Any], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        """Go wrong; `serve` is the rest of the simulator.

        The exchange is a `web.exchange.Exchange`: of that nothing is known here, where an account's
        plans are kept.
        """
        raise NotImplementedError


class ChargeFault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that goes wrong with a charge, whichever request or doing of Stripe's tries it."""

    NAME: ClassVar[str]
    STRIKES: ClassVar[Strikes]

    def decline(self) -> Decline:
        """What the issuer answers."""
        raise NotImplementedError


class DeliveryFault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that goes wrong with the delivery of an event."""

    NAME: ClassVar[str]
    STRIKES: ClassVar[Strikes]

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        """Go wrong; `send` is one attempt over HTTP."""
        raise NotImplementedError


Fault = ApiFault | ChargeFault | DeliveryFault
FaultClass = type[ApiFault] | type[ChargeFault] | type[DeliveryFault]
FAULTS: Final[dict[str, FaultClass]] = {}
F = TypeVar("F", bound=FaultClass)


def fault(name: str, *, strikes: Strikes) -> Callable[[F], F]:
    """Register a fault.

    Args:
        strikes: before or after the work is committed; of a delivery: before or after the receiver
            has got the event.
    """

    def register(cls: F) -> F:
        assert name not in FAULTS, f"{name} is registered twice"
        cls.NAME = name
        cls.STRIKES = strikes
        FAULTS[name] = cls
        return cls

    return register


def make(name: str, options: dict[str, Any]) -> Fault:
    """The fault of this name, with its options.

    Raises:
        KeyError: there is none of this name.
        msgspec.ValidationError: an option is unknown, or not what it should be.
    """
    return msgspec.convert(options, FAULTS[name])
