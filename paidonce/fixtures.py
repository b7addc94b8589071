"""The fixtures: a simulator, the backend in front of it, and who and what stands beside them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from paidonce.session import (
    CANNOT_START,
    SIMULATOR,
    STAGE,
    incident_of,
    profile_of,
    stripe_port_of,
)

if TYPE_CHECKING:
    from scenarios.bystanders import Bystanders
    from scenarios.driver import Shop
    from scenarios.shopper import Shopper
    from scenarios.stage import Stage
    from scenarios.story import Witness
    from simulator import Account, Simulator


@pytest.fixture(scope="session")
def simulator_server(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A simulator in this process, on a port of its own, for the whole session."""
    from scenarios.look import SimulatorBroke  # noqa: PLC0415 - only where one is wanted
    from simulator import Simulator  # noqa: PLC0415 - the same

    try:
        server = Simulator(
            seed=request.config.getoption("--paidonce-seed"), port=stripe_port_of(request.config)
        )
    except Exception as error:
        raise SimulatorBroke(f"the simulator does not start: {error}") from error
    request.config.stash[SIMULATOR] = server
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
        if (failed := self.config.stash.get(CANNOT_START, None)) is not None:
            raise failed  # the next test need not wait for it again
        account = self.server.account(f"sk_test_{secrets.token_hex(8)}")
        stage = Stage(
            profile_of(self.config),
            account,
            defect=self.config.getoption("--paidonce-defect"),
        )
        try:
            self.stage = stage.__enter__()
        except CannotStart as error:
            self.config.stash[CANNOT_START] = error
            raise
        self.config.stash[STAGE] = stage
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

    settle_s = profile_of(request.config).backend.settle_s
    return Witness(simulator, shop, incident_of(request.node), settle_s=settle_s)


@pytest.fixture
def bystanders(simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness) -> Bystanders:
    """Other people in the same shop, by whom a story tells the time."""
    from scenarios.bystanders import Bystanders  # noqa: PLC0415 - only where some are wanted

    return Bystanders(simulator, shop, shopper, invariants)
