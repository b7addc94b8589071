"""Who may import whom. The arrows are ARCHITECTURE.md's; this holds them.

Rule 1: a room that is imported is imported by its public face, never by a file within it.
Rule 2: the reference backend is a program, reached over HTTP: nobody imports it but the front
door, which starts it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.source import ROOMS, ROOT, place, python_files, syntax

# What each room may name of the others. A module stands for itself, not for what is inside it.
MAY_IMPORT: Final = {
    "simulator": frozenset[str](),
    "reference_backend": frozenset[str](),
    "scenarios": frozenset({"simulator"}),
    "contracts": frozenset({"simulator", "scenarios.driver"}),
    # A load run is a story with many people in it: it is told on the same stage.
    "load": frozenset(
        {
            "simulator",
            "scenarios",
            "scenarios.driver",
            "scenarios.invariants",
            "scenarios.profile",
            "scenarios.running",
            "scenarios.seen",
            "scenarios.shopper",
            "scenarios.stage",
            "scenarios.story",
        }
    ),
}
# The shop talks to Stripe in one file, so that every call has its key and its error handling.
KNOWS_STRIPE: Final = ROOT / "reference_backend" / "stripe_connection.py"
# Locust replaces the standard library's sockets in the process that imports it.
LOCUSTFILE: Final = ROOT / "load" / "swarm" / "locustfile.py"
BARE_USER: Final = ROOT / "load" / "benchmarks" / "bare_user.py"


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each module that a file imports, and in which line, wherever in the file it does so."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.lineno, node.module


def reaches(room: str, module: str) -> bool:
    """Whether this import is none of the arrows."""
    target = module.partition(".")[0]
    return target in ROOMS and target != room and module not in MAY_IMPORT[room]


def test_rooms_import_only_what_their_arrows_allow() -> None:
    stray = [
        f"{place(path, line)} imports {module}"
        for room in MAY_IMPORT
        for path in python_files(room)
        for line, module in imports(path)
        if reaches(room, module)
    ]
    assert not stray, "\n" + "\n".join(stray)


def test_the_front_door_uses_the_simulator_by_its_public_names() -> None:
    stray = [
        f"{place(path, line)} imports {module}"
        for path in (*python_files("paidonce"), ROOT / "conftest.py")
        for line, module in imports(path)
        if module.startswith("simulator.")
    ]
    assert not stray, "\n" + "\n".join(stray)


def test_no_room_imports_the_front_door_or_the_tests() -> None:
    stray = [
        f"{place(path, line)} imports {module}"
        for room in MAY_IMPORT
        for path in python_files(room)
        for line, module in imports(path)
        if module.partition(".")[0] in {"paidonce", "tests", "conftest"}
    ]
    assert not stray, "\n" + "\n".join(stray)


def test_the_shop_speaks_to_stripe_in_one_file() -> None:
    stray = [
        place(path, line)
        for path in python_files("reference_backend")
        if path != KNOWS_STRIPE and "tests" not in path.parts
        for line, module in imports(path)
        if module.partition(".")[0] == "stripe"
    ]
    assert not stray, "\n" + "\n".join(stray)


def test_locust_stays_in_its_own_process() -> None:
    stray = [
        f"{place(path, line)} imports {module}"
        for path in python_files()
        if path not in {LOCUSTFILE, BARE_USER}
        for line, module in imports(path)
        if module.partition(".")[0] in {"locust", "gevent"}
    ]
    assert not stray, "\n" + "\n".join(stray)
