"""Races, arranged rather than hoped for: every call of the shop to Stripe waits for its turn."""

from scenarios.races.explore import Explored, Outcome, bounded, drawn
from scenarios.races.gates import Gates
from scenarios.races.scheduler import Race
from scenarios.races.steps import Ran, Task

__all__ = ["Explored", "Gates", "Outcome", "Race", "Ran", "Task", "bounded", "drawn"]
