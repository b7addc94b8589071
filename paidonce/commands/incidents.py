"""`paidonce incidents`: what the gate knows, as a list."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from paidonce.exits import Exit


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("paidonce incidents", description=__doc__)
    parser.add_argument("code", nargs="*", help="tell these in full")
    chosen = parser.parse_args(arguments)
    from scenarios.incidents.catalogue import stories  # noqa: PLC0415 - imports every story

    told = {code.lower() for code in chosen.code}
    for story in stories():
        incident = story.incident
        if not told:
            print(f"{incident.code:5}  {incident.title}")
        elif incident.code.lower() in told:
            print(f"{incident.code}  {incident.title}\n\n{story.text}\n")
            print(f"  at stake: {', '.join(incident.at_stake)}")
            print(f"  needs:    {', '.join(incident.needs)}")
            print(f"  catches:  {', '.join(incident.catches) or 'no planted defect'}")
            print(f"  sources:  {', '.join(incident.sources) or 'this project'}\n")
    return Exit.HOLDS
