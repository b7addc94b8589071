import ast

import pytest

from simulator.catalogue.annotations import Read, read
from simulator.catalogue.kinds import (
    Anything,
    Boolean,
    Decimal,
    Either,
    Enum,
    Hash,
    Integer,
    Kind,
    Listing,
    ListOf,
    MapOf,
    Number,
    Reference,
    String,
)


class Names:
    """Two classes are known: a hash `Nested`, and a resource `Customer`."""

    def kind_of(self, name: str) -> Kind:
        return Hash(()) if name == "Nested" else Reference((name,), expandable=False)

    def listing_of(self, item: Kind) -> Kind:
        assert isinstance(item, Reference)
        return Listing(item)


def understood(annotation: str) -> Read:
    return read(ast.parse(annotation, mode="eval").body, Names())


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        ("str", String()),
        ("int", Integer()),
        ("float", Number()),
        ("bool", Boolean()),
        ("Decimal", Decimal()),
        ("Any", Anything()),
        ("Union[Literal['a', 'b'], str]", Enum(("a", "b"))),
        ("\"Literal['a', 'b']|str\"", Enum(("a", "b"))),
        ("Literal['now']", Enum(("now",))),
        ("Literal[True]", Boolean()),
        ("List[str]", ListOf(String())),
        ("List[Union[Literal['a'], str]]", ListOf(Enum(("a",)))),
        ("Dict[str, int]", MapOf(Integer())),
        ('"Dict[str, str]|UntypedStripeObject[str]"', MapOf(String())),
        ("Dict[str, Union[Literal[''], int]]", MapOf(Integer(), unsettable=True)),
        ("\"Literal['now']|int\"", Either((Enum(("now",)), Integer()))),
        ("\"bool|Literal['one_off']|str\"", Either((Boolean(), Enum(("one_off",))))),
        ('"Nested|int"', Either((Hash(()), Integer()))),
        ("ExpandableField[Customer]", Reference(("Customer",), expandable=True)),
        ("Union[Customer, Card]", Reference(("Customer", "Card"), expandable=False)),
        ("ListObject[Customer]", Listing(Reference(("Customer",), expandable=False))),
    ],
)
def test_every_spelling_of_the_sdk_is_understood(annotation: str, kind: Kind) -> None:
    assert understood(annotation).kind == kind


def test_what_wraps_a_kind_says_whether_it_must_be_there() -> None:
    assert understood("str") == Read(String(), required=True, unsettable=False, optional=False)
    assert not understood("NotRequired[str]").required
    assert understood("Optional[str]").optional


def test_an_empty_word_says_that_a_parameter_can_be_unset() -> None:
    assert understood("NotRequired[\"Literal['']|str\"]") == Read(
        String(), required=False, unsettable=True, optional=False
    )
    assert understood("NotRequired[\"Literal['']|Literal['a']|str\"]").kind == Enum(("a",))


def test_a_new_spelling_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot read"):
        understood("{1: 2}")
