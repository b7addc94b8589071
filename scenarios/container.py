"""A backend as a container image, run by testcontainers.

The container is on the machine's own network, so that backend and simulator find each other on
loopback; the simulator listens nowhere else. Should we be killed, testcontainers' own reaper takes
it away.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scenarios.running import STOP_PATIENCE_S, CannotStart, Running


class Container(Running):
    """A started container and what it writes."""

    def __init__(
        self, name: str, image: str, environment: Mapping[str, str], words: Sequence[str]
    ) -> None:
        """Args: words: what the image is told to run; none: its own command.

        Raises:
            CannotStart: there is no Docker, no such image, or no testcontainers.
        """
        super().__init__(name)
        try:
            import docker.errors  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no types
            from testcontainers.core.container import (  # noqa: PLC0415 - only an image needs it
                DockerContainer,
            )
        except ImportError as missing:
            raise CannotStart(
                name,
                "its profile names a container image, and testcontainers is not installed",
                'Install it: pip install "paidonce[containers]"',
            ) from missing
        self._gone: tuple[type[Exception], ...] = (docker.errors.NotFound, docker.errors.APIError)
        self._code: int | None = None
        try:
            self._container = DockerContainer(image).with_envs(**environment)
            self._container.with_kwargs(network_mode="host", init=True)
            if words:
                self._container.with_command(list(words))
            self._container.start()
        except docker.errors.DockerException as error:
            raise CannotStart(
                name, f"Docker says: {error}", "Look at `container` in the profile."
            ) from error
        self._inside: Any = self._container.get_wrapped_container()
        self._listen(lines_of(self._inside.logs(stream=True, follow=True)))

    @property
    def exit_code(self) -> int | None:
        if self._code is None:
            with contextlib.suppress(*self._gone):
                self._inside.reload()
                state = self._inside.attrs["State"]
                if not state["Running"] and state["Status"] != "created":
                    self._code = int(state["ExitCode"])
        return self._code

    def stop(self) -> None:
        with contextlib.suppress(*self._gone):
            self._inside.stop(timeout=int(STOP_PATIENCE_S))
        self._remove()

    def kill(self) -> None:
        with contextlib.suppress(*self._gone):
            self._inside.kill()
        self._hear_out()

    def _remove(self) -> None:
        """Keep what it said and how it ended, and let nothing of it be left."""
        self._hear_out()
        if self.exit_code is None:
            self._code = -1
        with contextlib.suppress(*self._gone):
            self._container.stop()


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A container's output comes in pieces, which are no lines."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest
