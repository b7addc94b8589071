"""The project's own files, as the house-rule tests read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
ROOMS: Final = ("paidonce", "simulator", "reference_backend", "scenarios", "contracts", "load")
LEFT_BY_RUNS: Final = {"node_modules", "__pycache__", "reports", "dist"}
OURS_THOUGH_HIDDEN: Final = {".ci", ".github", ".gitignore"}


def python_files(*rooms: str) -> Iterator[Path]:
    """Every Python file of the rooms named; of all rooms and the root, if none is."""
    for room in rooms or (*ROOMS, "tests"):
        yield from sorted((ROOT / room).rglob("*.py"))
    if not rooms:
        yield ROOT / "conftest.py"


def text_files() -> Iterator[tuple[Path, str]]:
    """Every file that a person would read, with its text."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = {part for part in parts if part.startswith(".")} - OURS_THOUGH_HIDDEN
        if not path.is_file() or hidden or LEFT_BY_RUNS.intersection(parts):
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@cache
def syntax(path: Path) -> ast.Module:
    """The file as a syntax tree; nothing of it is run."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int) -> str:
    """Where it is, as an editor understands it."""
    return f"{path.relative_to(ROOT)}:{line}"
