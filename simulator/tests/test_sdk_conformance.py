"""Our Structs against the SDK's own classes, and our parameters against what the SDK can send.

The SDK is generated from Stripe's description of the API: where one of our Structs differs from its
class, either the Struct is wrong, or it is known better and said here why.
"""

import importlib
import pkgutil
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlencode

import msgspec
import pytest
import stripe._encode
from msgspec import UnsetType

from simulator import catalogue, resources
from simulator.catalogue import (
    Boolean,
    Decimal,
    Either,
    Enum,
    Field,
    Hash,
    Integer,
    Kind,
    ListOf,
    MapOf,
    Nested,
    Number,
    Parameter,
    Reference,
)
from simulator.web.routes import ROUTES
from simulator.wire.forms import decode
from simulator.wire.legacy import accepted
from simulator.wire.parameters import NEWEST, Form
from simulator.wire.undocumented import shape_of

BEYOND: Final[Mapping[str, Mapping[str, str]]] = {
    "card": {
        "email": "recorded on cards, though not described",
        "phone": "recorded on cards, though not described",
        "wallet": "recorded on cards, though not described",
    },
    "charge": {
        "destination": "recorded in every version, though no longer described",
        "dispute": "recorded in every version, though no longer described",
        "order": "recorded in every version, though no longer described",
    },
    "Charge.payment_method_details.card": {
        "amount_requested": 'documented in "Partial authorization"',
        "partial_authorization": 'documented in "Partial authorization"',
    },
    "dispute": {
        "balance_transaction": "recorded beside balance_transactions",
        "customer": "recorded in disputes of 2026",
    },
    "ephemeral_key": {"associated_objects": "recorded in keys of 2023"},
    "payment_intent": {"shared_payment_granted_token": "recorded in intents of 2026"},
    "customer": {"default_currency": "recorded in customers of 2023 to 2026"},
    "payment_method": {"shared_payment_granted_token": "recorded in methods of 2026"},
    "subscription": {
        "plan": "recorded where there is one item, though no longer described",
        "quantity": "recorded where there is one item, though no longer described",
    },
    "product": {"attributes": "recorded in every answer, though no longer described"},
}
"""Fields that a Struct has though the SDK does not declare them, and why."""

WITHOUT: Final[Mapping[str, Mapping[str, str]]] = {
    "charge": {
        "authorization_code": "only cards of one acquirer have one",
        "level3": "only for accounts that Stripe has let use it",
        "presentment_details": "only where the shopper was shown another currency",
        "refunds": "only expanded",
    },
    "event": {"context": "only events of Connect's newest kind of endpoint have one"},
    "price": {"currency_options": "only expanded", "tiers": "only expanded"},
    "plan": {"tiers": "only expanded"},
    "checkout.session": {"line_items": "only expanded"},
    "payment_link": {"line_items": "only expanded"},
    "tax.calculation": {"line_items": "only expanded"},
    "tax.transaction": {"line_items": "only expanded"},
    "refund": {"presentment_details": "only where the shopper was shown another currency"},
}
"""Fields that the SDK declares and a Struct of ours leaves out, and why."""


def structs() -> Iterator[type[msgspec.Struct]]:
    """Every Struct of ours that stands for a resource."""
    for module in pkgutil.iter_modules(resources.__path__, f"{resources.__name__}."):
        for thing in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, msgspec.Struct)
                and thing.__module__ == module.name
                and "object" in thing.__struct_fields__
                and catalogue.class_of(getattr(thing, "KIND", "")) is not None
            ):
                yield thing


STRUCTS: Final = sorted(structs(), key=lambda struct: struct.__name__)


def sdk_class(struct: type[msgspec.Struct]) -> catalogue.Resource:
    name = catalogue.class_of(struct.KIND)  # type: ignore[attr-defined]  # structs() saw to it
    assert name is not None, f"the SDK has no {struct.__name__}"
    return catalogue.resource(name)


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_a_struct_has_the_fields_that_the_sdk_declares(struct: type[msgspec.Struct]) -> None:
    declared = {field.name for field in sdk_class(struct).fields}
    kind = sdk_class(struct).object or ""
    ours = set(struct.__struct_fields__)
    assert ours - declared - BEYOND.get(kind, {}).keys() == set(), "the SDK declares no such fields"
    assert declared - ours - WITHOUT.get(kind, {}).keys() == set(), "our Struct lacks fields"


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_a_struct_lists_its_fields_as_stripe_orders_them(struct: type[msgspec.Struct]) -> None:
    names = struct.__struct_fields__
    head = [name for name in ("id", "object") if name in names]
    assert list(names) == [*head, *sorted(set(names) - set(head))]


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_a_structs_types_are_the_sdks(struct: type[msgspec.Struct]) -> None:
    assert list(differences(struct, sdk_class(struct).fields, struct.__name__)) == []


def differences(
    struct: type[msgspec.Struct], fields: tuple[Field, ...], where: str
) -> Iterator[str]:
    """Where a Struct's types say something else than the SDK's."""
    declared = {field.name: field for field in fields}
    for name, hint in get_type_hints(struct).items():
        if name not in declared or name not in struct.__struct_fields__:
            continue
        field, at = declared[name], f"{where}.{name}"
        alternatives = flat(hint)
        may_lack = bool({type(None), UnsetType} & set(alternatives))
        if may_lack and not field.optional:
            yield f"{at} is always there, and never null"
        for alternative in alternatives:
            if alternative not in {type(None), UnsetType}:
                yield from misfits(alternative, field.kind, at)


