"""The worker: takes jobs out of the database and does them, several at once.

It lives as long as its presence: a connection that holds the advisory lock on its number, and
listens for word of new work. If that connection is lost, others take its jobs for orphans; so it
stops.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
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


async def _webhook(shop: Shop, subject: str) -> None:
    await shop.events.act_on(subject)


async def _capture(shop: Shop, subject: str) -> None:
    await shop.captures.capture(subject)


async def _give_back(shop: Shop, subject: str) -> None:
    payment_id, _, why = subject.partition(":")
    await shop.refunds.give_back(payment_id, why)


async def _refund(shop: Shop, subject: str) -> None:
    await shop.refunds.resume(subject)


async def _look(shop: Shop, subject: str) -> None:
    await shop.payments.look(subject)


async def _look_session(shop: Shop, subject: str) -> None:
    await shop.checkout.learn(await shop.gateway.retrieve_session(subject))


async def _look_refunds(shop: Shop, subject: str) -> None:
    await shop.refunds.look(subject)


async def _close_session(shop: Shop, subject: str) -> None:
    await shop.checkout.close_unanswered(subject)


async def _open_intent(shop: Shop, subject: str) -> None:
    await shop.reconciliation.open_intent(subject)


WORK: Final[Mapping[str, Callable[[Shop, str], Awaitable[None]]]] = {
    "webhook": _webhook,
    "capture": _capture,
    "give_back": _give_back,
    "refund": _refund,
    "look": _look,
    "look_session": _look_session,
    "look_refunds": _look_refunds,
    "close_session": _close_session,
    "open_intent": _open_intent,
}


class Worker:
    """Does jobs until it is told to stop."""

    def __init__(self, shop: Shop, database_url: str) -> None:
        self.shop = shop
        self._database_url = database_url
        self._stopping = asyncio.Event()
        self._wake = asyncio.Event()

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
            hands = [asyncio.create_task(self._hand(number)) for _ in range(settings.worker_jobs)]
            try:
                await self._until_told(hands)
            finally:
                for chore in (*chores, *hands):
                    chore.cancel()
                await asyncio.gather(*chores, *hands, return_exceptions=True)
            if presence.is_closed():
                raise ConnectionError("the database closed the worker's connection")
        finally:
            if not presence.is_closed():
                await presence.close()

    async def _until_told(self, hands: list[asyncio.Task[None]]) -> None:
        """Work until told to stop, then let the hands finish; one that breaks breaks the worker."""
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({stopping, *hands}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if self._stopping.is_set():
            await asyncio.wait(hands, timeout=FINISH_PATIENCE_S)
        for hand in hands:
            if hand.done():
                hand.result()

    async def _hand(self, number: int) -> None:
        """One of the worker's hands: does one job after the other, waits where there is none."""
        done: Job | None = None
        while True:
            if self._stopping.is_set():
                if done is not None:
                    async with self.shop.database.pool.acquire() as db:
                        await self.shop.jobs.done(db, done)
                return
            wake = self._wake  # taken before the look: what comes after it is not missed
            async with self.shop.database.pool.acquire() as db:
                job = await self.shop.jobs.next(db, number, done)
            done = None
            if job is not None:
                done = job if await self._do(job) else None
            elif not self._stopping.is_set():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_S):
                        await wake.wait()

    async def _do(self, job: Job) -> bool:
        """One job; whether it is done. One that failed is put back, or parked."""
        try:
            await WORK[job.kind](self.shop, job.subject)
        except (StripeError, Problem) as error:  # expected to pass, or for the admin to see
            reason = str(error) or error.__class__.__name__
        except Exception as error:  # whatever it is, the job is not lost
            log.exception("job_failed", extra={"kind": job.kind, "subject": job.subject})
            reason = f"{error.__class__.__name__}: {error}"
        else:
            return True
        log.info(
            "job_postponed",
            extra={
                "kind": job.kind, "subject": job.subject, "attempts": job.attempts, "why": reason,
            },
        )  # fmt: skip
        async with self.shop.database.transaction() as db:
            await self.shop.jobs.failed(db, job, reason)
        return False

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
