"""Search: Stripe's query language, read and held against objects.

A query is clauses `field:value`, joined by AND (or a blank) or by OR, never by both. It is a pure
function of the objects: unlike Stripe's, the index is never behind.

Source: Stripe docs, "Search", "Search query language"; the refusals are quoted from public threads,
but for the one of mixed operators, which is inferred.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from simulator import errors
from simulator.wire.expand import includable
from simulator.wire.lists import LIMIT_DEFAULT, LIMIT_MAX
from simulator.work import Work

CLAUSES_MAX: Final = 10
SUBSTRING_LEAST: Final = 3
SINCE: Final = "2020-08-27"
"""The first API version that can search."""
FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "charge": frozenset(
        "amount billing_details.address.postal_code created currency customer disputed refunded"
        " status".split()
    ),
    "customer": frozenset({"created", "email", "name", "phone"}),
    "invoice": frozenset(
        "created currency customer last_finalization_error_code last_finalization_error_type number"
        " receipt_number status subscription total".split()
    ),
    "payment_intent": frozenset({"amount", "created", "currency", "customer", "status"}),
    "price": frozenset({"active", "currency", "lookup_key", "product", "type"}),
    "product": frozenset({"active", "description", "name", "shippable", "url"}),
    "subscription": frozenset({"canceled_at", "created", "status"}),
}
"""What each kind can be searched by, besides its metadata."""
KEPT_AT: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("invoice", "subscription"): ("parent", "subscription_details", "subscription"),
    ("invoice", "last_finalization_error_code"): ("last_finalization_error", "code"),
    ("invoice", "last_finalization_error_type"): ("last_finalization_error", "type"),
}
"""Where a field stands that search calls by another name than the newest shape does."""
_OF_METHODS: Final = re.compile(
    r"payment_method_details\.[a-z0-9_]+\.(brand|exp_month|exp_year|fingerprint|last4)"
)
"""What charges are found by besides, whatever they were paid with."""

_CLAUSE: Final = re.compile(
    r"""\s*(?P<no>-)?
        (?: metadata\[ (?P<q>["']) (?P<key>.*?) (?P=q) \] | (?P<field>[a-z0-9_.]+) )
        \s* (?P<op>:|~|>=|<=|>|<) \s*
        (?: (?P<vq>["']) (?P<text>(?:\\.|(?!(?P=vq)).)*) (?P=vq) | (?P<bare>[\w.+-]+) )
    """,
    re.VERBOSE,
)
_JOINT: Final = re.compile(r"\s+(AND|OR)\s+|\s+", re.IGNORECASE)
_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


class Clause(msgspec.Struct, frozen=True):
    """One condition; `value` None stands for `null`."""

    field: tuple[str, ...]
    op: str
    value: str | None
    negated: bool

    def holds(self, document: Mapping[str, Any]) -> bool:
        """Whether the object meets it."""
        return self._met(document) is not self.negated

    def _met(self, document: Mapping[str, Any]) -> bool:
        found: Any = document
        for name in self.field:
            found = found.get(name) if isinstance(found, Mapping) else None
        if self.value is None:
            return found is None
        if found is None:
            return False
        text = {True: "true", False: "false"}.get(found) if isinstance(found, bool) else str(found)
        assert text is not None
        if self.op == ":":
            return text.casefold() == self.value.casefold()
        if self.op == "~":
            return self.value.casefold() in text.casefold()
        try:
            return _COMPARE[self.op](float(text), float(self.value))
        except ValueError:
            return False


class Query(msgspec.Struct, frozen=True):
    """Clauses, and whether all of them must hold or any."""

    clauses: tuple[Clause, ...]
    any: bool = False

    def finds(self, document: Mapping[str, Any]) -> bool:
        """Whether the object is found."""
        held = (clause.holds(document) for clause in self.clauses)
        return any(held) if self.any else all(held)


def parse(text: str, kind: str) -> Query:
    """A query as it was sent.

    Raises:
        SEARCH_UNREADABLE: it is none.
        SEARCH_FIELD: this kind cannot be searched by a field.
    """
    clauses: list[Clause] = []
    joints: set[str] = set()
    at, end = 0, len(text.rstrip())
    while at < end:
        if clauses:
            joint = _JOINT.match(text, at)
            if joint is None:
                raise errors.SEARCH_UNREADABLE()
            joints.add((joint[1] or "AND").upper())
            at = joint.end()
        found = _CLAUSE.match(text, at)
        if found is None:
            raise errors.SEARCH_UNREADABLE()
        clauses.append(_clause(found, kind))
        at = found.end()
    if not clauses or len(joints) > 1 or len(clauses) > CLAUSES_MAX:
        raise errors.SEARCH_UNREADABLE()
    return Query(tuple(clauses), any="OR" in joints)


def _clause(found: re.Match[str], kind: str) -> Clause:
    if (key := found["key"]) is not None:
        field: tuple[str, ...] = ("metadata", key)
    else:
        field = _at(kind, found["field"])
    quoted, op = found["text"], found["op"]
    value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else found["bare"]
    if quoted is None and value == "null":
        return Clause(field, op, None, bool(found["no"]))
    if op == "~" and len(value) < SUBSTRING_LEAST:
        raise errors.SEARCH_UNREADABLE()
    return Clause(field, op, value, bool(found["no"]))


def _at(kind: str, name: str) -> tuple[str, ...]:
    """Where the field of this name stands.

    Raises:
        SEARCH_FIELD: this kind cannot be searched by it.
    """
    if name not in FIELDS[kind] and not (kind == "charge" and _OF_METHODS.fullmatch(name)):
        raise errors.SEARCH_FIELD(field=name, resource=f"{kind}s")
    return KEPT_AT.get((kind, name)) or tuple(name.split("."))


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found; `total_count` is there if it was asked for by `expand`."""

    object: Literal["search_result"] = "search_result"
    data: list[Any]
    has_more: bool
    next_page: str | None
    total_count: int | UnsetType = UNSET
    url: str


def search(work: Work, kind: str, url: str) -> SearchPage:
    """GET /v1/…/search: what the query finds, the newest first.

    Raises:
        PARAMETER_MISSING, SEARCH_UNREADABLE, SEARCH_FIELD, SEARCH_PAGE, SEARCH_TOO_OLD
    """
    if work.version < SINCE:
        raise errors.SEARCH_TOO_OLD(version=work.version, since=SINCE)
    found = _found(work, kind)
    limit = min(max(work.params.get("limit", LIMIT_DEFAULT), 1), LIMIT_MAX)
    start = _start(work.params.get("page"))
    more = len(found) > start + limit
    return SearchPage(
        data=found[start : start + limit],
        has_more=more,
        next_page=f"{_PAGE}{start + limit}" if more else None,
        url=url,
    )


def _found(work: Work, kind: str) -> list[Any]:
    query = parse(work.params["query"], kind)
    things: Iterable[Any] = work.account.store.table(kind).values()
    found = [thing for thing in things if query.finds(msgspec.to_builtins(thing))]
    found.reverse()
    return found


_PAGE: Final = "search_page_"


def _start(page: str | None) -> int:
    if page is None:
        return 0
    number = page.removeprefix(_PAGE)
    if number == page or not number.isdecimal() or len(number) > 9:
        raise errors.SEARCH_PAGE(page=page)
    return int(number)


@includable("search_result", "total_count")
def total_count(work: Work, document: dict[str, Any]) -> int:
    """How many there are in all."""
    kind = document["url"].split("/")[-2].removesuffix("s")
    return len(_found(work, kind))