def misfits(hint: Any, kind: Kind, at: str) -> Iterator[str]:
    """What is wrong with one alternative of a field's type."""
    if hint is Any or isinstance(kind, catalogue.Anything):
        return
    if isinstance(kind, Either):
        found = [list(misfits(hint, each, at)) for each in kind.of]
        yield from min(found, key=len)
    elif get_origin(hint) is Literal:
        yield from misfit_words(set(get_args(hint)), kind, at)
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield from misfit_struct(hint, kind, at)
    elif (get_origin(hint) or hint) not in wire_types(kind):
        yield f"{at} is {hint}, which is no {type(kind).__name__}"


def misfit_words(words: set[object], kind: Kind, at: str) -> Iterator[str]:
    if isinstance(kind, Enum):
        if words != set(kind.values):
            yield f"{at} knows {sorted(map(str, words ^ set(kind.values)))} unlike the SDK"
    elif not {type(word) for word in words} <= wire_types(kind):
        yield f"{at} is {words}, which is no {type(kind).__name__}"


def misfit_struct(struct: type[msgspec.Struct], kind: Kind, at: str) -> Iterator[str]:
    if isinstance(kind, Nested):
        unknown = set(struct.__struct_fields__) - {field.name for field in kind.fields}
        unknown -= BEYOND.get(at, {}).keys()
        if unknown:
            yield f"{at} has {sorted(unknown)}, which the SDK does not declare"
        yield from differences(struct, kind.fields, at)
    elif not isinstance(kind, Reference | catalogue.Listing | MapOf):
        yield f"{at} is a hash, which is no {type(kind).__name__}"


def wire_types(kind: Kind) -> set[type]:
    """What a kind may be in Python, on its way to JSON."""
    if isinstance(kind, Reference):
        return {str, dict} if kind.expandable else {dict, str}
    found: dict[type, set[type]] = {
        Integer: {int},
        Number: {int, float},
        Boolean: {bool},
        Decimal: {str},
        ListOf: {list, tuple},
        MapOf: {dict},
        Nested: {dict},
        catalogue.Listing: {dict},
    }
    return found.get(type(kind), {str})


def flat(hint: Any) -> list[Any]:
    """The alternatives of a union."""
    if get_origin(hint) in {Union, types.UnionType}:
        return [each for member in get_args(hint) for each in flat(member)]
    return [hint]


# What the SDK can send.


def example(kind: Kind, name: str = "") -> Any:  # noqa: PLR0911 - one case a kind
    """A value that the SDK could be given for a parameter."""
    match kind:
        case Boolean():
            return True
        case Integer():
            return 7
        case Number():
            return 2.5
        case Decimal():
            return "2.5"
        case Enum(values=values):
            return values[-1]
        case ListOf(of=of):
            return [example(of, name), example(of, name)]
        case MapOf(of=of):
            return {"eur": example(of)}  # most maps go by currencies, and others take any key
        case Either(of=kinds):
            return example(kinds[0], name)
        case Hash(parameters=parameters):
            return examples(parameters)
        case _:
            text = "a@b.co" if "email" in name else f"a {name}"
            return {"currency": "eur", "default_currency": "eur", "type": "card"}.get(name, text)


def examples(parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """A value for each; an empty hash writes nothing, and is left out."""
    made = {each.name: example(each.kind, each.name) for each in parameters}
    return {name: value for name, value in made.items() if value != {}}


def sent(params: Mapping[str, Any]) -> bytes:
    """Parameters as the SDK itself writes them."""
    return urlencode(list(stripe._encode._api_encode(dict(params)))).encode()


SHAPES: Final = sorted({each.params for each in catalogue.operations() if each.params})


@pytest.mark.parametrize("name", SHAPES)
def test_all_that_the_sdk_can_send_is_read(name: str) -> None:
    shape = catalogue.shape(name)
    params = examples(shape.parameters)
    assert Form(shape).read(decode(sent(params))) == params


@pytest.mark.parametrize("name", SHAPES)
def test_what_the_sdk_can_unset_is_read_as_none(name: str) -> None:
    shape = catalogue.shape(name)
    parameters = accepted(shape, NEWEST)
    unset = [each for each in parameters if each.unsettable and not each.required]
    needed = [each for each in parameters if each.required]
    given = examples(tuple(needed)) | {each.name: "" for each in unset}
    read = Form(shape).read(decode(sent(given)))
    assert {each.name: read[each.name] for each in unset} == {each.name: None for each in unset}


@pytest.mark.parametrize("route", ROUTES)
def test_a_hand_written_operation_has_the_parameters_that_the_sdk_can_send(route: str) -> None:
    method, path = route.split(" ")
    shape = shape_of(method, path)
    assert all(isinstance(each, Parameter) for each in shape.parameters)


def test_every_resource_of_the_core_has_a_struct() -> None:
    kinds = {struct.KIND for struct in STRUCTS}  # type: ignore[attr-defined]  # structs() saw to it
    core = {"payment_intent", "payment_method", "charge", "refund", "customer", "dispute", "event"}
    assert core <= kinds
