"""The planted defects that a backend has, as it lists them itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from scenarios import templates
from scenarios.profile import Profile


class UnknownDefects(Exception):  # noqa: N818 - it says what is not known
    """The backend did not say which defects it has."""


def mistake(profile: Profile, defect: str | None) -> str | None:
    """Why this defect cannot be planted in the backend, with a remedy; None where it can."""
    if defect is None:
        return None
    if not profile.backend.defect:
        return (
            f"{profile.backend.name} has no planted defects."
            ' Its profile may say [backend] defect = ["--defect", "{defect}"].'
        )
    try:
        known = names(profile)
    except UnknownDefects as error:
        return str(error)
    if known is not None and defect not in known:
        return f"there is no defect {defect!r}. There are: {', '.join(sorted(known))}."
    return None


def names(profile: Profile) -> Mapping[str, str] | None:
    """The backend's defects with their stories; None where its profile has no way to ask.

    Raises:
        UnknownDefects: it was asked, and did not answer with JSON.
    """
    command = profile.backend.list_defects
    if not command:
        return None
    words = [str(templates.fill(word, {"python": sys.executable})) for word in command]
    try:
        asked = subprocess.run(
            words, capture_output=True, text=True, timeout=60, check=True, env=dict(os.environ),
            cwd=profile.backend.directory,
        )  # fmt: skip
        listed = json.loads(asked.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise UnknownDefects(f"`{' '.join(words)}` did not list the defects: {error}") from error
    if isinstance(listed, Mapping):
        return {str(name): str(story) for name, story in listed.items()}
    return {str(row["name"]): str(row.get("story", "")) for row in listed}
