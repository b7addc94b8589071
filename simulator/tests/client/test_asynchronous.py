"""The asynchronous client: the same calls, and none blocks another."""

import asyncio
import inspect

import pytest

from simulator import AsyncSimulator, Simulator, SimulatorError
from simulator.client.account import Account
from simulator.client.asynchronous import AsyncAccount, _Noun


def test_calls_that_wait_keep_no_other_from_going_on(running: Simulator) -> None:
    async def story() -> list[str]:
        async with AsyncSimulator.at(running.url, "sk_test_async") as sim:
            await sim.holds.add(on="POST /v1/customers", times=20)
            held = [
                asyncio.create_task(sim.api("POST", "/v1/customers", {"name": str(number)}))
                for number in range(20)
            ]
            waiting = await sim.holds.wait(20)
            assert await sim.clock.now() > 0
            await sim.holds.release(*reversed(waiting))
            return [answer["name"] for _, answer in await asyncio.gather(*held)]

    assert sorted(asyncio.run(story()), key=int) == [str(number) for number in range(20)]


def test_it_starts_one_of_its_own() -> None:
    async def story() -> int:
        async with AsyncSimulator(seed=3, frozen_at=1_800_000_000) as sim:
            other = sim.account("sk_test_other")
            await other.clock.advance("1d")
            return await sim.clock.now()

    assert asyncio.run(story()) == 1_800_000_000


def test_what_is_refused_is_raised(running: Simulator) -> None:
    async def story() -> None:
        async with AsyncSimulator.at(running.url) as sim:
            await sim.faults.add("nothing")

    with pytest.raises(SimulatorError, match="no fault 'nothing'"):
        asyncio.run(story())


def test_it_has_every_call_that_the_synchronous_one_has(running: Simulator) -> None:
    sync = running.account("sk_test_both")
    other_side = AsyncAccount(sync, None)  # type: ignore[arg-type] # nothing is called
    for name, member in vars(other_side).items():
        if isinstance(member, _Noun) and not name.startswith("_"):
            assert calls(type(getattr(sync, name))) == calls(type(member)), name
    assert calls(Account) == calls(AsyncAccount)


def calls(cls: type) -> set[str]:
    return {
        name
        for name, member in inspect.getmembers(cls, inspect.isfunction)
        if not name.startswith("_")
    }
