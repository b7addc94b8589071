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

from reference_backend.alerts import Alerts
from reference_backend.database import Connection
from reference_backend.part import Part
from reference_backend.settings import Settings

WORKER_LOCKS: Final = 7001  # the first half of the advisory locks that workers hold
CHANNEL: Final = "jobs"  # told that there may be work
HAS_TWIN: Final = """EXISTS (SELECT 1 FROM jobs twin WHERE twin.state = 'waiting'
    AND twin.kind = jobs.kind AND twin.subject = jobs.subject)"""
ORPHANED: Final = """state = 'running' AND worker NOT IN (
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""
# Of several orphans that mean the same, one waits again.
RECLAIM: Final = f"""
UPDATE jobs SET state = 'waiting', worker = NULL, run_at = now() WHERE id IN (
    SELECT DISTINCT ON (kind, subject) id FROM jobs
    WHERE {ORPHANED} AND NOT {HAS_TWIN} ORDER BY kind, subject, id)"""  # noqa: S608  # no input
# A twin that waits will do the work of the orphan, which can go.
FORGET: Final = f"DELETE FROM jobs WHERE {ORPHANED} AND {HAS_TWIN}"  # noqa: S608  # no input
PUT_BACK: Final = f"""
WITH back AS (
    UPDATE jobs SET state = 'waiting', worker = NULL, attempts = attempts - 1
    WHERE id = ANY ($1) AND NOT {HAS_TWIN} RETURNING id
)
DELETE FROM jobs WHERE id = ANY ($1) AND id NOT IN (SELECT id FROM back)"""  # noqa: S608  # no input


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do."""

    id: int
    kind: str
    subject: str
    attempts: int
    event: bytes | None = None
    """The event that a webhook's job is about, which came along with the job."""


class Jobs(Part):
    """The queue."""

    alerts: Alerts
    settings: Settings

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
            " RETURNING id, kind, subject, attempts, CASE kind WHEN 'webhook'"
            "   THEN (SELECT body FROM webhook_events WHERE webhook_events.id = subject) END",
            worker, limit, [job.id for job in done],
        )  # fmt: skip
        return [Job(*row) for row in rows]

    async def put_back(self, db: Connection, jobs: Sequence[Job]) -> None:
        """Jobs that were claimed and not begun wait again; those that have a twin can go."""
        await db.execute(PUT_BACK, [job.id for job in jobs])

    async def reclaim(self, db: Connection) -> int:
        """Free the jobs of workers that are no more; returns how many."""
        done = await db.execute(RECLAIM, WORKER_LOCKS)
        await db.execute(FORGET, WORKER_LOCKS)
        return int(done.split()[-1])

    async def done(self, db: Connection, jobs: Sequence[Job]) -> None:
        """The work is done; nothing of the jobs stays."""
        await db.execute("DELETE FROM jobs WHERE id = ANY ($1)", [job.id for job in jobs])

    async def failed(self, db: Connection, job: Job, reason: str) -> bool:
        """Have the job tried again later, or park it; returns whether it was parked."""
        if job.attempts >= self.settings.job_attempts_max:
            await db.execute(
                "UPDATE jobs SET state = 'parked', worker = NULL, last_error = $2 WHERE id = $1",
                job.id, reason,
            )  # fmt: skip
            await self.alerts.raise_alert(
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
            job.id, reason, self.settings.job_delay_s * 2 ** (job.attempts - 1),
        )  # fmt: skip
        return False

    async def resume(self, db: Connection, job_id: int) -> bool:
        """Try a parked job again, from the beginning; returns whether there was one."""
        parked = await db.fetchrow(
            "DELETE FROM jobs WHERE id = $1 AND state = 'parked' RETURNING kind, subject", job_id
        )
        if parked is not None:  # asked for anew: who waits for the same already is but hastened
            await self.add(db, parked["kind"], parked["subject"])
        return parked is not None

    async def quiet(self, db: Connection) -> bool:
        """Whether nothing runs, is due, or waits to be tried again."""
        busy: bool = await db.fetchval(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running'"
            " OR (state = 'waiting' AND (attempts > 0 OR run_at <= now())))"
        )
        return not busy
