"""Whether a field is null or absent, as the types of Stripe's SDK for Node tell it.

The SDK for Python calls both optional (`test_sdk_conformance.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_type_hints

import msgspec
import pytest
from msgspec import UnsetType

from simulator import catalogue
from simulator.catalogue import Either, Field, ListOf, MapOf, Nested
from simulator.catalogue.absent import ABSENT
from simulator.tests.clients.node_types import Hash, hashes
from simulator.tests.test_sdk_conformance import STRUCTS, flat

pytestmark = pytest.mark.node

KNOWN_BETTER: Final[Mapping[str, str]] = {
    "Dispute.intended_submission_method": "recorded: left out until it is chosen",
    "PaymentIntent.amount_details": "null in versions before it was always there",
}
"""Where recorded answers say something else than the types."""


def test_what_is_never_null_is_never_null_with_us(installed: Path) -> None:
    types = hashes(installed / "node_modules/stripe")
    wrong = {
        where: said
        for struct in STRUCTS
        for where, said in misfits(struct, types, node_name(struct, types))
    }
    assert {where: said for where, said in wrong.items() if where not in KNOWN_BETTER} == {}
    assert set(KNOWN_BETTER) <= set(wrong), "no longer needed"


def node_name(struct: Any, types: Mapping[str, Hash]) -> str:
    """What Node calls the resource: "Checkout.Session" for "checkout.Session"."""
    parts = (catalogue.class_of(struct.KIND) or "").split(".")
    return ".".join([*(part.capitalize() for part in parts[:-1]), parts[-1]])


def misfits(
    struct: type[msgspec.Struct], types: Mapping[str, Hash], place: str
) -> Iterator[tuple[str, str]]:
    """Fields that may be null though they are left out, or are left out though they are null."""
    declared = types.get(place, {})
    for name, hint in get_type_hints(struct).items():
        alternatives = flat(hint)
        null, unset = type(None) in alternatives, UnsetType in alternatives
        match declared.get(name):
            case "absent" if null:
                yield f"{place}.{name}", "is left out, never null"
            case "null" if unset and not null:
                yield f"{place}.{name}", "is null, never left out"
        for each in alternatives:
            if isinstance(each, type) and issubclass(each, msgspec.Struct):
                yield from misfits(each, types, f"{place}.{class_name(name)}")


def class_name(field: str) -> str:
    return "".join(word.capitalize() for word in field.split("_"))


@pytest.mark.parametrize("name", ABSENT)
def test_what_nobody_wrote_by_hand_leaves_out_what_stripe_leaves_out(
    installed: Path, name: str
) -> None:
    *folders, last = name.split(".")
    node = ".".join([*(class_name(folder) for folder in folders), last])
    types = hashes(installed / "node_modules/stripe")
    assert node in types
    assert list(unlike(catalogue.resource(name).fields, types, node)) == []


def unlike(
    fields: tuple[Field, ...], types: Mapping[str, Hash], place: str
) -> Iterator[tuple[str, str]]:
    """Optional fields that the catalogue takes to be null where they are left out, and reversed."""
    declared = types.get(place, {})
    for field in fields:
        said = declared.get(field.name)
        if field.optional and said in {"null", "absent"} and (said == "absent") != field.bare:
            yield f"{place}.{field.name}", said
        for kind in field.kind.of if isinstance(field.kind, Either) else (field.kind,):
            inner = kind.of if isinstance(kind, ListOf | MapOf) else kind
            if isinstance(inner, Nested):
                yield from unlike(inner.fields, types, f"{place}.{class_name(field.name)}")
