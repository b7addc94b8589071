"""Time passes: what falls due is done, one thing finished before the next.

An account's clock follows the wall, and the timekeeper looks several times a second whether
something fell due. `advance` moves a clock on and stops at everything that falls due on the way;
`settle` does all that is due now and comes back when nothing is under way any more.
"""

import asyncio
import contextlib
import logging
from typing import Final

from simulator.webhooks.courier import Courier
from simulator.work import catch_up, perform
from simulator.world import Account, World

log = logging.getLogger("simulator")
LOOKS_EVERY: Final = 0.1
"""Seconds between two looks at the agendas."""


class NotQuietError(Exception):
    """Something is still under way; `what` names each thing in words."""

    def __init__(self, what: list[str]) -> None:
        super().__init__("not quiet: " + "; ".join(what))
        self.what = what


class Timekeeper:
    """Does what falls due, for all accounts."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier

    async def run(self) -> None:
        """Let time pass until cancelled."""
        while True:
            await asyncio.sleep(LOOKS_EVERY)  # real: clocks that follow the wall move by themselves
            for account in self._world.accounts():
                try:
                    self.do_due(account)
                except Exception:
                    log.exception("what fell due in %s broke the simulator", account.id)
            if self._world.durable is not None:
                with contextlib.suppress(OSError):  # Whoever asks for anything is told.
                    await self._world.durable.flushed()

    def do_due(self, account: Account) -> int:
        """Do all that is due at the account's time; how much that was."""
        done = catch_up(account)
        if done or account.outbox.ready:  # A request may have done what was due before it.
            self._courier.pump(account)
        if done:
            account.activity.changed()
        return done

    async def advance(self, account: Account, to: int, within: float) -> None:
        """Move an account's clock on, doing what falls due on the way.

        Args:
            to: Unix seconds; a moment that has passed changes nothing.
            within: seconds of the wall for each delivery that has to be waited for.

        Raises:
            NotQuietError: a delivery took longer; the clock stands where it was started.
        """
        for member in self.family(account):
            await self._delivered(member, within)
        while (whose := self._next(account, to)) is not None:
            entry = whose.agenda.take_due(by=to)
            assert entry is not None
            whose.clock.jump_to(entry.due_at)
            perform(whose, entry)
            for touched in (whose, whose.platform):
                if touched is not None:
                    self._courier.pump(touched)
                    await self._delivered(touched, within)
        account.clock.jump_to(to)
        account.activity.changed()

    def family(self, account: Account) -> list[Account]:
        """The accounts that share a clock: a platform, and those connected to it."""
        root = account.platform or account
        return [known for known in self._world.accounts() if (known.platform or known) is root]

    def _next(self, account: Account, by: int) -> Account | None:
        """Whose turn it is: the account of the family in which something falls due first."""
        dues = [
            (due, place, member)
            for place, member in enumerate(self.family(account))
            if (due := member.agenda.next_at()) is not None and due <= by
        ]
        return min(dues)[2] if dues else None

    async def settle(self, account: Account, within: float) -> None:
        """Do all that is due now, and wait until nothing is under way.

        Raises:
            NotQuietError: something still is when the time is up.
        """
        family = self.family(account)

        def quiet() -> bool:
            for member in family:
                self.do_due(member)
            return not any(self.under_way(member) for member in family)

        if not await account.activity.until(quiet, within):
            raise NotQuietError([what for m in family for what in self.under_way(m)])

    def under_way(self, account: Account) -> list[str]:
        """What is under way, in words; nothing when all is quiet."""
        outbox, holds = account.outbox, account.holds
        found = [f"{held.id} holds {held.what} ({held.at})" for held in holds.held()]
        in_flight = outbox.in_flight - holds.held_deliveries
        if in_flight > 0:
            found.append(f"{in_flight} deliveries are under way")
        if outbox.ready and not outbox.paused:
            found.append(f"{len(outbox.ready)} deliveries wait for their turn")
        requests = account.activity.requests - (
            sum(1 for held in holds.held() if held.delivery is None)
        )
        if requests > 0:
            found.append(f"{requests} API requests are not answered yet")
        return found

    async def _delivered(self, account: Account, within: float) -> None:
        """Wait for what is being delivered; what is held is not waited for."""
        outbox, holds = account.outbox, account.holds

        def delivered() -> bool:
            waiting = bool(outbox.ready) and not outbox.paused
            return outbox.in_flight <= holds.held_deliveries and (
                not waiting or holds.held_deliveries > 0
            )

        if not await account.activity.until(delivered, within):
            raise NotQuietError(self.under_way(account))
