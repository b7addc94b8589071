"""The defects: each is told, sourced, and really replaces a part of the shop."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, get_type_hints

import pytest

from reference_backend.database import Database
from reference_backend.defects import UnknownDefectError, as_json, defects, plant
from reference_backend.defects.registry import names
from reference_backend.part import Part
from reference_backend.settings import Settings
from reference_backend.shop import Parts

SOUND: dict[str, Any] = {field.name: field.default for field in fields(Parts)}
DEFECTIVE = [kind for defect in defects() for kind in defect.parts.values()]


@pytest.mark.parametrize("name", names())
def test_a_defect_tells_its_story_and_where_it_was_seen(name: str) -> None:
    (defect,) = (defect for defect in defects() if defect.name == name)
    assert 30 < len(defect.story) < 300
    assert defect.story.endswith((".", "!"))
    assert defect.incident


@pytest.mark.parametrize("name", names())
def test_a_defect_is_the_sound_part_with_something_wrong(name: str) -> None:
    parts, schema = plant(name)
    (defect,) = (defect for defect in defects() if defect.name == name)
    assert defect.parts
    for part, kind in defect.parts.items():
        assert getattr(parts, part) is kind
        sound = SOUND[part]
        assert isinstance(sound, type)
        assert issubclass(kind, sound)
        assert kind is not sound
    assert "CASCADE" not in schema


@pytest.mark.parametrize("kind", [*SOUND.values(), *DEFECTIVE], ids=lambda kind: kind.__name__)
def test_what_a_part_needs_is_what_the_shop_has_by_that_name(kind: type) -> None:
    if not issubclass(kind, Part):
        return  # the gateway, which needs the settings alone
    known = {**SOUND, "database": Database, "settings": Settings}
    hints = get_type_hints(kind)
    assert {name: known[name] for name in kind.needs()} == {
        name: hints[name] for name in kind.needs()
    }


def test_the_five_founding_defects_are_there() -> None:
    assert {
        "captures_blindly",
        "captures_original_total",
        "reuses_consumed_payment_method",
        "no_event_dedupe",
        "no_lock_on_payment_intent",
    } <= set(names())


def test_the_list_is_json() -> None:
    listed = json.loads(as_json())
    assert [row["name"] for row in listed] == names()
    assert all(row["story"] and row["incident"] and row["replaces"] for row in listed)


def test_a_defect_that_there_is_not_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownDefectError, match="did you mean captures_blindly"):
        plant("captures_blindy")
