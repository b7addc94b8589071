"""Objects on their way out: in the version asked for, expanded as asked, printed as Stripe prints.

Most answers take the short way: the newest version, nothing expanded, a secret key. They are
encoded straight from their Structs. The long way makes a document of dicts, takes each object in it
back to the version asked for, expands, and hides what a publishable key may not see.

Source: recorded bodies: JSON with two blanks of indentation; `id`, `object`, then the other keys
in alphabetical order.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from simulator.wire import redaction, versions
from simulator.wire.expand import expand_document
from simulator.wire.printing import pretty
from simulator.wire.versions import all as _every_change  # noqa: F401  # makes them known
from simulator.work import Work


def is_short(work: Work, expand: Iterable[str]) -> bool:
    """Whether an answer takes the short way."""
    return not expand and not work.publishable and not versions.differs(work.version)


def prints_alike(work: Work, thing: Any, expand: Iterable[str]) -> bool:
    """Whether `pretty` makes the same answer of this thing, whenever it is asked."""
    frozen = isinstance(thing, msgspec.Struct) and thing.__struct_config__.frozen
    return frozen and is_short(work, expand)


def render(work: Work, thing: Any, expand: Iterable[str] = ()) -> bytes:
    """The body of an answer, in the version of the work, which sees what it has not committed yet.

    Args:
        thing: a Struct, a page of them, or a document.
        expand: the paths to expand.
    Raises:
        CANNOT_EXPAND: a path names what cannot be expanded.
    """
    if is_short(work, expand):
        return pretty(thing)
    document = msgspec.to_builtins(thing)
    if versions.differs(work.version):
        document = versions.step_back(work, document, work.version)
    if expand:
        expand_document(work, document, expand)
    return pretty(redaction.redact(document) if work.publishable else document)


def render_plain(work: Work, thing: Any) -> Any:
    """The thing as dicts, lists and scalars, as an answer of the work would show it."""
    document = msgspec.to_builtins(thing)
    if versions.differs(work.version):
        document = versions.step_back(work, document, work.version)
    return redaction.redact(document) if work.publishable else document
