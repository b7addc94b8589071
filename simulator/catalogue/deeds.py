"""What a generic operation does: create, retrieve, update, list, delete, and the simple moves.

Rule 1: nothing is made up. A move whose outcome the resource's own words do not make plain (a
computation, a report, a session of somebody's device) is refused in words of our own.
Rule 2: events are posted where the SDK lists their type, and nowhere else.

Unlike Stripe: the rules of business that connect these resources (what a finalized invoice bills)
are not simulated here; a resource that needs them is written by hand, in `simulator.operations`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import structs

from simulator import errors
from simulator.catalogue import Enum, Operation, Resource, event_types, resource
from simulator.catalogue.maker import NAMED, UNCHECKED, Maker
from simulator.catalogue.places import Place
from simulator.catalogue.references import references
from simulator.catalogue.things import Belonging, Single, Thing, is_by_hand, thing_class
from simulator.wire.lists import Page, page, within
from simulator.wire.nouns import noun_of
from simulator.work import Work

PAST: Final = {
    "cancel": "canceled",
    "finalize": "open",
    "finalize_invoice": "open",
    "mark_uncollectible": "uncollectible",
    "pay": "paid",
    "resume": "active",
    "send_invoice": "open",
    "void_credit_note": "void",
    "void_grant": "voided",
    "void_invoice": "void",
    "activate": "active",
    "deactivate": "inactive",
    "ship_card": "shipped",
    "deliver_card": "delivered",
    "return_card": "returned",
    "fail_card": "failure",
}
"""The status that a call leads to, where it is not simply its verb's participle."""
ORIGIN: Final = "from_"
PARAMS: Final = {
    "subscription": "id",
    "customer": "id",
    "product": "id",
    "charge": "id",
    "payment_method_domain": "domain",
}
"""How a refusal names the id in a path where it is not the path's own word. Source: recorded."""


def create(work: Work, operation: Operation, place: Place) -> Any:
    """POST to a collection.

    Raises:
        NOT_SIMULATED: such objects are made by hand, but not by this call.
    """
    if is_by_hand(thing_class(operation.returns[0]).KIND):
        raise not_simulated(operation)
    parent = _parent(work, place)
    given = dict(work.params)
    if place.parent is not None and place.parent.variable not in given:
        given = {place.parent.variable: parent} | given
    _check_origin(work, given)
    made = Maker(work).make(operation.returns[0], given)
    if not isinstance(made.id, str):
        return made  # A session of something else: it is answered once, and cannot be asked for.
    work.keep(made)
    if parent is not None:
        work.keep(Belonging(id=made.id, parent=parent))
    _post(work, made, "created")
    return made


def _check_origin(work: Work, given: Mapping[str, Any]) -> None:
    """Refuse to make a thing of another that there is not: `from_subscription`.

    Raises:
        REFERENCE_MISSING
    """
    for name, id in given.items():
        kind = name.removeprefix(ORIGIN)
        if kind != name and isinstance(id, str) and work.find_any(kind, id) is None:
            raise errors.REFERENCE_MISSING(param=name, noun=noun_of(kind), id=id)


def retrieve(work: Work, operation: Operation, place: Place) -> Any:
    """GET an object by its id, or the only one of its kind."""
    if place.variable is None:
        return _single(work, operation, place)
    return _load(work, operation, place)


def update(work: Work, operation: Operation, place: Place) -> Any:
    """POST to an object, or to the only one of its kind."""
    if place.variable is None:
        before = _single(work, operation, place)
        changed = Maker(work).change(before, work.params)
        work.keep(Single(id=_single_id(work, before, place), thing=changed))
        return changed
    before = _load(work, operation, place)
    changed = work.keep(Maker(work).change(before, work.params))
    _post(work, changed, "updated", before=before)
    return changed


def delete(work: Work, operation: Operation, place: Place) -> Any:
    """DELETE an object: it is gone, and a stub of it answered; some are canceled instead."""
    thing = _load(work, operation, place)
    described = resource(operation.returns[0])
    if not described.deletable and "canceled" in _statuses(described):
        changes: dict[str, Any] = {"status": "canceled"}
        changes |= {name: work.now for name in ("canceled_at", "ended_at") if _has(thing, name)}
        canceled = work.keep(structs.replace(thing, **changes))
        _post(work, canceled, "deleted")
        return canceled
    work.drop(thing)
    _post(work, thing, "deleted")
    return {"id": thing.id, "object": thing.KIND, "deleted": True}


def list_all(work: Work, operation: Operation, place: Place) -> Page:
    """GET a collection, filtered by what its objects' fields are equal to.

    Raises:
        REFERENCE_MISSING: a filter names an object that there is not.
    """
    parent = _parent(work, place)
    kind = thing_class(operation.returns[0]).KIND
    filters = {
        name: value
        for name, value in work.params.items()
        if name not in {"limit", "starting_after", "ending_before", "created", "expand"}
    }
    known = references(kind) or {}
    for name, id in filters.items():
        kinds = known.get(name) or ((name,) if name in NAMED else ())
        if kinds and isinstance(id, str) and not _is_anywhere(work, kinds, id):
            raise errors.REFERENCE_MISSING(param=name, noun=noun_of(kinds[0]), id=id)

    def keep(thing: Any) -> bool:
        if parent is not None and not _belongs(work, thing, parent, place):
            return False
        return all(_meets(_held(thing, name), value) for name, value in filters.items())

    things = work.account.store.table(kind).values()
    return page(things, work.params, place.url(work.path), kind, keep=keep)


