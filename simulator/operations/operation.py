"""What an API call does: a function of the Work that is made for it."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.work import Work

Operation = Callable[[Work], Any]
Operations = Mapping[str, Operation]
"""By the method and the path's template: `POST /v1/refunds`."""
