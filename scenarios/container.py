"""A backend as a container image, run by Docker's own client.

The client is a program like any other: it passes output and signals on, and ends with what it runs.
The container is on the machine's own network, so that backend and simulator find each other on
loopback; the simulator listens nowhere else.
"""

from __future__ import annotations

import contextlib
import secrets
import subprocess
from collections.abc import Iterable, Sequence
from typing import Final

PATIENCE_S: Final = 30.0


class Container:
    """One container to be; it is made by whoever runs `command`."""

    def __init__(self, image: str) -> None:
        self.image = image
        self.name = f"paidonce-{secrets.token_hex(6)}"  # real: other gates may run beside us

    def command(self, environment: Iterable[str], words: Sequence[str]) -> list[str]:
        """The command that runs it in the foreground.

        Args:
            environment: names of variables that it is handed; their values are the command's own.
            words: what the image is told to run; none: its own command.
        """
        handed = [word for name in environment for word in ("--env", name)]
        named = ["--name", self.name, "--network", "host"]
        return ["docker", "run", "--rm", "--init", *named, *handed, self.image, *words]

    def remove(self) -> None:
        """Make sure that nothing of it is left, also where its client was killed."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                ["docker", "rm", "--force", self.name],
                capture_output=True, timeout=PATIENCE_S, check=False,
            )  # fmt: skip
