"""One operation of the API, as it is asked for."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from simulator.catalogue import Shape
from simulator.wire.undocumented import shape_of
from simulator.work import Work

Operation = Callable[[Work], Any]


class Route:
    """One operation of the API: its method, its path template, and the function that does it."""

    def __init__(
        self, method: str, template: str, operation: Operation, *, publishable: bool = False
    ) -> None:
        self.method = method
        self.template = template
        self.operation = operation
        self.publishable = publishable
        """Whether a publishable key may ask for it."""
        self.name = f"{method} {template}"
        """As faults and hold points name it: `POST /v1/refunds`."""

    @cached_property
    def shape(self) -> Shape:
        """What may be sent to it.

        Raises:
            LookupError: nobody knows.
        """
        return shape_of(self.method, self.template)