def _is_anywhere(work: Work, kinds: tuple[str, ...], id: str) -> bool:
    """Whether there is such an object, or was, or it may be where nobody can look."""
    if not UNCHECKED.isdisjoint(kinds):
        return True
    return any(work.find_any(each, id) for kind in kinds for each in (kind, f"{kind}.deleted"))


def move(work: Work, operation: Operation, place: Place) -> Any:
    """POST a verb to an object: its status becomes what the verb says.

    Raises:
        NOT_SIMULATED: the resource's statuses do not say what that would be.
    """
    thing = _load(work, operation, place)
    described = resource(type(thing).RESOURCE)
    status = status_after(operation.verb, described)
    if status is None:
        raise not_simulated(operation)
    changes: dict[str, Any] = {"status": status}
    if _has(thing, f"{status}_at"):
        changes[f"{status}_at"] = work.now
    given = Maker(work).change(thing, work.params)
    moved = work.keep(structs.replace(given, **changes))
    if not _post(work, moved, status):
        _post(work, moved, "updated", before=thing)
    return moved


def status_after(verb: str, described: Resource) -> str | None:
    """The status that a verb leads to, if the resource knows it."""
    statuses = _statuses(described)
    word = PAST.get(verb, verb)
    for candidate in (word, f"{word}ed", f"{word}d", f"{word[:-1]}ied"):
        if candidate in statuses:
            return candidate
    return None


def not_simulated(operation: Operation) -> errors.StripeError:
    """The refusal of what is known, but not done here."""
    return errors.NOT_SIMULATED(call=f"{operation.method} {operation.path}")


def _load(work: Work, operation: Operation, place: Place) -> Any:
    """The object that the path names, which must belong to the parent that it names, too."""
    parent = _parent(work, place)
    assert place.variable is not None
    id = work.path[place.variable]
    kinds = [thing_class(name).KIND for name in operation.returns]
    for kind in (*kinds, place.kind or kinds[0]):
        found = work.find_any(kind, id)
        if isinstance(found, Thing) and (parent is None or _belongs(work, found, parent, place)):
            return found
        if found is not None and not isinstance(found, Thing):
            raise not_simulated(operation)
    raise errors.RESOURCE_MISSING(
        param=param_of(place.variable), noun=noun_of(place.kind or kinds[0]), id=id
    )


def param_of(variable: str) -> str:
    """How a refusal names the id in a path."""
    return PARAMS.get(variable, variable)


def _parent(work: Work, place: Place) -> str | None:
    """The id of what the path says the object belongs to.

    Raises:
        RESOURCE_MISSING: there is no such thing.
    """
    if place.parent is None:
        return None
    id = work.path[place.parent.variable]
    kind = place.parent.kind
    if kind is not None and kind != "account" and work.find_any(kind, id) is None:
        param = param_of(place.parent.variable)
        raise errors.RESOURCE_MISSING(param=param, noun=noun_of(kind), id=id)
    return id


def _belongs(work: Work, thing: Any, parent: str, place: Place) -> bool:
    assert place.parent is not None
    named = getattr(thing, place.parent.variable, None)
    if isinstance(named, str):
        return named == parent
    link = work.find(Belonging, thing.id)
    return link is not None and link.parent == parent


def _single(work: Work, operation: Operation, place: Place) -> Any:
    parent = _parent(work, place)
    maker = Maker(work)
    given = {} if place.parent is None else {place.parent.variable: parent}
    fresh = maker.make(operation.returns[0], given)
    kept = work.find(Single, _single_id(work, fresh, place))
    return fresh if kept is None else kept.thing


def _single_id(work: Work, thing: Any, place: Place) -> str:
    parent = "" if place.parent is None else work.path[place.parent.variable]
    return f"{thing.KIND}/{parent}"


def _post(work: Work, thing: Any, what: str, *, before: Any | None = None) -> bool:
    """Post an event about a thing, if Stripe has a type for it."""
    type = next((name for name in _event_names(thing.KIND, what) if name in event_types()), None)
    if type is not None:
        work.post(type, thing, before=before)
    return type is not None


def _event_names(kind: str, what: str) -> Iterator[str]:
    yield f"{kind}.{what}"
    yield f"customer.{kind}.{what}"
    yield f"{kind.replace('.', '_')}.{what}"
    if what == "open":
        yield f"{kind}.finalized"
    elif what in {"void", "uncollectible"}:
        yield f"{kind}.{'voided' if what == 'void' else 'marked_uncollectible'}"


def _statuses(described: Resource) -> tuple[str, ...]:
    for field in described.fields:
        if field.name == "status" and isinstance(field.kind, Enum):
            return field.kind.values
    return ()


def _has(thing: Any, name: str) -> bool:
    return name in thing.__struct_fields__


def _held(thing: Any, name: str) -> Any:
    """A field, or the member of a hash into which it has moved since the filter got its name."""
    if _has(thing, name):
        return getattr(thing, name)
    hashes = (getattr(thing, field) for field in thing.__struct_fields__)
    return next((h[name] for h in hashes if isinstance(h, dict) and name in h), None)


def _meets(held: Any, wanted: Any) -> bool:
    """Whether a field meets a filter: equal, one of several, or within limits."""
    if isinstance(wanted, list):
        return held in wanted
    if isinstance(wanted, dict):
        if isinstance(held, int):
            return within(held, wanted)
        return isinstance(held, dict) and all(_meets(held.get(k), v) for k, v in wanted.items())
    named = held.get("id") if isinstance(held, dict) else held
    return bool(named == wanted)
