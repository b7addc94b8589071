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
from collections.abc import Generator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from paidonce.fixtures import (
    bystanders,
    invariants,
    shop,
    shopper,
    simulator,
    simulator_server,
    stage,
    stages,
)
from paidonce.session import SIMULATOR, STAGE, incident_of, profile_of

if TYPE_CHECKING:
    from scenarios.story import Incident

__all__ = [
    "bystanders",
    "invariants",
    "shop",
    "shopper",
    "simulator",
    "simulator_server",
    "stage",
    "stages",
]


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
    profile = profile_of(item.config)
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

    stage = item.config.stash.get(STAGE, None)
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
    server = item.config.stash.get(SIMULATOR, None)
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
