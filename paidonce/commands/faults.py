"""`paidonce faults`: let something go wrong in a running simulator, or no longer."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from paidonce.commands.remote import obey, option, parser

if TYPE_CHECKING:
    from simulator import FaultKind, Plan, Simulator


def run(arguments: Sequence[str]) -> int:
    found = parser("faults", __doc__)
    deeds = found.add_subparsers(required=True, metavar="{types,list,add,remove,clear}")
    types = deeds.add_parser("types", help="everything that can go wrong")
    types.set_defaults(deed=lambda simulator, _: simulator.faults.types(), words=_types)
    listed = deeds.add_parser("list", help="what is planned, and what struck")
    listed.set_defaults(deed=lambda simulator, _: simulator.faults.list(), words=_plans)
    add = deeds.add_parser("add", help="let something go wrong")
    add.add_argument("type")
    add.add_argument("--on", default="*", help="'POST /v1/refunds', or for deliveries 'charge.*'")
    add.add_argument("--times", type=int, default=1, help="0: always (default 1)")
    add.add_argument("--nth", type=int, help="only the n-th call")
    add.add_argument("--chance", type=float, default=1.0, help="of 1, drawn from the seed")
    add.add_argument("--object", help="only for requests or events about this id")
    add.add_argument(
        "-o",
        "--option",
        action="append",
        default=[],
        type=option,
        metavar="NAME=VALUE",
        help="an option of the fault's own; `paidonce faults types` lists them",
    )
    add.set_defaults(deed=_add, words=_plan)
    remove = deeds.add_parser("remove", help="take one plan away")
    remove.add_argument("id")
    remove.set_defaults(deed=lambda simulator, chosen: simulator.faults.remove(chosen.id))
    clear = deeds.add_parser("clear", help="let nothing go wrong any more")
    clear.set_defaults(deed=lambda simulator, _: simulator.faults.clear())
    return obey(found, arguments)


def _types(kinds: Sequence[FaultKind]) -> str:
    return "\n".join(
        f"{kind.type:24} {kind.of:9} {kind.strikes:7} {kind.story}"
        + (f" [{', '.join(kind.options)}]" if kind.options else "")
        for kind in kinds
    )


def _plans(plans: Sequence[Plan]) -> str:
    return "\n".join(map(_plan, plans)) or "nothing is planned to go wrong"


def _plan(plan: Plan) -> str:
    """One plan, for people: what, where, how often, and what it has struck so far."""
    limits = [
        "always" if plan.times is None else f"at most {plan.times}",
        *([f"with a chance of {plan.chance:g}"] if plan.chance < 1 else []),
        *([f"about {plan.object}"] if plan.object else []),
        *(f"{name}={value}" for name, value in plan.options.items()),
    ]
    return (
        f"{plan.id}  {plan.type} on {plan.on}, {', '.join(limits)};"
        f" struck {plan.struck} of {plan.seen} that fit"
    )


def _add(simulator: Simulator, chosen: argparse.Namespace) -> Plan:
    return simulator.faults.add(
        chosen.type,
        on=chosen.on,
        times=chosen.times or None,
        nth=chosen.nth,
        chance=chosen.chance,
        object=chosen.object,
        **dict(chosen.option),
    )
