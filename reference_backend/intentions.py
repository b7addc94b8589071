"""What the shop means Stripe to do: written down before Stripe is asked, one key for each.

An intention is named by its purpose ("capture:order_1:2"): whoever means the same, in whatever
process, after whatever crash, finds the same row and asks under the same idempotency key.

No answer, or one that says nothing, is doubt, and doubt is resolved in this order:
1. ask again under the same key, three times, waiting longer each time;
2. ask Stripe whether it is done (`find`);
3. leave it in doubt: the caller's job is tried again later, and reconciliation looks after it.

A new key is taken for an old intention in one case alone: Stripe has *finished* with the old key by
an internal error, which it would repeat for ever, and says when asked that the thing is not done.

Source: Stripe docs, "Idempotent requests"; "Advanced error handling".
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from reference_backend.database import Database
from reference_backend.part import Part
from reference_backend.settings import Settings
from reference_backend.stripe_errors import Refused, Unknown

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Call = Callable[[str], Awaitable[Answer]]
Find = Callable[[], Awaitable[Answer | None]]


class Intentions(Part):
    """The shop's own record of what it asked of Stripe."""

    database: Database
    settings: Settings

    async def carry_out(
        self, purpose: str, call: Call[Answer], *, find: Find[Answer] | None = None
    ) -> Answer:
        """Have Stripe do one thing, once.

        Args:
            purpose: names the intention; the same name with other parameters is refused by Stripe.
            call: does it under the key that it is given.
            find: asks Stripe whether it is done; None if not.
        Raises:
            Refused: it is certain that Stripe did not and will not do it.
            Unknown: in doubt.
        """
        key = await self.key_for(purpose)
        try:
            answer = await self._persist(call, key)
        except Refused as refusal:
            await self._note(purpose, "refused", str(refusal))
            raise
        except Unknown as doubt:
            found, answer_found = await self._look(find)
            if found and answer_found is not None:
                answer = answer_found
            elif found and doubt.finished:
                key = await self._renew(purpose)
                answer = await self._last_try(purpose, call, key)
            else:
                await self._note(purpose, "in_doubt", str(doubt))
                raise
        await self._note(purpose, "done", None)
        return answer

    async def key_for(self, purpose: str) -> str:
        """The key of this intention, stored before it is used."""
        key: str = await self.database.pool.fetchval(
            "INSERT INTO intentions (purpose, key, attempts) VALUES ($1, $2, 1)"
            " ON CONFLICT (purpose) DO UPDATE SET attempts = intentions.attempts + 1,"
            # What was refused is known not to be done: meaning it again is a new request.
            " key = CASE intentions.state WHEN 'refused' THEN EXCLUDED.key ELSE intentions.key END,"
            " state = CASE intentions.state WHEN 'refused' THEN 'open' ELSE intentions.state END"
            " RETURNING key",
            purpose, f"{purpose}:{secrets.token_hex(8)}",
        )  # fmt: skip
        return key

    async def _persist(self, call: Call[Answer], key: str) -> Answer:
        """Ask, and ask again under the same key while there is doubt."""
        for delay_s in self.settings.retry_delays_s:
            try:
                return await call(key)
            except Unknown as doubt:
                log.info("stripe_retry", extra={"key": key, "why": str(doubt)})
                await asyncio.sleep(delay_s)
        return await call(key)

    async def _look(self, find: Find[Answer] | None) -> tuple[bool, Answer | None]:
        """Whether Stripe could be asked, and what it said."""
        if find is None:
            return False, None
        try:
            return True, await find()
        except (Unknown, Refused):
            return False, None

    async def _renew(self, purpose: str) -> str:
        key: str = await self.database.pool.fetchval(
            "UPDATE intentions SET key = $2, updated_at = now() WHERE purpose = $1 RETURNING key",
            purpose, f"{purpose}:{secrets.token_hex(8)}",
        )  # fmt: skip
        return key

    async def _last_try(self, purpose: str, call: Call[Answer], key: str) -> Answer:
        try:
            return await call(key)
        except Refused as refusal:
            await self._note(purpose, "refused", str(refusal))
            raise
        except Unknown as doubt:
            await self._note(purpose, "in_doubt", str(doubt))
            raise

    async def _note(self, purpose: str, state: str, error: str | None) -> None:
        await self.database.pool.execute(
            "UPDATE intentions SET state = $2, last_error = $3, updated_at = now()"
            " WHERE purpose = $1",
            purpose, state, error,
        )  # fmt: skip
