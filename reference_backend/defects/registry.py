"""Finds the defects, lists them, and plants one."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from reference_backend.shop import Parts


class UnknownDefectError(Exception):
    """There is no defect of this name; the message says which ones there are."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to get it wrong."""

    name: str
    story: str
    incident: str
    parts: Mapping[str, type]
    schema: str


def names() -> list[str]:
    """The names of all defects: those of their files."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if name != "registry")


def load(name: str) -> Defect:
    """Raises: UnknownDefectError."""
    if name not in names():
        near = get_close_matches(name, names(), n=1)
        hint = f" did you mean {near[0]}?" if near else ""
        raise UnknownDefectError(f"no defect is called {name};{hint} see --list-defects")
    module = importlib.import_module(f"reference_backend.defects.{name}")
    assert module.__doc__ is not None
    return Defect(
        name=name,
        story=" ".join(module.__doc__.strip().split("\n\n")[0].split()),
        incident=module.INCIDENT,
        parts=module.PARTS,
        schema=getattr(module, "SCHEMA", ""),
    )


def defects() -> list[Defect]:
    """All defects, by name."""
    return [load(name) for name in names()]


def plant(name: str) -> tuple[Parts, str]:
    """A shop's parts with this defect among them, and its change to the schema.

    Raises: UnknownDefectError.
    """
    defect = load(name)
    return replace(Parts(), **defect.parts), defect.schema


def as_json() -> str:
    """All defects with their stories, for other programs."""
    listed = [
        {
            "name": defect.name,
            "story": defect.story,
            "incident": defect.incident,
            "replaces": sorted(defect.parts),
        }
        for defect in defects()
    ]
    return json.dumps(listed, indent=2, ensure_ascii=False)
