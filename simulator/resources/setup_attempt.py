"""The SetupAttempt: one confirmation of a SetupIntent, and how it ended.

Source: API reference, "SetupAttempts".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]
Status = Literal[
    "requires_confirmation", "requires_action", "processing", "succeeded", "failed", "abandoned"
]

LIFE_CYCLE: Final[Mapping[Status, Mapping[str, Status]]] = {
    "requires_confirmation": {
        "challenged": "requires_action",
        "succeeded": "succeeded",
        "failed": "failed",
        "abandoned": "abandoned",
    },
    "requires_action": {"succeeded": "succeeded", "failed": "failed", "abandoned": "abandoned"},
    "processing": {"succeeded": "succeeded", "failed": "failed"},
    "succeeded": {},
    "failed": {},
    "abandoned": {},
}
"""From which status which end leads where."""


class SetupAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """A SetupAttempt; what it copies of its SetupIntent is as it was at that moment."""

    KIND: ClassVar[str] = "setup_attempt"

    id: str
    object: Literal["setup_attempt"] = "setup_attempt"
    application: str | None = None
    attach_to_self: bool | UnsetType = UNSET
    created: int
    customer: str | None
    customer_account: str | None = None
    flow_directions: list[str] | None = None
    livemode: bool
    on_behalf_of: str | None = None
    payment_method: str
    payment_method_details: Hash
    setup_error: Hash | None = None
    setup_intent: str
    status: Status = "requires_confirmation"
    usage: str


def ended(attempt: SetupAttempt, how: str, error: Hash | None = None) -> SetupAttempt:
    """The attempt after a challenge began, or at its end; one that is over stays as it is."""
    status = LIFE_CYCLE[attempt.status].get(how, attempt.status)
    return replace(attempt, status=status, setup_error=error)
