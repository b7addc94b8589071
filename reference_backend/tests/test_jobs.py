"""Jobs: each is done, by one worker at a time, whatever dies on the way."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg

from reference_backend.jobs import WORKER_LOCKS
from reference_backend.shop import Shop
from reference_backend.tests.conftest import Run


async def add(shop: Shop, subject: str, delay_s: float = 0) -> None:
    async with shop.database.transaction() as db:
        await shop.jobs.add(db, "look", subject, delay_s=delay_s)


async def claim(shop: Shop, worker: int, limit: int = 10) -> list[str]:
    async with shop.database.pool.acquire() as db:
        return [job.subject for job in await shop.jobs.claim(db, worker, limit)]


async def quiet(shop: Shop) -> bool:
    async with shop.database.pool.acquire() as db:
        return await shop.jobs.quiet(db)


def test_no_two_workers_get_the_same_job(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        for number in range(20):
            await add(sound_shop, f"pi_{number}")
        shares = await asyncio.gather(*(claim(sound_shop, worker, 5) for worker in range(6)))
        claimed = [subject for share in shares for subject in share]
        assert sorted(claimed) == sorted(f"pi_{number}" for number in range(20))

    run(story())


def test_asking_twice_for_work_that_waits_is_asking_once(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await add(sound_shop, "pi_1", delay_s=3600)
        assert await quiet(sound_shop)
        assert await claim(sound_shop, 1) == []
        await add(sound_shop, "pi_1")  # hastened, not doubled
        assert not await quiet(sound_shop)
        assert await claim(sound_shop, 1) == ["pi_1"]
        assert await claim(sound_shop, 2) == []

    run(story())


def test_the_job_of_a_worker_that_is_no_more_waits_again(
    sound_shop: Shop, database_url: str, run: Run[Any]
) -> None:
    async def story() -> None:
        await add(sound_shop, "pi_1")
        await add(sound_shop, "pi_2")
        presence = await asyncpg.connect(database_url)
        await presence.execute("SELECT pg_advisory_lock($1, 1)", WORKER_LOCKS)
        assert await claim(sound_shop, 1, 1) == ["pi_1"]  # its worker lives
        assert await claim(sound_shop, 2, 1) == ["pi_2"]  # its worker was killed
        async with sound_shop.database.transaction() as db:
            assert await sound_shop.jobs.reclaim(db) == 1
        assert await claim(sound_shop, 3) == ["pi_2"]
        await presence.close()

    run(story())


def test_an_orphan_whose_work_was_asked_for_again_is_done_once(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        await add(sound_shop, "pi_1")
        assert await claim(sound_shop, 99) == ["pi_1"]
        await add(sound_shop, "pi_1")
        async with sound_shop.database.transaction() as db:
            await sound_shop.jobs.reclaim(db)
        assert await claim(sound_shop, 1) == ["pi_1"]
        assert await claim(sound_shop, 1) == []

    run(story())


def test_two_orphans_that_mean_the_same_are_one(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        for worker in (98, 99):  # asked for again while it was worked on, then both were killed
            await add(sound_shop, "pi_1")
            assert await claim(sound_shop, worker) == ["pi_1"]
        async with sound_shop.database.transaction() as db:
            assert await sound_shop.jobs.reclaim(db) == 1
        assert await claim(sound_shop, 1) == ["pi_1"]
        assert await sound_shop.database.pool.fetchval("SELECT count(*) FROM jobs") == 1

    run(story())


def test_what_was_claimed_and_not_begun_waits_again_as_if_untouched(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        await add(sound_shop, "pi_1")
        await add(sound_shop, "pi_2")
        async with sound_shop.database.transaction() as db:
            jobs = await sound_shop.jobs.claim(db, 1, 2)
            await sound_shop.jobs.add(db, "look", "pi_2")  # asked for again meanwhile
            await sound_shop.jobs.put_back(db, jobs)
            again = await sound_shop.jobs.claim(db, 2, 9)
        assert sorted((job.subject, job.attempts) for job in again) == [("pi_1", 1), ("pi_2", 1)]

    run(story())


def test_a_parked_job_that_was_asked_for_again_is_resumed_once(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        await add(sound_shop, "pi_1")
        parked = await sound_shop.database.pool.fetchval(
            "UPDATE jobs SET state = 'parked' RETURNING id"
        )
        await add(sound_shop, "pi_1", delay_s=3600)
        async with sound_shop.database.transaction() as db:
            assert await sound_shop.jobs.resume(db, parked)
            assert not await sound_shop.jobs.resume(db, parked)
        assert await claim(sound_shop, 1) == ["pi_1"]
        assert await sound_shop.database.pool.fetchval("SELECT count(*) FROM jobs") == 1

    run(story())


def test_a_job_that_fails_too_often_is_parked_and_told(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await add(sound_shop, "pi_1")
        parked = False
        for _ in range(sound_shop.settings.job_attempts_max):
            await sound_shop.database.pool.execute("UPDATE jobs SET run_at = now()")
            async with sound_shop.database.transaction() as db:
                (job,) = await sound_shop.jobs.claim(db, 1, 1)
                parked = await sound_shop.jobs.failed(db, job, "no such thing")
        assert parked
        assert await quiet(sound_shop)
        row = await sound_shop.database.pool.fetchrow("SELECT id, state FROM jobs")
        assert row is not None
        assert row["state"] == "parked"
        assert await sound_shop.database.pool.fetchval("SELECT kind FROM alerts") == "job_parked"
        async with sound_shop.database.transaction() as db:
            assert await sound_shop.jobs.resume(db, row["id"])
        assert await claim(sound_shop, 1) == ["pi_1"]

    run(story())


def test_each_try_of_a_job_waits_twice_as_long_as_the_last(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await add(sound_shop, "pi_1")
        waits = []
        for _ in range(4):
            await sound_shop.database.pool.execute("UPDATE jobs SET run_at = now()")
            async with sound_shop.database.transaction() as db:
                (job,) = await sound_shop.jobs.claim(db, 1, 1)
                await sound_shop.jobs.failed(db, job, "Stripe is busy")
                waits.append(
                    await db.fetchval("SELECT extract(epoch FROM run_at - now())::float FROM jobs")
                )
        assert waits == [1, 2, 4, 8]

    run(story())
