"""The vocabulary of the catalogue: what a parameter or a field may be, as plain typed structs.

Rule 1: a kind says what the wire carries, never how Python spells it.
Rule 2: whether something may be left out, unset or null belongs to its parameter or field,
never to its kind.
Both halves of the API share the scalars; a `Hash` is what a client sends, a `Nested` is what
Stripe answers.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class String(Struct, frozen=True, tag="string"):
    """Text."""


class Integer(Struct, frozen=True, tag="integer"):
    """A whole number: an amount in minor units, a count, Unix seconds."""


class Number(Struct, frozen=True, tag="number"):
    """A number that may have a fraction, written as a JSON number."""


class Decimal(Struct, frozen=True, tag="decimal"):
    """A number that may have a fraction, written as a JSON string."""


class Boolean(Struct, frozen=True, tag="boolean"):
    """`true` or `false`."""


class Enum(Struct, frozen=True, tag="enum"):
    """One of these words; an empty word is never among them (see `Parameter.unsettable`)."""

    values: tuple[str, ...]


class ListOf(Struct, frozen=True, tag="list"):
    """An array."""

    of: Kind


class MapOf(Struct, frozen=True, tag="map"):
    """A hash whose keys the client chooses, such as metadata."""

    of: Kind
    unsettable: bool = False


class Either(Struct, frozen=True, tag="either"):
    """One of several kinds, in the SDK's order (`now` or a time; an id or a hash)."""

    of: tuple[Kind, ...]


class Hash(Struct, frozen=True, tag="hash"):
    """A hash of named parameters."""

    parameters: tuple[Parameter, ...]


class File(Struct, frozen=True, tag="file"):
    """The bytes of an uploaded file."""


class Anything(Struct, frozen=True, tag="anything"):
    """What the SDK leaves untyped."""


class Nested(Struct, frozen=True, tag="nested"):
    """A hash of named fields inside a resource."""

    fields: tuple[Field, ...]


class Reference(Struct, frozen=True, tag="reference"):
    """A resource inside a resource: whole, or (expandable) as its id until it is expanded.

    `classes` names the resources that may stand there, as `catalogue.resource` knows them.
    """

    classes: tuple[str, ...]
    expandable: bool


class Listing(Struct, frozen=True, tag="listing"):
    """A list object (`"object": "list"`) inside a resource."""

    of: Reference | Nested


Kind = (
    String
    | Integer
    | Number
    | Decimal
    | Boolean
    | Enum
    | ListOf
    | MapOf
    | Either
    | Hash
    | File
    | Anything
    | Nested
    | Reference
    | Listing
)


class Parameter(Struct, frozen=True):
    """What a client may send under one name; `unsettable` admits the empty string."""

    name: str
    kind: Kind
    required: bool = False
    unsettable: bool = False


class Field(Struct, frozen=True):
    """What a resource holds under one name.

    `optional` is all the SDK says outright: the field may be null, or absent, or both. A hash that
    is `bare`, without a word of description, is one that is left out rather than null: Stripe
    describes a hash in place only where it is nullable. What else is left out is in `absent`.
    """

    name: str
    kind: Kind
    optional: bool = False
    bare: bool = False


class Shape(Struct, frozen=True):
    """The parameters of one operation, in the order in which Stripe declares them."""

    name: str
    parameters: tuple[Parameter, ...]
    in_path: tuple[str, ...] = ()
    """Parameters that are not sent, since the path says them (`/v1/charges/{charge}/refunds`)."""


class Resource(Struct, frozen=True):
    """A class of the SDK that Stripe answers with.

    `object` is its name on the wire (`checkout.session`), None for the few that have none;
    `deletable` says that a deleted stub of it exists.
    """

    name: str
    object: str | None
    fields: tuple[Field, ...]
    deletable: bool = False


Answer = Literal["object", "list", "search_result", "stream"]


class Operation(Struct, frozen=True):
    """One call of the API.

    `path` is a template (`/v1/payment_intents/{intent}/capture`) and `verb` the SDK's name for
    the call (`capture`). `params` names the shape, and `returns` the resources, of which there
    are several only where the answer may be of several classes.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    verb: str
    params: str | None
    returns: tuple[str, ...]
    answer: Answer
    base: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The names in the path template, from left to right."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))
