"""All incidents, in the order in which they are told: the founding five, then by their code."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import scenarios.incidents
from scenarios.story import Incident

Telling = Callable[..., None]
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Story:
    """One incident with the module that tells it."""

    incident: Incident
    module: ModuleType

    @property
    def name(self) -> str:
        return self.module.__name__.rpartition(".")[2]

    @property
    def text(self) -> str:
        """What happened, as a person tells it."""
        return inspect.getdoc(self.module) or ""

    @property
    def tellings(self) -> tuple[Telling, ...]:
        """The tests of the module, in their order."""
        return tuple(value for name, value in vars(self.module).items() if name.startswith("test_"))


def stories() -> tuple[Story, ...]:
    """Every incident there is."""
    return tuple(sorted(_found(), key=lambda story: order(story.incident.code)))


def order(code: str) -> tuple[int, str]:
    """The founding incidents ("I-a") before the numbered ("I36")."""
    number = code.removeprefix("I")
    return (int(number), "") if number.isdigit() else (0, code)


def _found() -> Iterator[Story]:
    for entry in pkgutil.iter_modules(scenarios.incidents.__path__):
        module = importlib.import_module(f"scenarios.incidents.{entry.name}")
        incident = getattr(module, "INCIDENT", None)
        if isinstance(incident, Incident):
            yield Story(incident, module)
