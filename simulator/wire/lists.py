"""Lists: pages of objects, the newest first, with cursors both ways.

Source: API reference, "Pagination". A limit outside 1 to 100 is clamped without an error.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

import msgspec

from simulator import errors
from simulator.wire.nouns import noun_of, stray

LIMIT_DEFAULT: Final = 10
LIMIT_MAX: Final = 100


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A list on the wire; `data` holds Structs or documents."""

    object: Literal["list"] = "list"
    count: int | msgspec.UnsetType = msgspec.UNSET
    """How many are on this page; only the list of all refunds says so, as recorded."""
    data: list[Any]
    has_more: bool
    total_count: int | msgspec.UnsetType = msgspec.UNSET
    url: str


def page(
    things: Iterable[Any],
    params: dict[str, Any],
    url: str,
    kind: str,
    *,
    keep: Callable[[Any], bool] | None = None,
    among: Iterable[Any] = (),
) -> Page:
    """One page of a list.

    What a cursor names may be no part of the list, or no more: it is a place in the order of all,
    so that a client can page on while what it has seen leaves the list. Inferred.

    Args:
        things: all that the list is over, the oldest first.
        params: `limit`, `starting_after`, `ending_before` and `created` are read here.
        kind: what the cursors name.
        keep: further filters.
        among: what the cursors may name besides, the oldest first; `things` are a part of it.

    Raises:
        REFERENCE_MISSING: a cursor names nothing.
        BOTH_CURSORS: there is one too many.
    """
    known = list(things)
    rows = [thing for thing in known if keep is None or keep(thing)]
    if (created := params.get("created")) is not None:
        rows = [row for row in rows if within(getattr(row, "created", 0), created)]
    rows.reverse()
    return page_in_order(rows, params, url, kind, besides=(known, among))


def page_in_order(
    rows: list[Any],
    params: dict[str, Any],
    url: str,
    kind: str,
    *,
    besides: Iterable[Iterable[Any]] = (),
) -> Page:
    """One page of a list whose order is that of the rows.

    Args:
        rows: Structs or documents.
        params: `limit`, `starting_after` and `ending_before` are read here.
        kind: what the cursors name.
        besides: what the rows are a part of, in the opposite order, so that the cursors may name
            what is no row.

    Raises:
        REFERENCE_MISSING, BOTH_CURSORS
    """
    limit = min(max(params.get("limit", LIMIT_DEFAULT), 1), LIMIT_MAX)
    places = {
        name: _place(rows, params[name], name, kind, besides)
        for name in ("starting_after", "ending_before")
        if params.get(name) is not None
    }
    if len(places) > 1:
        raise errors.BOTH_CURSORS()
    if "ending_before" in places:
        end, _ = places["ending_before"]
        start = max(0, end - limit)
        return Page(data=rows[start:end], has_more=start > 0, url=url)
    _, start = places.get("starting_after", (0, 0))
    return Page(data=rows[start : start + limit], has_more=len(rows) > start + limit, url=url)


def _place(
    rows: list[Any], cursor: str, param: str, kind: str, besides: Iterable[Iterable[Any]]
) -> tuple[int, int]:
    """Where a cursor stands: how many rows come before it, and how many up to and with it."""
    for at, row in enumerate(rows):
        if _id(row) == cursor:
            return at, at + 1
    for known in besides:
        ids = [_id(thing) for thing in known]
        if cursor in ids:
            before = set(ids[ids.index(cursor) :])
            count = sum(_id(row) in before for row in rows)
            return count, count
    refusal = errors.REFERENCE_MISSING(param=param, noun=noun_of(kind), id=cursor)
    refusal.hint = stray(cursor)
    raise refusal


def _id(row: Any) -> str:
    """The id that a cursor names a row by."""
    id: str = row["id"] if isinstance(row, dict) else row.id
    return id


def with_newest(shown: Page, thing: Any) -> Page:
    """A list that an object carries, with one more in it: the newest is first, ten are shown."""
    count = shown.total_count
    return msgspec.structs.replace(
        shown,
        data=[thing, *shown.data][:LIMIT_DEFAULT],
        has_more=shown.has_more or len(shown.data) == LIMIT_DEFAULT,
        total_count=count if count is msgspec.UNSET else count + 1,
    )


def with_changed(shown: Page, thing: Any) -> Page:
    """A list that an object carries, where one of its members has changed."""
    return msgspec.structs.replace(
        shown, data=[thing if each.id == thing.id else each for each in shown.data]
    )


def within(moment: int, limits: int | dict[str, int]) -> bool:
    """Whether a moment meets a filter: an exact moment, or `gt`, `gte`, `lt`, `lte`."""
    if isinstance(limits, int):
        return moment == limits
    return (
        ("gt" not in limits or moment > limits["gt"])
        and ("gte" not in limits or moment >= limits["gte"])
        and ("lt" not in limits or moment < limits["lt"])
        and ("lte" not in limits or moment <= limits["lte"])
    )
