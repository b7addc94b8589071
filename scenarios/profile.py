"""A profile: what the gate knows of a backend, and what can be wrong with what was written of one.

`profile_file.py` reads it from TOML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.profile_words import CAPTURE_METHODS
from scenarios.seen import PaymentState
from scenarios.step import Step


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a profile; `line` is None where it is the file itself."""

    line: int | None
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.key if self.line is None else f"line {self.line}, {self.key}"
        return f"{where}: {self.problem}. {self.remedy}"


class ProfileError(Exception):
    """A profile cannot be used; it says why, where, and what to do."""

    def __init__(self, path: Path, mistakes: Iterable[Mistake]) -> None:
        self.path = path
        self.mistakes = sorted(mistakes, key=lambda mistake: mistake.line or 0)
        super().__init__("\n".join(f"{path}: {mistake}" for mistake in self.mistakes))


@dataclass(frozen=True, slots=True)
class Listing:
    """One part of what the shop believes: where it is read, and how its fields are called there."""

    steps: tuple[Step, ...]
    each: str
    fields: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, PaymentState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Backend:
    """How the backend is started and reached. Times are in seconds."""

    name: str
    webhook: str
    start: tuple[str, ...] = ()
    container: str | None = None
    url: str | None = None
    directory: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    ready_line: str | None = None
    ready: str | None = None
    port: int | None = None
    start_timeout_s: float = 60.0
    timeout_s: float = 20.0
    settle_s: float = 1.0
    events: tuple[str, ...] = ("*",)
    api_version: str | None = None
    stripe_port: int = 0  # where the simulator is to listen; 0: anywhere
    secret_key: str | None = None  # what it banks with, and what signs its events, if it was
    webhook_secret: str | None = None  # started with them; None: it is told when it is started
    defect: tuple[str, ...] = ()
    list_defects: tuple[str, ...] = ()
    driver: str | None = None
    database: str | None = None  # the variable by which it is told where its PostgreSQL is
    captures: str = "automatic"  # where no step hands over {capture_method}


@dataclass(frozen=True, slots=True)
class Profile:
    path: Path
    backend: Backend
    can: Mapping[str, tuple[Step, ...]]
    view: Mapping[str, Listing]
    setup: tuple[Step, ...] = ()
    item: Mapping[str, Any] = field(
        default_factory=lambda: {"sku": "{sku}", "quantity": "{quantity}"}
    )
    claimed_item: Mapping[str, Any] | None = None  # an item with a price, as a client may send it

    @property
    def abilities(self) -> frozenset[str]:
        others = {"view": "orders" in self.view, "claim_price": self.claimed_item is not None}
        return frozenset(self.can) | {name for name, has in others.items() if has}

    def capture_methods(self, ability: str) -> frozenset[str]:
        """How payments that this ability begins can be captured."""
        chosen = any("capture_method" in step.places() for step in self.can.get(ability, ()))
        return CAPTURE_METHODS if chosen else frozenset({self.backend.captures})
