"""The webhook inbox: what Stripe sends is checked, kept, and answered; the work comes after.

Rule 1: the signature is checked over the raw body, before anything is read out of it.
Rule 2: the event and the job that will act on it are stored in one statement, so in one
transaction, and only then is Stripe answered: whatever is killed afterwards, nothing is lost. An
event that is known already is answered the same, and nothing more happens.
Rule 3: events that arrive while others are being written go together in the next transaction: the
more there are, the fewer commits each costs. Each is still answered only when its own is durable.

An event of a type we do not act on is kept all the same, and answered 200.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

import asyncpg
import msgspec

from reference_backend import problems
from reference_backend.database import Database
from reference_backend.events import HANDLERS
from reference_backend.jobs import CHANNEL
from reference_backend.part import Part
from reference_backend.settings import Settings
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.webhook_secrets import WebhookSecrets

log = logging.getLogger(__name__)
BATCH_MAX: Final = 200
ACTED_ON: Final = ", ".join(f"'{kind}'" for kind in HANDLERS)  # names of our own, no input
KEEP: Final = f"""
WITH fresh AS (
    INSERT INTO webhook_events (id, type, body)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[])
    ON CONFLICT (id) DO NOTHING
    RETURNING id, type
), work AS (
    INSERT INTO jobs (kind, subject)
    SELECT 'webhook', id FROM fresh WHERE type IN ({ACTED_ON})
    RETURNING id
)
SELECT pg_notify('{CHANNEL}', '') FROM work LIMIT 1
"""  # noqa: S608  # no input


class Envelope(msgspec.Struct, frozen=True):
    """As much of an event as the inbox has to understand."""

    id: str
    type: str
    livemode: bool = False
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event that waits to be stored."""

    envelope: Envelope
    body: bytes
    stored: asyncio.Future[None]


class Webhooks(Part):
    """Takes in what Stripe sends."""

    database: Database
    gateway: StripeGateway
    settings: Settings
    webhook_secrets: WebhookSecrets

    def __init__(self) -> None:
        self._arrivals: list[Arrival] = []
        self._writer: asyncio.Task[None] | None = None

    async def receive(self, body: bytes, signature: str) -> None:
        """Take in one delivery; when this returns, it cannot be lost any more.

        Raises:
            BAD_SIGNATURE, MALFORMED
        """
        if not await self.genuine(body, signature):
            raise problems.BAD_SIGNATURE()
        try:
            envelope = msgspec.json.decode(body, type=Envelope)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise problems.MALFORMED(f"The body is no event: {error}") from error
        if "\x00" in envelope.id + envelope.type or not envelope.id:
            raise problems.MALFORMED("The body is no event: bad id or type")
        if self.is_for_us(envelope):
            await self.keep(envelope, body)

    async def genuine(self, body: bytes, signature: str) -> bool:
        """Whether the body is Stripe's, and new."""
        if self.gateway.signed_by_stripe(body, signature, self.webhook_secrets.current):
            return True
        if not self.settings.testing:
            return False
        await self.webhook_secrets.read_again()  # told after start, to another process perhaps
        return self.gateway.signed_by_stripe(body, signature, self.webhook_secrets.current)

    def is_for_us(self, envelope: Envelope) -> bool:
        """Events of the other mode, or of a connected account, are not about our orders."""
        return envelope.livemode == self.settings.livemode and envelope.account is None

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        """Store the event with its job; returns when both are durable."""
        arrival = Arrival(envelope, body, asyncio.get_running_loop().create_future())
        self._arrivals.append(arrival)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        await arrival.stored

    async def _write(self) -> None:
        """Store what has arrived until nothing more has."""
        try:
            while self._arrivals:
                await asyncio.sleep(0)  # who is ready to arrive arrives in time for this batch
                batch, self._arrivals = self._arrivals[:BATCH_MAX], self._arrivals[BATCH_MAX:]
                await self._write_batch(batch)
        finally:
            self._writer = None

    async def _write_batch(self, batch: list[Arrival]) -> None:
        try:
            await self._store(batch)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            for arrival in batch:
                if not arrival.stored.done():
                    arrival.stored.set_exception(error)
        except BaseException:
            for arrival in batch:
                arrival.stored.cancel()
            raise
        else:
            for arrival in batch:
                if not arrival.stored.done():
                    arrival.stored.set_result(None)

    async def _store(self, batch: list[Arrival]) -> None:
        # In the order of their ids, so that two processes with the same events cannot deadlock.
        unique = {arrival.envelope.id: arrival for arrival in batch}
        ordered = [unique[key] for key in sorted(unique)]
        await self.database.pool.execute(
            KEEP,
            [arrival.envelope.id for arrival in ordered],
            [arrival.envelope.type for arrival in ordered],
            [arrival.body for arrival in ordered],
        )
