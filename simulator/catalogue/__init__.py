"""The whole Stripe API, as the installed `stripe` package describes it.

Rule 1: importing this package reads nothing; the SDK is read class by class when it is asked
for, as syntax, and what was read is kept on disk.
Rule 2: nothing here is vendored: a newer SDK is a newer catalogue.

Names of classes are the SDK's own: `PaymentIntentCreateParams`, `checkout.Session`.
"""

from __future__ import annotations

from functools import cache

from simulator.catalogue.disk import remembered
from simulator.catalogue.events import read_thin_event_types
from simulator.catalogue.former import FORMER
from simulator.catalogue.kinds import (
    Anything,
    Boolean,
    Decimal,
    Either,
    Enum,
    Field,
    File,
    Hash,
    Integer,
    Kind,
    Listing,
    ListOf,
    MapOf,
    Nested,
    Number,
    Operation,
    Parameter,
    Reference,
    Resource,
    Shape,
    String,
)
from simulator.catalogue.resources import read_object_classes, read_resource
from simulator.catalogue.services import read_operations
from simulator.catalogue.shapes import read_shape
from simulator.catalogue.source import SdkMissingError, Versions, versions

__all__ = [
    "Anything",
    "Boolean",
    "Decimal",
    "Either",
    "Enum",
    "Field",
    "File",
    "Hash",
    "Integer",
    "Kind",
    "ListOf",
    "Listing",
    "MapOf",
    "Nested",
    "Number",
    "Operation",
    "Parameter",
    "Reference",
    "Resource",
    "SdkMissingError",
    "Shape",
    "String",
    "Versions",
    "class_of",
    "event_types",
    "operation",
    "operation_like",
    "operations",
    "resource",
    "shape",
    "shape_of_operation",
    "thin_event_types",
    "unnamed",
    "versions",
]


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of API v1, test helpers included."""
    return remembered("operations", tuple[Operation, ...], read_operations)


@cache
def _operations_by_route() -> dict[tuple[str, str], Operation]:
    return {(found.method, found.path): found for found in operations()}


def operation(method: str, path: str) -> Operation | None:
    """The operation at a path template of the SDK, or None."""
    return _operations_by_route().get((method, path))


@cache
def _operations_by_form() -> dict[tuple[str, str], Operation]:
    return {(found.method, unnamed(found.path)): found for found in operations()}


def operation_like(method: str, path: str) -> Operation | None:
    """The operation at a path template, whatever it calls its variables; or None."""
    return _operations_by_form().get((method, unnamed(path)))


@cache
def shape(params: str) -> Shape:
    """The parameters that one class of the SDK names.

    Raises:
        LookupError: the SDK has no such class.
    """
    return remembered(params, Shape, lambda: read_shape(params))


@cache
def resource(name: str) -> Resource:
    """One class of objects with all its fields.

    Raises:
        LookupError: the SDK has no such class.
    """
    return remembered(name, Resource, lambda: read_resource(name))


@cache
def _object_classes() -> dict[str, str]:
    return remembered("objects", dict[str, str], read_object_classes)


def class_of(object_name: str) -> str | None:
    """The class of the objects called so on the wire (`checkout.session`), or None."""
    return _object_classes().get(object_name)


@cache
def event_types() -> tuple[str, ...]:
    """Every type of event that an endpoint can ask for, in the SDK's order."""
    for parameter in shape("WebhookEndpointCreateParams").parameters:
        match parameter:
            case Parameter(name="enabled_events", kind=ListOf(of=Enum(values=values))):
                return tuple(value for value in values if value != "*")
    raise LookupError("the SDK does not list the events that an endpoint can ask for")


@cache
def thin_event_types() -> tuple[str, ...]:
    """Every type of event that API v2 tells of: `v1.charge.succeeded`, `v2.core.account.closed`."""
    return remembered("thin_event_types", tuple[str, ...], read_thin_event_types)


@cache
def _shapes_by_form() -> dict[tuple[str, str], str | None]:
    """Shapes by the operation's path with every variable left unnamed: `/v1/refunds/{}`."""
    shapes: dict[tuple[str, str], str | None] = dict(FORMER)
    shapes.update(((found.method, unnamed(found.path)), found.params) for found in operations())
    return shapes


def unnamed(path: str) -> str:
    """A path template with every variable left unnamed: `/v1/refunds/{}`."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


@cache
def shape_of_operation(method: str, path: str) -> Shape:
    """What may be sent to a path template, whatever it calls its variables.

    Raises:
        LookupError: neither the SDK nor `catalogue.former` has such an operation.
    """
    try:
        params = _shapes_by_form()[method, unnamed(path)]
    except KeyError:
        raise LookupError(f"stripe {versions().sdk} has no operation {method} {path}") from None
    return Shape(f"{method} {path}", ()) if params is None else shape(params)
