"""The worker: takes jobs out of the database and does them, several at once.

It lives as long as its presence: a connection that holds the advisory lock on its number, and
listens for word of new work. If that connection is lost, others take its jobs for orphans; so it
stops.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import asyncpg

from reference_backend.jobs import CHANNEL, WORKER_LOCKS, Job
from reference_backend.problems import Problem
from reference_backend.shop import Shop
from reference_backend.stripe_errors import StripeError

log = logging.getLogger(__name__)
POLL_S: Final = 1.0
"""How long the worker waits at most before it looks by itself."""
FINISH_PATIENCE_S: Final = 25.0


async def _webhook(shop: Shop, job: Job) -> None:
    await shop.events.act_on(job.subject, job.event)


async def _capture(shop: Shop, job: Job) -> None:
    await shop.captures.capture(job.subject)


async def _renew(shop: Shop, job: Job) -> None:
    await shop.renewals.renew(job.subject)


async def _give_back(shop: Shop, job: Job) -> None:
    payment_id, _, why = job.subject.partition(":")
    await shop.refunds.give_back(payment_id, why)


async def _refund(shop: Shop, job: Job) -> None:
    await shop.refunds.resume(job.subject)


async def _look(shop: Shop, job: Job) -> None:
    await shop.news.look(job.subject)


async def _look_session(shop: Shop, job: Job) -> None:
    await shop.checkout.learn(await shop.gateway.retrieve_session(job.subject))


async def _look_refunds(shop: Shop, job: Job) -> None:
    await shop.refunds.look(job.subject)


async def _close_session(shop: Shop, job: Job) -> None:
    await shop.checkout.close_unanswered(job.subject)


async def _open_intent(shop: Shop, job: Job) -> None:
    await shop.reconciliation.open_intent(job.subject)


async def _missed_events(shop: Shop, job: Job) -> None:  # noqa: ARG001  # there is one subject
    await shop.missed_events.take_in()


WORK: Final[Mapping[str, Callable[[Shop, Job], Awaitable[None]]]] = {
    "webhook": _webhook,
    "capture": _capture,
    "renew": _renew,
    "give_back": _give_back,
    "refund": _refund,
    "look": _look,
    "look_session": _look_session,
    "look_refunds": _look_refunds,
    "close_session": _close_session,
    "open_intent": _open_intent,
    "missed_events": _missed_events,
}


class Worker:
    """Does jobs until it is told to stop."""

    def __init__(self, shop: Shop, database_url: str) -> None:
        self.shop = shop
        self._database_url = database_url
        self._stopping = asyncio.Event()
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: deque[Job] = deque()
        self._done: list[Job] = []

    def stop(self) -> None:
        """Take no more jobs; those that are begun are finished."""
        self._stopping.set()
        self._look()

    def _look(self) -> None:
        """Wake every hand that waits."""
        wake, self._wake = self._wake, asyncio.Event()
        wake.set()

    async def run(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Work until `stop`.

        Raises:
            ConnectionError: the presence was lost.
        """
        presence = await asyncpg.connect(self._database_url)
        try:
            number: int = await presence.fetchval("SELECT nextval('worker_numbers')::integer")
            await presence.execute("SELECT pg_advisory_lock($1, $2)", WORKER_LOCKS, number)
            await presence.add_listener(CHANNEL, lambda *_: self._look())
            presence.add_termination_listener(lambda _: self.stop())
            on_ready()
            settings = self.shop.settings
            chores = [
                asyncio.create_task(self._every(POLL_S, "reclaim", self._reclaim)),
                asyncio.create_task(self._every(settings.sweep_s, "sweep", self._sweep)),
                asyncio.create_task(
                    self._every(settings.reconcile_s, "reconcile", self._reconcile)
                ),
            ]
            try:
                await self._take_jobs(number)
            finally:
                for chore in chores:
                    chore.cancel()
                await asyncio.gather(*chores, return_exceptions=True)
            if presence.is_closed():
                raise ConnectionError("the database closed the worker's connection")
        finally:
            if not presence.is_closed():
                await presence.close()

    async def _take_jobs(self, number: int) -> None:
        """Keep as many jobs under way as there may be, until told to stop; then finish those.

        One statement puts away what is done and takes what is due: as much again as can be under
        way, so that the hands have work while the next is fetched. Where there is much to do, many
        jobs share one statement; where there is little, none waits for another.
        """
        pool, jobs_max = self.shop.database.pool, self.shop.settings.worker_jobs
        while not self._stopping.is_set():
            wake = self._wake  # taken before the look: what comes after it is not missed
            free = jobs_max - len(self._tasks)
            if not self._in_hand and (free > 0 or self._done):
                done, self._done = self._done, []
                async with pool.acquire() as db:
                    self._in_hand += await self.shop.jobs.claim(db, number, jobs_max + free, done)
            self._begin()
            if not self._stopping.is_set():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_S):
                        await wake.wait()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_PATIENCE_S)
        async with pool.acquire() as db:
            await self.shop.jobs.done(db, self._done)
            await self.shop.jobs.put_back(db, self._in_hand)

    def _begin(self) -> None:
        """Begin as many of the jobs in hand as may be under way."""
        while (
            self._in_hand
            and len(self._tasks) < self.shop.settings.worker_jobs
            and not self._stopping.is_set()
        ):
            task = asyncio.create_task(self._do(self._in_hand.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._begin()
        if not self._in_hand:
            self._look()
        if not task.cancelled() and task.exception() is not None:
            # Its bookkeeping failed: the job stays marked as ours, and is reclaimed once we end.
            log.error("job_bookkeeping_failed", exc_info=task.exception())
            self.stop()

    async def _do(self, job: Job) -> None:
        """One job; one that failed is put back, or parked."""
        try:
            await WORK[job.kind](self.shop, job)
        except (StripeError, Problem) as error:  # expected to pass, or for the admin to see
            reason = str(error) or error.__class__.__name__
        except Exception as error:  # whatever it is, the job is not lost
            log.exception("job_failed", extra={"kind": job.kind, "subject": job.subject})
            reason = f"{error.__class__.__name__}: {error}"
        else:
            self._done.append(job)
            return
        log.info(
            "job_postponed",
            extra={
                "kind": job.kind, "subject": job.subject, "attempts": job.attempts, "why": reason,
            },
        )  # fmt: skip
        async with self.shop.database.transaction() as db:
            await self.shop.jobs.failed(db, job, reason)

    async def _every(
        self, delay_s: float, name: str, chore: Callable[[], Awaitable[object]]
    ) -> None:
        """Do a chore now and then; one that fails is done the next time."""
        while True:
            await asyncio.sleep(delay_s)
            try:
                await chore()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                log.exception("chore_failed", extra={"chore": name})

    async def _reclaim(self) -> None:
        async with self.shop.database.transaction() as db:
            if await self.shop.jobs.reclaim(db):
                self._look()

    async def _sweep(self) -> None:
        await self.shop.captures.sweep()

    async def _reconcile(self) -> None:
        await self.shop.reconciliation.run()
