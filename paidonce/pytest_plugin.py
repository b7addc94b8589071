"""The pytest plugin: the fixtures `simulator`, `shop`, `shopper`, `invariants`, `bystanders`.

Rule 1: nothing is started before a test asks for it, and nothing heavy is imported before that, for
this plugin is loaded in every pytest run of everybody who has paidonce installed.
Rule 2: the simulator's server and the backend are started once for a session (and for each worker
of pytest-xdist). A test without a shop gets an account of its own; a test with one gets the account
that the shop banks with, and sees only what it made itself.
Rule 3: a backend that died or hangs is started again for the next test; the test that saw it says
so.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Generator, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from scenarios.bystanders import Bystanders
    from scenarios.driver import Shop
    from scenarios.profile import Profile
    from scenarios.shopper import Shopper
    from scenarios.stage import Stage
    from scenarios.story import Incident, Witness
    from simulator import Account, Simulator


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("paidonce", "paidonce: a backend put through payment incidents")
    group.addoption("--paidonce-profile", metavar="FILE", help="how the backend is reached")
    group.addoption("--paidonce-defect", metavar="NAME", help="start it with a planted defect")
    group.addoption("--paidonce-seed", metavar="N", type=int, default=1, help="the run's seed")
    group.addoption("--paidonce-only", metavar="CODE", action="append", default=[])
    group.addoption("--paidonce-skip", metavar="CODE", action="append", default=[])
    group.addoption("--paidonce-gate", action="store_true", help="every test tells an incident")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*abilities): what a backend must be able to do")


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Incidents in their order, and only those that were asked for."""
    told = [item for item in items if incident_of(item) is not None]
    if not told:
        return
    from scenarios.incidents.catalogue import order  # noqa: PLC0415 - only where there are some

    only = {code.lower() for code in config.getoption("--paidonce-only")}
    skip = {code.lower() for code in config.getoption("--paidonce-skip")}

    def key(item: pytest.Item) -> tuple[int, str]:
        incident = incident_of(item)
        return (-1, "") if incident is None else order(incident.code)

    def chosen(item: pytest.Item) -> bool:
        incident = incident_of(item)
        if incident is None:
            return not only
        names = {incident.code.lower(), item.path.stem.lower()}
        return not (names & skip) and (not only or bool(names & only))

    dropped = [item for item in items if not chosen(item)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    items[:] = sorted((item for item in items if chosen(item)), key=key)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A story that the backend has not the abilities for is not applicable; it is not passed."""
    incident = incident_of(item)
    marks = [str(name) for mark in item.iter_markers("needs") for name in mark.args]
    needed = {*marks, *(incident.needs if incident else ())}
    if not needed:
        return
    profile = _profile(item.config)
    if profile.backend.driver is not None:
        return  # the driver itself says what it can, once it stands
    missing = sorted(needed - profile.abilities)
    if missing:
        pytest.skip(f"not applicable: {profile.backend.name} cannot {', '.join(missing)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """What turns out not to be offered while a story is told is not applicable either."""
    if incident_of(item) is None:
        return (yield)
    from scenarios.driver import NotOffered  # noqa: PLC0415 - only where there is an incident

    try:
        return (yield)
    except NotOffered as error:
        pytest.skip(f"not applicable: {error}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach what was found, as JSON, so that it crosses from a worker to whoever reports."""
    report = yield
    incident = incident_of(item)
    error = call.excinfo.value if call.excinfo else None
    skipped = error is not None and call.excinfo is not None and report.skipped
    if incident is None or (call.when != "call" and error is None):
        return report
    from paidonce.verdict import model, record  # noqa: PLC0415 - only where there is an incident
    from scenarios.driver import Unreachable  # noqa: PLC0415 - the same
    from scenarios.running import CannotStart  # noqa: PLC0415 - the same

    if isinstance(error, CannotStart):
        # Nothing can be told without it, and once is enough.
        report.user_properties = [(model.TROUBLE, str(error))]
        item.session.shouldfail = "the backend cannot be started"
        return report
    if error is not None and not skipped and (broken := _simulator_broke(item, error)):
        # Whatever was seen says nothing about the backend, and will say nothing from now on.
        report.user_properties = [(model.OUR_TROUBLE, broken)]
        item.session.shouldfail = "the simulator broke"
        return report

    stage: Stage | None = getattr(item.config, "_paidonce_stage", None)
    witness = getattr(item, "funcargs", {}).get("invariants")
    if stage is not None and isinstance(error, Unreachable):
        stage.gave_no_answer()
    if skipped:
        told = model.Telling(item.name, "not_applicable", (str(error),))
    else:
        told = record.telling(
            item.name,
            error,
            witness,
            seconds=call.duration,
            down=stage.down if stage else None,
            output=tuple(stage.output[-40:]) if stage else (),
        )
    item.user_properties.append((model.RECORD, json.dumps(_row(item, incident, told))))
    report.user_properties = list(item.user_properties)
    return report


def _simulator_broke(item: pytest.Item, error: BaseException) -> str | None:
    """Why the simulator is no use any more, in words; None while it answers."""
    from scenarios.look import SimulatorBroke, must_answer  # noqa: PLC0415 - only after an error

    if isinstance(error, SimulatorBroke):
        return str(error)
    server: Simulator | None = getattr(item.config, "_paidonce_simulator", None)
    if server is None:
        return None
    try:
        must_answer(server.account(f"sk_test_{secrets.token_hex(8)}"))
    except SimulatorBroke as broken:
        return str(broken)
    return None


def _row(item: pytest.Item, incident: Incident, told: Any) -> dict[str, Any]:
    module = getattr(item, "module", None)
    return {
        "code": incident.code,
        "name": item.path.stem,
        "title": incident.title,
        "story": (module.__doc__ or "").strip(),
        "at_stake": incident.at_stake,
        "sources": incident.sources,
        "telling": asdict(told),
    }


def _stripe_port(config: pytest.Config) -> int:
    """Where the backend will look for Stripe; 0: anywhere."""
    if config.getoption("--paidonce-profile") or (config.rootpath / "paidonce.toml").is_file():
        return _profile(config).backend.stripe_port
    return 0


def _profile(config: pytest.Config) -> Profile:
    from scenarios import chosen, profile_file  # noqa: PLC0415 - only where a backend is wanted

    known: Profile | None = getattr(config, "_paidonce_profile", None)
    if known is None:
        named = config.getoption("--paidonce-profile")
        known = profile_file.load(chosen.path(named, here=config.rootpath))
        config._paidonce_profile = known  # type: ignore[attr-defined]  # kept for the session
    return known


# --- fixtures


@pytest.fixture(scope="session")
def simulator_server(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A simulator in this process, on a port of its own, for the whole session."""
    from scenarios.look import SimulatorBroke  # noqa: PLC0415 - only where one is wanted
    from simulator import Simulator  # noqa: PLC0415 - the same

    try:
        server = Simulator(
            seed=request.config.getoption("--paidonce-seed"), port=_stripe_port(request.config)
        )
    except Exception as error:
        raise SimulatorBroke(f"the simulator does not start: {error}") from error
    request.config._paidonce_simulator = server  # type: ignore[attr-defined]  # for the report
    with server:
        yield server


class _Stages:
    """The one stage of a session, opened when it is first wanted, and again when it died."""

    def __init__(self, config: pytest.Config, server: Simulator) -> None:
        self.config, self.server = config, server
        self.stage: Stage | None = None

    def open(self) -> Stage:
        from scenarios.running import CannotStart  # noqa: PLC0415 - only where one is wanted
        from scenarios.stage import Stage  # noqa: PLC0415 - the same

        if self.stage is not None and self.stage.down is None:
            return self.stage
        self.close()
        failed: CannotStart | None = getattr(self.config, "_paidonce_cannot_start", None)
        if failed is not None:
            raise failed  # once is enough; the next test need not wait for it again
        account = self.server.account(f"sk_test_{secrets.token_hex(8)}")
        stage = Stage(
            _profile(self.config),
            account,
            defect=self.config.getoption("--paidonce-defect"),
        )
        try:
            self.stage = stage.__enter__()
        except CannotStart as error:
            self.config._paidonce_cannot_start = error  # type: ignore[attr-defined]  # see above
            raise
        self.config._paidonce_stage = stage  # type: ignore[attr-defined]  # for the report
        return self.stage

    def close(self) -> None:
        if self.stage is not None:
            self.stage.close()
            self.stage = None


@pytest.fixture(scope="session")
def stages(request: pytest.FixtureRequest, simulator_server: Simulator) -> Iterator[_Stages]:
    """Opens the backend's stage."""
    stages = _Stages(request.config, simulator_server)
    yield stages
    stages.close()


@pytest.fixture
def stage(stages: _Stages) -> Stage:
    """The backend in front of its account, started."""
    return stages.open()


@pytest.fixture
def simulator(request: pytest.FixtureRequest) -> Account:
    """A Stripe: the shop's account where the test has a shop, else an account of its own."""
    if {"shop", "stage"} & set(request.fixturenames):
        opened: Stage = request.getfixturevalue("stage")
        return opened.simulator
    server: Simulator = request.getfixturevalue("simulator_server")
    return server.account(f"sk_test_{secrets.token_hex(8)}")


@pytest.fixture
def shop(request: pytest.FixtureRequest, stage: Stage) -> Iterator[Shop]:
    """The backend under test; faults, holds and pauses of the test end with it."""
    shop = stage.shop
    incident = incident_of(request.node)
    missing = sorted({*(incident.needs if incident else ())} - shop.abilities)
    if missing:
        pytest.skip(f"not applicable: {shop.name} cannot {', '.join(missing)}")
    yield shop
    stage.heal()


@pytest.fixture
def shopper(simulator: Account) -> Shopper:
    """The people at Stripe: a browser with a card, an admin at the dashboard."""
    from scenarios.shopper import Shopper  # noqa: PLC0415 - only where one is wanted

    return Shopper(simulator)


@pytest.fixture
def invariants(request: pytest.FixtureRequest, simulator: Account, shop: Shop) -> Witness:
    """What must hold: `invariants.must_hold()` settles, looks, and judges."""
    from scenarios.story import Witness  # noqa: PLC0415 - only where one is wanted

    settle_s = _profile(request.config).backend.settle_s
    return Witness(simulator, shop, incident_of(request.node), settle_s=settle_s)


@pytest.fixture
def bystanders(simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness) -> Bystanders:
    """Other people in the same shop, by whom a story tells the time."""
    from scenarios.bystanders import Bystanders  # noqa: PLC0415 - only where some are wanted

    return Bystanders(simulator, shop, shopper, invariants)
