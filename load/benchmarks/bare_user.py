"""What the swarm is compared with: as many locust users as it has connections, and nothing else."""

import time
from pathlib import Path
from typing import ClassVar

import gevent
from locust import FastHttpUser, events, task
from locust.env import Environment

BODY = "{}" * 800


class Bare(FastHttpUser):
    """Posts the same body over and over, unsigned, until there were enough."""

    wanted: ClassVar[int] = 0
    done: ClassVar[int] = 0
    begun: ClassVar[float] = 0.0

    @task
    def post(self) -> None:
        Bare.begun = Bare.begun or time.perf_counter()
        self.client.post("", data=BODY, name="bare")
        Bare.done += 1
        if Bare.done == Bare.wanted and self.environment.runner is not None:
            took = time.perf_counter() - Bare.begun
            assert self.environment.parsed_options is not None
            Path(self.environment.parsed_options.took).write_text(str(took))
            # Once everybody has been spawned; before, locust would wait for them for ever.
            gevent.spawn_later(2.0, self.environment.runner.quit)


@events.init_command_line_parser.add_listener
def _add_options(parser: object) -> None:
    parser.add_argument("--wanted", type=int, required=True)  # type: ignore[attr-defined]  # locust's
    parser.add_argument("--took", required=True)  # type: ignore[attr-defined]  # locust's


@events.init.add_listener
def _read(environment: Environment, **_: object) -> None:
    assert environment.parsed_options is not None
    Bare.wanted = environment.parsed_options.wanted
