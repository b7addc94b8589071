"""Objects on their way out: in the version asked for, expanded as asked, printed as Stripe prints.

Most answers take the short way: the newest version, nothing expanded, a secret key. They are
encoded straight from their Structs. The long way makes a document of dicts, takes each object in it
back to the version asked for, expands, and hides what a publishable key may not see.

Source: recorded bodies: JSON with two blanks of indentation; `id`, `object`, then the other keys
in alphabetical order.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.wire import redaction, versions
from simulator.wire.expand import expand_document
from simulator.wire.versions import all as _every_change  # noqa: F401  # makes them known

if TYPE_CHECKING:
    from simulator.work import Work
    from simulator.world import Account

_encoder = msgspec.json.Encoder()


def pretty(thing: Any) -> bytes:
    """JSON as Stripe prints it."""
    return msgspec.json.format(_encoder.encode(thing), indent=2)


def render(
    account: "Account",
    thing: Any,
    version: str,
    expand: Iterable[str] = (),
    *,
    publishable: bool = False,
    work: "Work | None" = None,
) -> bytes:
    """The body of an answer.

    Args:
        thing: a Struct, a page of them, or a document.
        expand: the paths to expand.
        publishable: whether a publishable key asks, which sees less.
        work: the operation, which sees what it has not committed yet.

    Raises:
        CANNOT_EXPAND: a path names what cannot be expanded.
    """
    if not expand and not publishable and not versions.differs(version):
        return pretty(thing)
    document = render_plain(account, thing, version)
    if expand:
        expand_document(account, document, expand, version, work)
    if publishable:
        document = redaction.redact(document)
    return pretty(document)


def render_plain(account: "Account", thing: Any, version: str, *, publishable: bool = False) -> Any:
    """The thing as dicts, lists and scalars, in the shape of a version."""
    document = msgspec.to_builtins(thing)
    if versions.differs(version):
        document = versions.step_back(account, document, version)
    return redaction.redact(document) if publishable else document
