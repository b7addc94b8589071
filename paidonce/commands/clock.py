"""`paidonce clock`: see the simulator's time, and move it on."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from paidonce.commands.remote import Deed, obey, parser

if TYPE_CHECKING:
    from simulator import Simulator


def run(arguments: Sequence[str]) -> int:
    found = parser("clock", __doc__)
    found.set_defaults(deed=lambda simulator, _: simulator.clock.view(), words=words)
    deeds = found.add_subparsers(metavar="{now,advance,next,freeze,thaw,settle}")
    deeds.add_parser("now", help="how late it is, and when the next thing falls due")
    advance = deeds.add_parser("advance", help="move time on, and do all that falls due")
    advance.add_argument("span", help="7d, 1h30m, 90s, or seconds")
    advance.set_defaults(deed=_after(lambda sim, chosen: sim.clock.advance(chosen.span)))
    following = deeds.add_parser("next", help="move on to what falls due next, and do it")
    following.set_defaults(deed=_after(lambda simulator, _: simulator.clock.advance_to_next()))
    freeze = deeds.add_parser("freeze", help="let the clock stand")
    freeze.set_defaults(deed=_after(lambda simulator, _: simulator.clock.freeze()))
    thaw = deeds.add_parser("thaw", help="let it follow the wall again")
    thaw.set_defaults(deed=_after(lambda simulator, _: simulator.clock.thaw()))
    settle = deeds.add_parser("settle", help="do all that is due now, and wait until all is quiet")
    settle.set_defaults(deed=_after(lambda simulator, _: simulator.settle()))
    return obey(found, arguments)


def _after(deed: Callable[[Simulator, argparse.Namespace], object]) -> Deed:
    """What the clock shows once this was done."""

    def done(simulator: Simulator, chosen: argparse.Namespace) -> Any:
        deed(simulator, chosen)
        return simulator.clock.view()

    return done


def words(clock: Any) -> str:
    """What the clock shows, for people."""
    state = "it stands still" if clock.frozen else "it follows the wall"
    due = f"{_moment(clock.next_due_at)} is next" if clock.next_due_at else "nothing falls due"
    return f"{_moment(clock.now)} ({clock.now}); {state}; {due}"


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
