"""From shapes to readers: each shape of the catalogue is compiled once, for its first request.

The SDK says what kind a parameter has; what Stripe asks of it beyond its kind (a currency that it
knows, an address with an @) hangs on its name, and is here.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from simulator import catalogue
from simulator.wire.readers import (
    CurrencyMapReader,
    EitherReader,
    HashReader,
    ListReader,
    MapReader,
    MetadataReader,
    Reader,
    Scalar,
)
from simulator.wire.scalars import (
    ARGUMENT_MAX,
    anything,
    boolean,
    currency,
    decimal,
    email,
    integer,
    number,
    one_of,
    string,
    string_up_to,
    text,
    unsettable,
)

_BY_NAME: Final[dict[str, Callable[[Any], Any]]] = {
    "currency": currency,
    "default_currency": currency,
    "email": email,
    "receipt_email": email,
    "customer_email": email,
    "description": unsettable(string),
    "product_description": unsettable(string_up_to(ARGUMENT_MAX)),
    **dict.fromkeys(
        (
            "access_activity_log",
            "cancellation_policy_disclosure",
            "cancellation_rebuttal",
            "duplicate_charge_explanation",
            "refund_policy_disclosure",
            "refund_refusal_explanation",
            "uncategorized_text",
        ),
        string_up_to(ARGUMENT_MAX),
    ),
}
"""Strings that are more, or less, than text; the SDK says only that they are strings.

A description may be empty where the SDK does not say so: recorded on creating Customers.
"""
NEVER_EMPTY: Final = {"product_data": frozenset(("description",))}
"""What may not be empty after all, by the hash that it is in. Source: a quoted refusal."""


_LINES: Final = frozenset({"city", "country", "line1", "line2", "postal_code", "state"})
_CARD_LINES: Final = frozenset(
    {"name", *(f"address_{line}" for line in ("city", "country", "line1", "line2", "state", "zip"))}
)
_BESIDE_AN_ADDRESS: Final = frozenset({"carrier", "phone", "tracking_number"})
_OPEN_BY: Final = {
    "line1": _LINES,
    "address_line1": _CARD_LINES,
    "address": _BESIDE_AN_ADDRESS,
}
"""By the parameter beside it: text that may be empty, and is kept so; shops send all lines.

Source: recorded PaymentMethods with `"line2": ""`; Stripe docs, "Customer balance" (a Customer with
an empty `shipping`). That it holds for every address is inferred.
"""


def hash_of(parameters: Iterable[catalogue.Parameter], *, can_unset: bool = False) -> HashReader:
    """The reader of these parameters."""
    known = tuple(parameters)
    may_be_empty: set[str] = set()
    for each in known:
        may_be_empty |= _OPEN_BY.get(each.name, frozenset())
    return HashReader(
        (
            (each.name, reader_of(each, may_be_empty=each.name in may_be_empty), each.required)
            for each in known
        ),
        can_unset=can_unset,
    )


def reader_of(parameter: catalogue.Parameter, *, may_be_empty: bool = False) -> Reader:
    """The reader of one parameter.

    Args:
        may_be_empty: whether text may be empty without meaning to unset it.
    """
    match parameter.kind:
        case catalogue.String() if may_be_empty and not parameter.unsettable:
            return Scalar(text)
        case catalogue.String() if parameter.name in _BY_NAME:
            read = _BY_NAME[parameter.name]
            return Scalar(unsettable(read) if parameter.unsettable else read)
        case catalogue.MapOf(of=catalogue.String()) if parameter.name == "metadata":
            return MetadataReader()
        case catalogue.MapOf(of=of, unsettable=each) if parameter.name == "currency_options":
            return CurrencyMapReader(_reader(of, can_unset=each), can_unset=parameter.unsettable)
        case catalogue.Hash(parameters=parameters) if parameter.name in NEVER_EMPTY:
            full = NEVER_EMPTY[parameter.name]
            return HashReader(
                (each.name, Scalar(string) if each.name in full else reader_of(each), each.required)
                for each in parameters
            )
        case kind:
            return _reader(kind, can_unset=parameter.unsettable)


_SCALARS: Final[dict[type[catalogue.Kind], Callable[[Any], Any]]] = {
    catalogue.String: string,
    catalogue.Integer: integer,
    catalogue.Number: number,
    catalogue.Decimal: decimal,
    catalogue.Boolean: boolean,
    catalogue.Anything: anything,
    catalogue.File: anything,
}


def _reader(kind: catalogue.Kind, *, can_unset: bool = False) -> Reader:
    match kind:
        case catalogue.Hash(parameters=parameters):
            return hash_of(parameters, can_unset=can_unset)
        case catalogue.ListOf(of=of):
            return ListReader(_reader(of), can_unset=can_unset)
        case catalogue.MapOf(of=of, unsettable=value_unsettable):
            return MapReader(_reader(of, can_unset=value_unsettable), can_unset=can_unset)
        case catalogue.Either(of=kinds):
            return EitherReader(tuple(_reader(each, can_unset=can_unset) for each in kinds))
        case catalogue.Enum(values=words):
            read: Callable[[Any], Any] = one_of(words)
        case _:
            read = _SCALARS[type(kind)]
    return Scalar(unsettable(read) if can_unset else read)
