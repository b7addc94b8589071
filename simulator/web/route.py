"""One operation of the API, as it is asked for."""

from typing import Final

from simulator.operations.operation import Operation
from simulator.wire.limits import LIMITED
from simulator.wire.parameters import Form
from simulator.wire.undocumented import shape_of

FORMS_MAX: Final = 64
"""Compiled forms that are kept of one route: each API version may accept other parameters."""


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
        self._forms: dict[tuple[str, bool], Form] = {}

    def form(self, version: str, *, publishable: bool) -> Form:
        """What may be sent to it.

        Args:
            version: the API version of the request.
            publishable: whether a publishable key asks.

        Raises:
            LookupError: nobody knows.
        """
        asked = version, publishable
        if (found := self._forms.get(asked)) is None:
            if len(self._forms) >= FORMS_MAX:
                self._forms.clear()
            shape, limited = shape_of(self.method, self.template), LIMITED.get(self.name)
            found = Form(shape, version, publishable=publishable, limited=limited)
            self._forms[asked] = found
        return found
