"""Calls about snapshots."""

import msgspec
from aiohttp import web

from simulator.control.accounts import forget
from simulator.control.calls import Ask, ControlError, control_call
from simulator.control.shapes import Done, Given
from simulator.state import snapshot
from simulator.world import World


class Restore(Given):
    """A snapshot to put in the account's place."""

    snapshot: msgspec.Raw


@control_call("GET /_sim/snapshot")
async def take(ask: Ask) -> web.Response:
    """All that is in the account, as JSON that can be saved and restored."""
    return web.Response(body=snapshot.take(ask.account), content_type="application/json")


@control_call("POST /_sim/restore", Restore)
async def restore(ask: Ask, given: Restore) -> Done:
    """Put a snapshot in the account's place; what cannot be read changes nothing."""
    world, key = ask.app.world, ask.account.key
    try:
        snapshot.restore(World(world.seed).account(key), given.snapshot)  # a try beside the world
    except snapshot.SnapshotError as wrong:
        raise ControlError(400, str(wrong), param="snapshot") from None
    forget(ask.account)
    account = world.account(key)
    snapshot.restore(account, given.snapshot)
    ask.app.courier.pump(account)
    return Done()
