"""Telling an incident without pytest: to hold the matrix of incidents and planted defects."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scenarios.bystanders import Bystanders
from scenarios.incidents.catalogue import Story, Telling
from scenarios.shopper import Shopper
from scenarios.stage import Stage
from scenarios.story import InvariantsBroken, Witness


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of one telling; `violated` names the invariants that did not hold."""

    telling: str
    violated: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()
    trouble: Exception | None = None  # it could not be told to its end

    def __str__(self) -> str:
        words = [*self.sentences, *([repr(self.trouble)] if self.trouble else [])]
        return f"{self.telling}: {'; '.join(words) or 'holds'}"


def rehearse(
    story: Story,
    stage: Stage,
    *,
    looking_for: Iterable[str] = (),
    applicable_only: bool = False,
) -> list[Rehearsed]:
    """Tell a story to one backend, each telling for itself.

    Args:
        looking_for: invariants; once all of them were seen violated, the rest is not told.
        applicable_only: leave out tellings that need more than the backend can.
    """
    told: list[Rehearsed] = []
    for telling in story.tellings:
        if applicable_only and not needs_of(telling) <= stage.shop.abilities:
            continue
        told.append(_tell(telling, story, stage))
        if looking_for and not missed(looking_for, told):
            break
    return told


def needs_of(telling: Telling) -> set[str]:
    """What a telling needs beyond its story: the arguments of its `needs` mark."""
    marks = getattr(telling, "pytestmark", [])
    return {str(name) for mark in marks if mark.name == "needs" for name in mark.args}


def missed(expected: Iterable[str], rehearsed: list[Rehearsed]) -> list[str]:
    """Which of the expected invariants no telling found violated."""
    found = {name for telling in rehearsed for name in telling.violated}
    return sorted(set(expected) - found)


def _tell(telling: Telling, story: Story, stage: Stage) -> Rehearsed:
    name = telling.__name__
    try:
        telling(**_fixtures(telling, story, stage))
    except InvariantsBroken as broken:
        found = frozenset(violation.invariant for violation in broken.violations)
        return Rehearsed(name, found, tuple(broken.sentences))
    except Exception as trouble:  # noqa: BLE001 - whatever it is, the test shows it
        return Rehearsed(name, trouble=trouble)
    finally:
        stage.heal()
    return Rehearsed(name)


def _fixtures(telling: Telling, story: Story, stage: Stage) -> dict[str, Any]:
    """The pytest plugin's fixtures, made by hand."""
    settle_s = stage.profile.backend.settle_s
    made: dict[str, Any] = {
        "simulator": stage.simulator,
        "shop": stage.shop,
        "shopper": Shopper(stage.simulator),
    }
    wanted = inspect.signature(telling).parameters
    if {"invariants", "bystanders"} & wanted.keys():
        witness = Witness(stage.simulator, stage.shop, story.incident, settle_s=settle_s)
        made["invariants"] = witness
        made["bystanders"] = Bystanders(stage.simulator, stage.shop, made["shopper"], witness)
    return {name: value for name, value in made.items() if name in wanted}
