"""Answers in older API versions have what the SDKs of their time say is always there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.clients.node_types import Hash, hashes
from simulator.tests.clients.tour import tour

pytestmark = pytest.mark.node

VERSIONS: Final = (
    "2020-08-27",
    "2022-11-15",
    "2023-10-16",
    "2024-06-20",
    "2025-02-24.acacia",
    "2025-08-27.basil",
    "2026-02-25.clover",
    "2026-08-26.dahlia",
)
"""Each with an SDK of its time, the last that was made for it."""
OTHERWISE: Final = {"item": "LineItem", "line_item": "InvoiceLineItem"}
"""Kinds whose types have other names."""
KNOWN_BETTER: Final[Mapping[str, str]] = {
    "Charge.refunds": "the changelog of 2022-11-15: only there when it is asked for",
    "InvoiceLineItem.subscription": "recorded of basil to dahlia: not there",
    "Product.caption": "API reference of 2019: only goods had one",
}
"""Where an answer, or the changelog, says something else than the types."""


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_always_there_is_there(stripe: Stripe, former: Path, version: str) -> None:
    types = hashes(former / f"node_modules/stripe-{version}")
    answers = tour(stripe.at_version(version))
    seen = {kind for answer in answers for kind in kinds(answer)}
    assert {"payment_intent", "charge", "customer", "checkout.session"} <= seen
    missing = {path for answer in answers for path in lacking(answer, types)}
    assert missing - set(KNOWN_BETTER) == set()


def kinds(answer: Any) -> Iterator[str]:
    """The kinds of all objects in an answer."""
    if isinstance(answer, list):
        for member in answer:
            yield from kinds(member)
    elif isinstance(answer, dict):
        if isinstance(answer.get("object"), str):
            yield answer["object"]
        for value in answer.values():
            yield from kinds(value)


def lacking(answer: Any, types: Mapping[str, Hash], place: str = "") -> Iterator[str]:
    """What an answer lacks, anywhere in it, though the types say that it is there."""
    if isinstance(answer, list):
        for member in answer:
            yield from lacking(member, types, place)
        return
    if not isinstance(answer, dict) or answer.get("deleted"):
        return
    if isinstance(kind := answer.get("object"), str):
        place = OTHERWISE.get(kind) or ".".join(map(class_name, kind.split(".")))
        if kind == "event":
            return  # what it tells of is in the account's version
    for name, presence in types.get(place, {}).items():
        if presence in ("always", "null") and name not in answer:
            yield f"{place}.{name}"
    for name, value in answer.items():
        yield from lacking(value, types, f"{place}.{class_name(name)}")


def class_name(field: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in field.split("_"))
