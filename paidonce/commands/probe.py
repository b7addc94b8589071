"""`paidonce probe`: walk through a profile step by step, and say what works and what is missing."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paidonce.exits import Exit

if TYPE_CHECKING:
    from scenarios.incidents.catalogue import Story
    from scenarios.profile import Profile

MARKS = {True: "✓", False: "✗", None: "–"}


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("paidonce probe", description=__doc__)
    parser.add_argument("--profile", metavar="FILE", help="the profile (else paidonce.toml here)")
    chosen = parser.parse_args(arguments)
    from scenarios import profile_file  # noqa: PLC0415 - only a probe needs it
    from scenarios.profile import ProfileError  # noqa: PLC0415 - the same
    from scenarios.running import CannotStart  # noqa: PLC0415 - the same

    path = Path(chosen.profile or "paidonce.toml")
    try:
        profile = profile_file.load(path)
    except ProfileError as error:
        print(f"paidonce probe: the profile cannot be used.\n{error}", file=sys.stderr)
        return Exit.USAGE
    print(f"{profile.backend.name}: {path}\n")
    try:
        return _walk(profile)
    except CannotStart as error:
        print(f"  ✗ start\n    {error}")
        return Exit.UNREACHABLE


def _walk(profile: Profile) -> int:
    from scenarios import probe  # noqa: PLC0415 - only a probe needs it
    from scenarios.shopper import Shopper  # noqa: PLC0415 - the same
    from scenarios.stage import Stage, simulator_for  # noqa: PLC0415 - the same

    broken = 0
    with simulator_for(profile, seed=1) as server, Stage(profile, server) as stage:
        simulator = stage.simulator
        print(f"  ✓ {'start':18} answers at {stage.url}")
        for step in probe.Walk(stage.shop, Shopper(simulator)).steps():
            broken += step.works is False
            print(f"  {MARKS[step.works]} {step.ability:18} {step.said}")
        simulator.settle()
        refused = [d for d in simulator.deliveries.list() if d.attempts and d.state != "delivered"]
        sent = len(simulator.deliveries.list())
        broken += bool(refused)
        print(
            f"  {MARKS[not refused]} {'webhooks':18} {sent - len(refused)} of {sent} events taken"
        )
        if refused:
            last = refused[-1].attempts[-1]
            print(f"    {refused[-1].event_type} was answered {last.status or last.error}")
        _tell_missing(probe.missing(stage.shop))
    return Exit.VIOLATED if broken else Exit.HOLDS


def _tell_missing(missing: Sequence[tuple[Story, list[str]]]) -> None:
    if not missing:
        print("\nEvery incident can be told.")
        return
    by_lack: defaultdict[str, list[str]] = defaultdict(list)
    for story, lacking in missing:
        by_lack[", ".join(lacking)].append(story.incident.code)
    print("\nNot applicable, for want of an ability:")
    for names, codes in sorted(by_lack.items()):
        print(f"  {names}: {' '.join(codes)}")
