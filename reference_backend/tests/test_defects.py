"""The defects: each is told, sourced, and really replaces a part of the shop."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from reference_backend.defects import UnknownDefectError, as_json, defects, plant
from reference_backend.defects.registry import names
from reference_backend.shop import Parts

SOUND = {field.name: field.default for field in fields(Parts)}


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
