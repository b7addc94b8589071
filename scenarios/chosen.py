"""Which backend a command is about: the profile that is meant, and the defect that is planted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from scenarios import defects, profile_file
from scenarios.profile import Profile, ProfileError

USUAL: Final = "paidonce.toml"


class CannotBeUsed(Exception):  # noqa: N818 - it says what is wrong with what was asked for
    """There is no such backend or defect; the message says why, and what to do."""


def path(named: str | Path | None, *, here: Path | None = None) -> Path:
    """The profile that is named; else `paidonce.toml` here; else the reference backend's.

    Args:
        here: the folder to look in; None: the one that one works in.
    """
    if named:
        return Path(named).resolve()
    usual = (here or Path()) / USUAL
    return usual.resolve() if usual.is_file() else profile_file.REFERENCE


def backend(named: str | Path | None, defect: str | None = None) -> Profile:
    """The profile that is meant, of a backend in which this defect can be planted.

    Raises:
        CannotBeUsed
    """
    try:
        profile = profile_file.load(path(named))
    except ProfileError as error:
        raise CannotBeUsed(f"the profile cannot be used.\n{error}") from error
    if problem := defects.mistake(profile, defect):
        raise CannotBeUsed(problem)
    return profile
