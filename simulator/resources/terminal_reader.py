"""The Reader, and the life cycle of what it is doing.

Rule: whatever changes a reader's action is a transition in this file.

Source: API reference, "Terminal Readers"; Stripe docs, "Collect card payments" (server-driven).
Which hashes of an action are absent is read in the types of Stripe's SDK for Node.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec.structs import replace

Hash = dict[str, Any]
Status = Literal["in_progress", "succeeded", "failed"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[str, Status]]] = {
    "in_progress": {"done": "succeeded", "broken_off": "failed"},
    "succeeded": {},
    "failed": {},
}
"""From which status of an action which end leads where."""

DEVICES: Final[Mapping[str, str]] = {
    "simulated-wpe": "simulated_wisepos_e",
    "simulated-s700": "simulated_stripe_s700",
    "simulated-s710": "simulated_stripe_s710",
    "simulated-t600": "simulated_stripe_t600",
    "simulated-m425": "simulated_verifone_m425",
    "simulated-p630": "simulated_verifone_p630",
    "simulated-ux700": "simulated_verifone_ux700",
    "simulated-v660p": "simulated_verifone_v660p",
}
"""The simulated device of a registration code; the codes after the third are inferred."""
REAL_DEVICE: Final = "bbpos_wisepos_e"
"""What is taken to show any other registration code."""

WAITS_FOR_CARD: Final = frozenset(
    {"collect_payment_method", "process_payment_intent", "process_setup_intent", "refund_payment"}
)
"""Actions that go on once a card is presented. Until then others may take their place."""
AT_WORK: Final = frozenset({"confirm_payment_intent"})
"""Actions that nothing can break off. Source: Stripe docs, "Collect card payments" ("Payments that
have not begun processing can be replaced with a new payment")."""


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """A Reader. `last_seen_at`: Unix time in milliseconds."""

    KIND: ClassVar[str] = "terminal.reader"

    id: str
    object: Literal["terminal.reader"] = "terminal.reader"
    action: Hash | None = None
    device_sw_version: str | None = None
    device_type: str
    ip_address: str | None = None
    label: str
    last_seen_at: int | None = None
    livemode: bool
    location: str | None = None
    metadata: dict[str, str]
    serial_number: str
    status: Literal["offline", "online"] | None = "online"


class DeletedReader(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a Reader."""

    KIND: ClassVar[str] = "terminal.reader.deleted"

    id: str
    object: Literal["terminal.reader"] = "terminal.reader"
    deleted: Literal[True] = True
    device_type: str
    serial_number: str


class Consent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was said of the card that is about to be kept: whether its owner may see it again."""

    KIND: ClassVar[str] = "terminal.reader.consent"

    id: str
    """The Reader's id."""
    allow_redisplay: Literal["always", "limited", "unspecified"] = "unspecified"


class CardRead(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How the card behind a PaymentMethod was read; the charge tells of it."""

    KIND: ClassVar[str] = "payment_method.read"

    id: str
    """The PaymentMethod's id."""
    allow_redisplay: Literal["always", "limited", "unspecified"] = "unspecified"
    location: str | None = None
    read_method: str
    reader: str
    verified: str


def is_simulated(reader: Reader) -> bool:
    """Whether cards are presented to it by a test helper."""
    return reader.device_type.startswith("simulated_")


def doing(reader: Reader) -> str | None:
    """The type of the action that is in progress; None: there is none."""
    action = reader.action
    if action is None or action["status"] != "in_progress":
        return None
    kind: str = action["type"]
    return kind


def about(reader: Reader) -> Hash:
    """What the reader's action is about: the hash that is named after its type."""
    assert reader.action is not None
    found: Hash = reader.action[reader.action["type"]]
    return found


def begun(reader: Reader, kind: str, subject: Hash, now: int) -> Reader:
    """The Reader once it has taken up something; what it waited for before is over."""
    action = {
        "api_error": None,
        "failure_code": None,
        "failure_message": None,
        kind: subject,
        "status": "in_progress",
        "type": kind,
    }
    return replace(seen(reader, now), action=dict(sorted(action.items())))


def told(reader: Reader, **more: Any) -> Reader:
    """The Reader whose action is known to be about more."""
    assert reader.action is not None
    kind = reader.action["type"]
    subject = dict(sorted((reader.action[kind] | more).items()))
    return replace(reader, action=reader.action | {kind: subject})


def done(reader: Reader, now: int) -> Reader:
    """The Reader whose action has succeeded."""
    return _ended(reader, "done", now)


def broken_off(
    reader: Reader, code: str | None, message: str, now: int, error: Hash | None = None
) -> Reader:
    """The Reader whose action has failed.

    Args:
        error: what the API said, where it was the API that refused.
    """
    return _ended(
        reader, "broken_off", now, api_error=error, failure_code=code, failure_message=message
    )


def _ended(reader: Reader, how: str, now: int, **said: Any) -> Reader:
    assert reader.action is not None
    status = LIFE_CYCLE[reader.action["status"]].get(how)
    assert status is not None, f"{reader.id} has nothing in progress that can be {how}"
    return replace(seen(reader, now), action=reader.action | said | {"status": status})


def reset(reader: Reader, now: int) -> Reader:
    """The Reader that does nothing any more."""
    return replace(seen(reader, now), action=None)


def seen(reader: Reader, now: int) -> Reader:
    """The Reader that has just been heard of."""
    return replace(reader, last_seen_at=now * 1000)
