"""Locks: one holder at any moment, across connections, and none is left by who dies."""

from __future__ import annotations

import asyncio
from typing import Any

from reference_backend.shop import Shop
from reference_backend.tests.conftest import Run, make_shop


def test_two_holders_of_one_name_come_one_after_the_other(
    sound_shop: Shop, database_url: str, run: Run[Any]
) -> None:
    async def story() -> None:
        other = await make_shop(database_url)  # another process, as far as PostgreSQL can tell
        seen: list[str] = []

        async def hold(shop: Shop, who: str) -> None:
            async with shop.locks.holding("payment_intent", "pi_1"):
                seen.append(f"{who} in")
                await shop.database.pool.fetchval("SELECT pg_sleep(0.01)")
                seen.append(f"{who} out")

        holders = [hold(shop, f"{n}") for n, shop in enumerate((sound_shop, other) * 3)]
        await asyncio.gather(*holders)
        assert all(seen[n].split()[0] == seen[n + 1].split()[0] for n in range(0, 12, 2))
        await other.close()

    run(story())


def test_another_name_does_not_wait(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        async with (
            sound_shop.locks.holding("order", "order_1"),
            sound_shop.locks.holding("order", "order_2"),
            sound_shop.locks.holding("cart", "order_1"),
        ):
            pass

    run(story())


def test_more_holders_of_two_locks_than_connections_do_not_wait_for_ever(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        async def hold_two(number: int) -> None:
            async with (
                sound_shop.locks.holding("order", f"order_{number}"),
                sound_shop.locks.holding("user", "user_1"),
            ):
                await sound_shop.database.pool.fetchval("SELECT 1")

        async with asyncio.timeout(20):
            await asyncio.gather(*(hold_two(number) for number in range(40)))

    run(story())


def test_who_waits_for_a_lock_never_keeps_the_holder_from_the_database(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        async def wait() -> None:
            async with sound_shop.locks.holding("order", "order_1"):
                pass

        async with sound_shop.locks.holding("order", "order_1"):
            waiting = [asyncio.create_task(wait()) for _ in range(30)]
            await asyncio.sleep(0)
            assert await sound_shop.database.pool.fetchval("SELECT 1") == 1
        await asyncio.gather(*waiting)

    run(story())
