"""A simulator's account and a backend, joined for as long as the stage stands.

The backend must know its webhook secret when it starts, and Stripe must know the backend's address,
which is known only once it has started: so the endpoint is made first, pointing nowhere, and is
turned to the backend as soon as it is up.
"""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from scenarios import http_call, templates
from scenarios.container import Container
from scenarios.driver import CannotSetUp, Shop
from scenarios.http_shop import HttpShop
from scenarios.profile import Profile
from scenarios.program import Program
from scenarios.running import CannotStart, Running
from simulator import Simulator, SimulatorError

if TYPE_CHECKING:
    from simulator import Account

NOWHERE: Final = "http://127.0.0.1:9/not-yet"
ALIVE_WITHIN_S: Final = 3.0


def simulator_for(profile: Profile, *, seed: int) -> Simulator:
    """A simulator where the backend will look for it.

    Raises:
        CannotStart: something else listens there.
    """
    port = profile.backend.stripe_port
    try:
        return Simulator(seed=seed, port=port)
    except OSError as error:
        raise CannotStart(
            "the simulator",
            f"it cannot listen on 127.0.0.1:{port}: {error}",
            "Stop what listens there, or look at `stripe_port` in the profile.",
        ) from error


class Stage:
    """One backend in front of one account of one simulator."""

    def __init__(
        self,
        profile: Profile,
        simulator: Account,
        *,
        defect: str | None = None,
        arguments: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.profile = profile
        key = profile.backend.secret_key
        self.simulator = simulator if key is None else simulator.account(key)
        self.defect = defect
        self.arguments = arguments
        self.environment = dict(environment or {})
        self.program: Running | None = None
        self.url = ""
        self.webhook_secret = ""
        self._shop: Shop | None = None
        self._silent: str | None = None

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def shop(self) -> Shop:
        """The shop, once the stage is open."""
        assert self._shop is not None, "the stage is not open"
        return self._shop

    @property
    def output(self) -> list[str]:
        """What the backend last wrote."""
        return list(self.program.output) if self.program else []

    @property
    def down(self) -> str | None:
        """Why the backend can no longer be reached, in words; None while it runs."""
        if self.program is not None and self.program.exit_code is not None:
            return f"{self.profile.backend.name} ended with exit code {self.program.exit_code}"
        return self._silent

    def gave_no_answer(self) -> None:
        """A request was left without an answer: what was started here counts as down.

        A backend may hang with all that it does (its connections are used up, say) and yet answer
        where it says whether it is ready, so it is not asked: to start it again is certain. One
        that others run is asked once more.
        """
        backend = self.profile.backend
        if self.program is not None:
            self._silent = f"{backend.name} hangs: no answer within {backend.timeout_s:g} s"
            return
        ready = self.url + (backend.ready or "/")
        try:
            http_call.call("GET", ready, timeout_s=min(ALIVE_WITHIN_S, backend.timeout_s))
        except http_call.NoAnswer as silence:
            self._silent = f"{backend.name} hangs: GET {ready}, which it answered once: {silence}"

    def heal(self) -> None:
        """Take away what a story may have left: faults, held requests, paused deliveries."""
        self.simulator.faults.clear()
        self.simulator.holds.clear()
        self.simulator.deliveries.resume()

    def close(self) -> None:
        if self.program is not None:
            self.program.stop()

    def _open(self) -> None:
        backend = self.profile.backend
        if self.defect is not None and not backend.defect:
            raise CannotStart(
                backend.name,
                f"its profile does not say how to plant the defect {self.defect!r}",
                'Add to [backend]: defect = ["--defect", "{defect}"]',
            )
        if backend.secret_key is not None:
            self.simulator.reset()  # it may have been at work in this account before
        try:
            endpoint = self.simulator.endpoints.add(
                NOWHERE,
                events=backend.events,
                api_version=backend.api_version,
                secret=backend.webhook_secret,
            )
        except SimulatorError as refusal:
            remedy = "Look at `events` and `api_version` in the profile."
            raise CannotStart(backend.name, str(refusal), remedy) from refusal
        self.webhook_secret = endpoint.secret
        values = self._values(endpoint.secret)
        if backend.start or backend.container is not None:
            self._start(values)
        elif backend.url is not None:
            self.url = str(templates.fill(backend.url, values)).rstrip("/")
            self._must_answer()
        self.simulator.endpoints.change(endpoint.id, url=self.url + backend.webhook)
        if backend.driver is not None:
            self._shop = load_driver(backend.driver)(self.profile, self.url, values)
        else:
            try:
                self._shop = HttpShop(self.profile, self.url, values)
            except CannotSetUp as error:
                remedy = "Look at [[setup]] in the profile"
                output = self.output if self.program else None
                raise CannotStart(backend.name, str(error), remedy, output) from error

    def _values(self, webhook_secret: str) -> dict[str, Any]:
        backend = self.profile.backend
        return {
            "python": sys.executable,
            "port": str(backend.port or _free_port()),
            "profile_dir": str(self.profile.path.parent.resolve()),
            "stripe.url": self.simulator.url,
            "stripe.secret_key": self.simulator.secret_key,
            "stripe.publishable_key": self.simulator.publishable_key,
            "stripe.webhook_secret": webhook_secret,
            "defect": self.defect or "",
        }

    def _start(self, values: Mapping[str, Any]) -> None:
        backend = self.profile.backend
        environment = {k: str(templates.fill(v, values)) for k, v in backend.environment.items()}
        environment |= self.environment
        command = [*backend.start, *(backend.defect if self.defect else ())]
        words = [*(str(templates.fill(part, values)) for part in command), *self.arguments]
        self.program = (
            Program(backend.name, words, environment, backend.directory)
            if backend.container is None
            else Container(backend.name, backend.container, environment, words)
        )
        if backend.ready_line is not None:
            found = self.program.wait_for_line(backend.ready_line, backend.start_timeout_s)
            said = found[1] if found.re.groups else ""
            self.url = said if said.startswith("http") else f"http://127.0.0.1:{values['port']}"
        else:
            named = backend.url or "http://127.0.0.1:{port}"
            self.url = str(templates.fill(named, values))
        self.url = self.url.rstrip("/")
        if backend.ready is not None or backend.ready_line is None:
            self.program.wait_until_answering(
                self.url + (backend.ready or "/"), backend.start_timeout_s
            )

    def _must_answer(self) -> None:
        ready = self.url + (self.profile.backend.ready or "/")
        try:
            http_call.call("GET", ready, timeout_s=5.0)
        except http_call.NoAnswer as silence:
            raise CannotStart(
                self.profile.backend.name,
                f"nothing answers at {ready}: {silence}",
                "Start it first, or say in the profile how to start it.",
            ) from silence


def load_driver(name: str) -> Any:
    """A driver class of somebody's own, `module:Class`, with every method that `Shop` has.

    Raises:
        CannotStart: there is no such class, or it lacks methods; all of them are named.
    """
    import importlib  # noqa: PLC0415 - only a driver of somebody's own needs it

    module, _, attribute = name.partition(":")
    remedy = "A driver is named module:Class, and has the methods of scenarios.driver.Shop"
    try:
        driver = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise CannotStart(f"the driver {name}", str(error), remedy) from error
    wanted = [method for method in vars(Shop) if not method.startswith("_")]
    missing = [method for method in wanted if not hasattr(driver, method)]
    with contextlib.suppress(ValueError):
        missing.remove("name")
    attributes = {"abilities", "products", "asks"}  # may be set when the driver is made
    missing = [method for method in missing if method not in attributes]
    if missing:
        raise CannotStart(f"the driver {name}", f"it lacks {', '.join(missing)}", remedy)
    return driver


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
