"""Time has one source in each program, and chance comes from a seed.

A line that must ask the machine all the same says why, after the word `real:` in a comment.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.source import place, python_files, syntax

# Durations (time.monotonic, time.perf_counter) are nobody's clock, and may be measured anywhere.
ASKS_THE_WALL: Final = {
    "time.time", "time.time_ns", "time.localtime", "time.gmtime",
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today",
}  # fmt: skip
ASKS_CHANCE: Final = {
    "random.random", "random.randint", "random.choice", "random.choices", "random.shuffle",
    "random.uniform", "random.sample", "random.randrange", "random.SystemRandom",
    "secrets.token_hex", "secrets.token_urlsafe", "secrets.token_bytes", "secrets.choice",
    "uuid.uuid1", "uuid.uuid4", "uuid4", "os.urandom",
}  # fmt: skip
SLEEPS: Final = {"time.sleep", "asyncio.sleep", "sleep"}
# The one file of a room that is the source; a defect or a load run may not be another.
SOURCES: Final = {"clock.py", "chance.py"}


def calls(path: Path, names: set[str]) -> Iterator[tuple[int, str]]:
    """Each call of one of these names that gives no reason on its line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for node in ast.walk(syntax(path)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        lets_others_run = name == "asyncio.sleep" and ast.unparse(node.args[0]) == "0"
        if name in names and not lets_others_run and "# real: " not in lines[node.lineno - 1]:
            yield node.lineno, name


def unseeded(path: Path) -> Iterator[tuple[int, str]]:
    """Each random.Random() that was given no seed."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call) and not node.args:
            name = ast.unparse(node.func)
            if name in {"random.Random", "Random"}:
                yield node.lineno, name


@pytest.mark.parametrize("room", ["simulator", "scenarios", "contracts", "load"])
def test_nobody_asks_the_machine_for_the_time_but_the_clock(room: str) -> None:
    stray = [
        f"{place(path, line)} calls {name}"
        for path in python_files(room)
        if path.name not in SOURCES
        for line, name in calls(path, ASKS_THE_WALL)
    ]
    assert not stray, "\n" + "\n".join(stray)


@pytest.mark.parametrize("room", ["simulator", "scenarios", "contracts", "load"])
def test_nothing_is_left_to_unseeded_chance(room: str) -> None:
    stray = [
        f"{place(path, line)} calls {name}"
        for path in python_files(room)
        if path.name not in SOURCES
        for line, name in (*calls(path, ASKS_CHANCE), *unseeded(path))
    ]
    assert not stray, "\n" + "\n".join(stray)


def test_no_test_sleeps() -> None:
    stray = [
        f"{place(path, line)} calls {name}"
        for path in python_files()
        if "tests" in path.parts
        for line, name in calls(path, SLEEPS)
    ]
    assert not stray, "\n" + "\n".join(stray)
