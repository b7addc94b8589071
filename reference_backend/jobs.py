"""Work that waits in the database until a worker has done it.

A worker marks a job as its own in a short transaction (`FOR UPDATE SKIP LOCKED`: no two get the
same, none waits for another) and holds an advisory lock on its worker number for as long as it
lives. A running job whose worker holds no lock any more belongs to nobody: its worker was killed,
and the job waits again at once. Work is therefore done at least once, and everything that jobs do
is made to be done twice without harm.

A job that fails is tried again later, each time after twice the wait; one that fails too often is
parked, with an alert, for a human to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reference_backend.database import Connection
from reference_backend.part import Part

WORKER_LOCKS: Final = 7001  # the first half of the advisory locks that workers hold
CHANNEL: Final = "jobs"  # told that there may be work


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do."""

    id: int
    kind: str
    subject: str
    attempts: int


class Jobs(Part):
    """The queue."""

    async def add(self, db: Connection, kind: str, subject: str, *, delay_s: float = 0) -> None:
        """Ask for work, within the caller's transaction; what waits already is at most hastened."""
        await db.execute(
            "INSERT INTO jobs (kind, subject, run_at)"
            " VALUES ($1, $2, now() + make_interval(secs => $3))"
            " ON CONFLICT (kind, subject) WHERE state = 'waiting'"
            " DO UPDATE SET run_at = LEAST(jobs.run_at, EXCLUDED.run_at)",
            kind, subject, delay_s,
        )  # fmt: skip
        if delay_s <= 0:
            await db.execute("SELECT pg_notify($1, '')", CHANNEL)

    async def claim(
        self, db: Connection, worker: int, limit: int, done: Sequence[Job] = ()
    ) -> list[Job]:
        """Put away the jobs that are done, and take so many that are due, in one round trip."""
        rows = await db.fetch(
            "WITH gone AS (DELETE FROM jobs WHERE id = ANY ($3))"
            " UPDATE jobs SET state = 'running', worker = $1, attempts = attempts + 1"
            " WHERE id = ANY (ARRAY("
            "   SELECT id FROM jobs WHERE state = 'waiting' AND run_at <= now()"
            "   ORDER BY run_at, id LIMIT $2 FOR UPDATE SKIP LOCKED))"
            " RETURNING id, kind, subject, attempts",
            worker, limit, [job.id for job in done],
        )  # fmt: skip
        return [Job(*row) for row in rows]

    async def reclaim(self, db: Connection) -> int:
        """Free the jobs of workers that are no more; returns how many."""
        done = await db.execute(
            "WITH alive AS ("
            "   SELECT objid::bigint AS worker FROM pg_locks"
            "   WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted"
            "     AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
            " UPDATE jobs SET state = 'waiting', worker = NULL, run_at = now()"
            " WHERE state = 'running' AND worker NOT IN (SELECT worker FROM alive)"
            " AND NOT EXISTS (SELECT 1 FROM jobs twin WHERE twin.state = 'waiting'"
            "   AND twin.kind = jobs.kind AND twin.subject = jobs.subject)",
            WORKER_LOCKS,
        )  # fmt: skip
        # A twin that waits will do the work of the orphan, which can go.
        await db.execute(
            "DELETE FROM jobs WHERE state = 'running' AND worker NOT IN ("
            "   SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = $1"
            "     AND objsubid = 2 AND granted"
            "     AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
            " AND EXISTS (SELECT 1 FROM jobs twin WHERE twin.state = 'waiting'"
            "   AND twin.kind = jobs.kind AND twin.subject = jobs.subject)",
            WORKER_LOCKS,
        )  # fmt: skip
        return int(done.split()[-1])

    async def done(self, db: Connection, jobs: Sequence[Job]) -> None:
        """The work is done; nothing of the jobs stays."""
        await db.execute("DELETE FROM jobs WHERE id = ANY ($1)", [job.id for job in jobs])

    async def failed(self, db: Connection, job: Job, reason: str) -> bool:
        """Have the job tried again later, or park it; returns whether it was parked."""
        settings = self.shop.settings
        if job.attempts >= settings.job_attempts_max:
            await db.execute(
                "UPDATE jobs SET state = 'parked', worker = NULL, last_error = $2 WHERE id = $1",
                job.id, reason,
            )  # fmt: skip
            await self.shop.alerts.raise_alert(
                db, "job_parked", job.subject,
                f"{job.kind} of {job.subject} failed {job.attempts} times: {reason}",
            )  # fmt: skip
            return True
        twin = await db.fetchval(
            "SELECT 1 FROM jobs WHERE state = 'waiting' AND kind = $1 AND subject = $2",
            job.kind, job.subject,
        )  # fmt: skip
        if twin:  # asked for again meanwhile: that will do
            await self.done(db, [job])
            return False
        await db.execute(
            "UPDATE jobs SET state = 'waiting', worker = NULL, last_error = $2,"
            " run_at = now() + make_interval(secs => $3) WHERE id = $1",
            job.id, reason, settings.job_delay_s * 2 ** (job.attempts - 1),
        )  # fmt: skip
        return False

    async def resume(self, db: Connection, job_id: int) -> bool:
        """Try a parked job again, from the beginning; returns whether there was one."""
        done = await db.execute(
            "UPDATE jobs SET state = 'waiting', attempts = 0, run_at = now()"
            " WHERE id = $1 AND state = 'parked'",
            job_id,
        )
        await db.execute("SELECT pg_notify($1, '')", CHANNEL)
        return done == "UPDATE 1"

    async def quiet(self, db: Connection) -> bool:
        """Whether nothing runs, is due, or waits to be tried again."""
        busy: bool = await db.fetchval(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running'"
            " OR (state = 'waiting' AND (attempts > 0 OR run_at <= now())))"
        )
        return not busy
