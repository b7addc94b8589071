"""`paidonce clock`: see the simulator's time, and move it on."""

from __future__ import annotations

from collections.abc import Sequence

from paidonce.commands.remote import obey, parser


def run(arguments: Sequence[str]) -> int:
    found = parser("clock", __doc__)
    found.set_defaults(deed=lambda simulator, _: simulator.clock.view())
    deeds = found.add_subparsers(metavar="{now,advance,next,freeze,thaw,settle}")
    deeds.add_parser("now", help="how late it is, and when the next thing falls due")
    advance = deeds.add_parser("advance", help="move time on, and do all that falls due")
    advance.add_argument("span", help="7d, 1h30m, 90s, or seconds")
    advance.set_defaults(deed=lambda simulator, chosen: simulator.clock.advance(chosen.span))
    following = deeds.add_parser("next", help="move on to what falls due next, and do it")
    following.set_defaults(deed=lambda simulator, _: simulator.clock.advance_to_next())
    freeze = deeds.add_parser("freeze", help="let the clock stand")
    freeze.set_defaults(deed=lambda simulator, _: simulator.clock.freeze())
    thaw = deeds.add_parser("thaw", help="let it follow the wall again")
    thaw.set_defaults(deed=lambda simulator, _: simulator.clock.thaw())
    settle = deeds.add_parser("settle", help="do all that is due now, and wait until all is quiet")
    settle.set_defaults(deed=lambda simulator, _: simulator.settle())
    return obey(found, arguments)
