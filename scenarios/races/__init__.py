"""Races, arranged rather than hoped for: every call of the shop to Stripe waits for its turn."""

from scenarios.races.explore import Explored, Outcome, bounded, drawn
from scenarios.races.scheduler import Race, Ran, Task

__all__ = ["Explored", "Outcome", "Race", "Ran", "Task", "bounded", "drawn"]
