"""`paidonce incidents`: what the gate knows, as a list."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from paidonce.exits import Exit

if TYPE_CHECKING:
    from scenarios.incidents.catalogue import Story


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("paidonce incidents", description=__doc__)
    parser.add_argument("code", nargs="*", help="tell these in full, by code or by file name")
    parser.add_argument("--markdown", action="store_true", help="all of them, as docs/incidents.md")
    chosen = parser.parse_args(arguments)
    from scenarios.incidents.catalogue import stories  # noqa: PLC0415 - imports every story

    if chosen.markdown:
        print(markdown(), end="")
        return Exit.HOLDS
    library = stories()
    if unknown := unknown_codes(chosen.code, library):
        print(f"paidonce incidents: {unknown}", file=sys.stderr)
        return Exit.USAGE
    told = {code.lower() for code in chosen.code}
    for story in library:
        incident = story.incident
        if not told:
            print(f"{incident.code:5}  {incident.title}")
        elif told & {incident.code.lower(), story.name.lower()}:
            print(f"{incident.code}  {incident.title}\n\n{story.text}\n")
            print(f"  at stake: {', '.join(incident.at_stake)}")
            print(f"  needs:    {', '.join(incident.needs)}")
            print(f"  catches:  {', '.join(incident.catches) or 'no planted defect'}")
            print(f"  sources:  {', '.join(incident.sources) or 'this project'}\n")
    return Exit.HOLDS


def unknown_codes(codes: Sequence[str], library: Sequence[Story]) -> str | None:
    """Which of these are no incidents, in words; None: all of them are, by code or by file."""
    known = {name.lower() for story in library for name in (story.incident.code, story.name)}
    wrong = [code for code in codes if code.lower() not in known]
    if not wrong:
        return None
    return f"there is no incident {', '.join(wrong)}. `paidonce incidents` lists them."


def markdown() -> str:
    """The whole library as a page: the incidents, the matrix of defects, and the invariants."""
    from scenarios.incidents.catalogue import stories  # noqa: PLC0415 - imports every story
    from scenarios.invariants import INVARIANTS  # noqa: PLC0415 - the same

    library = stories()
    lines = [
        "# The incidents, and what must hold",
        "",
        "Written by `paidonce incidents --markdown`; a test compares it with the code.",
        "",
        f"## {len(library)} incidents",
        "",
        "Each one is a file in `scenarios/incidents/`, and reads as a story. Beside it stand the",
        "planted defects of the reference backend on which it was seen to turn red.",
        "",
        "| | incident | a backend must be able to | red on the defects | seen in |",
        "|---|---|---|---|---|",
    ]
    for story in library:
        incident = story.incident
        file = f"../scenarios/incidents/{story.name}.py"
        needs = ", ".join(f"`{n}`" for n in incident.needs if n not in {"view", "seed_product"})
        catches = ", ".join(f"`{defect}`" for defect in incident.catches)
        sources = ", ".join(incident.sources)
        lines.append(
            f"| {incident.code} | [{incident.title}]({file}) | {needs} | {catches} | {sources} |"
        )
    lines.extend(["", f"## {len(INVARIANTS)} invariants", "", "| invariant | what it says |"])
    lines.append("|---|---|")
    lines.extend(
        f"| `{rule.name}` ({rule.code}) | {rule.sentence} |" for rule in INVARIANTS.values()
    )
    return "\n".join([*lines, ""])
