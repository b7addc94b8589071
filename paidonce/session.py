"""What one pytest session knows of the backend under test, and what a test of it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from scenarios.profile import Profile
    from scenarios.running import CannotStart
    from scenarios.stage import Stage
    from scenarios.story import Incident
    from simulator import Simulator

PROFILE: Final[pytest.StashKey[Profile]] = pytest.StashKey()
SIMULATOR: Final[pytest.StashKey[Simulator]] = pytest.StashKey()
STAGE: Final[pytest.StashKey[Stage]] = pytest.StashKey()
"""The stage that was opened last; what the report is made of."""
CANNOT_START: Final[pytest.StashKey[CannotStart]] = pytest.StashKey()
"""Why the backend could not be started: once is enough."""


def incident_of(item: pytest.Item) -> Incident | None:
    """The header of the incident that a test tells; None where it tells none.

    At the gate every test tells one: what has no header is called after its file.
    """
    module = getattr(item, "module", None)
    header: Incident | None = getattr(module, "INCIDENT", None)
    if header is not None or module is None or not item.config.getoption("--paidonce-gate"):
        return header
    from scenarios.story import Incident  # noqa: PLC0415 - only at the gate

    code = item.path.stem.removeprefix("test_").removesuffix("_test")
    title = (module.__doc__ or "").strip().partition("\n")[0]
    return Incident(code, title or code.replace("_", " ").capitalize(), at_stake=(), needs=())


def stripe_port_of(config: pytest.Config) -> int:
    """Where the backend will look for Stripe; 0: anywhere."""
    if config.getoption("--paidonce-profile") or (config.rootpath / "paidonce.toml").is_file():
        return profile_of(config).backend.stripe_port
    return 0


def profile_of(config: pytest.Config) -> Profile:
    """How the backend under test is reached; read once.

    Raises:
        ProfileError: it cannot be read.
    """
    from scenarios import chosen, profile_file  # noqa: PLC0415 - only where a backend is wanted

    if PROFILE not in config.stash:
        named = config.getoption("--paidonce-profile")
        config.stash[PROFILE] = profile_file.load(chosen.path(named, here=config.rootpath))
    return config.stash[PROFILE]
