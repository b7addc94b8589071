"""No circle of imports: a file can be read once those that it imports were read.

What is imported inside a function (so that nothing heavy is loaded early) or for types alone asks
for nothing when the file is loaded, and is no part of a circle.
"""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

from tests.source import ROOMS, ROOT, python_files, syntax

NAMES: Final = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ROOMS
    for path in python_files(room)
}


def imported(path: Path) -> set[str]:
    """The files of ours that are loaded with this one."""
    found = set()
    for node in syntax(path).body:
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            inner = {f"{node.module}.{name.name}" for name in node.names}
            found |= inner & NAMES.keys() or {node.module}
    return found & NAMES.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_waits_for_itself(room: str) -> None:
    graph = {
        name: imported(path) - {name}
        for name, path in NAMES.items()
        if name.partition(".")[0] == room
    }
    assert graph, "there is something to look at"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))
