"""API versions: objects are kept in the newest shape, and stepped back on the way out.

Each difference between two versions is one small function, named for what it undoes and registered
under the version that brought it. An answer for version V has every change newer than V undone, the
newest first, in every object of it.

Source: Stripe docs, "API upgrades"; what is recorded in old versions' answers.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

import msgspec

from simulator.wire.differences import as_before, previous_attributes
from simulator.wire.releases import NEWEST
from simulator.work import Work

FIRST: Final[tuple[str, ...]] = ("id", "object")
"""The keys that come first; all others follow the alphabet."""
StepBack = Callable[[Work, dict[str, Any], str], None]
_CHANGES: Final[list[tuple[str, str, StepBack]]] = []


def change(version: str, *kinds: str) -> Callable[[StepBack], StepBack]:
    """Register what undoes one change.

    Args:
        version: the API version that brought the change; older ones get it undone.
        kinds: the `object` values that it touches.
    """

    def register(step: StepBack) -> StepBack:
        for kind in kinds:
            _CHANGES.append((version, kind, step))
        _steps.cache_clear()
        _differs.cache_clear()
        return step

    return register


def differs(version: str) -> bool:
    """Whether any change has to be undone for this version."""
    return version < NEWEST and _differs(version)


@cache
def _differs(version: str) -> bool:
    return any(brought > version for brought, _, _ in _CHANGES)


@cache
def _steps(kind: str, version: str) -> tuple[StepBack, ...]:
    found = [(brought, step) for brought, of, step in _CHANGES if of == kind and brought > version]
    return tuple(step for _, step in sorted(found, key=lambda row: row[0], reverse=True))


def step_back(work: Work, document: Any, version: str) -> Any:
    """The document in an older shape; every object in it, the inner ones first."""
    if isinstance(document, list):
        return [step_back(work, member, version) for member in document]
    if not isinstance(document, dict):
        return document
    kind = document.get("object")
    if kind == "event":
        # An event's object is shown in the version that the event was made in, whoever asks.
        _event_data(work, document["data"], document["api_version"] or version)
        for step in _steps("event", version):
            step(work, document, version)
        return document
    for key, value in document.items():
        if isinstance(value, dict | list):
            document[key] = step_back(work, value, version)
    if document.get("deleted") is True and kind != "discount":
        return document  # three fields, the same in every version; a Discount shows them all
    if isinstance(kind, str) and (steps := _steps(kind, version)):
        for step in steps:
            step(work, document, version)
        return in_order(document)
    return document


def whole_list(work: Work, things: Sequence[Any], url: str, version: str) -> dict[str, Any]:
    """A list of all of these, that an object carries in this version: the newest first.

    Args:
        things: the oldest first.
    """
    return {
        "object": "list",
        "data": [step_back(work, msgspec.to_builtins(each), version) for each in reversed(things)],
        "has_more": False,
        "total_count": len(things),
        "url": url,
    }


def _event_data(work: Work, data: dict[str, Any], version: str) -> None:
    """Take an event's object back, and what is said of the object before.

    What has changed for this version is found by taking back both states, since a change may be of
    another key there: the period of a Subscription was its own, and is its items'.
    """
    previous = data.get("previous_attributes")
    if previous is None:
        data["object"] = step_back(work, data["object"], version)
        return
    before = step_back(work, as_before(data["object"], previous), version)
    data["object"] = step_back(work, data["object"], version)
    data["previous_attributes"] = previous_attributes(before, data["object"])


def in_order(document: dict[str, Any]) -> dict[str, Any]:
    """The same keys in Stripe's order: `id`, `object`, then the alphabet."""
    ordered: dict[str, Any] = {key: document[key] for key in FIRST if key in document}
    ordered.update(sorted((k, v) for k, v in document.items() if k not in ordered))
    return ordered
