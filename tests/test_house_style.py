"""What a reader may count on in every file."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.source import ROOMS, ROOT, place, python_files, text_files

SAYS_NOTHING: Final = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
# An exception from a rule, without words after it.
BARE_EXCEPTION: Final = re.compile(
    r"#\s*(noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w, -]+\])?)\s*$"
)
# Spelled so that this file names none of them itself.
PACKAGE_INDEX: Final = re.compile(
    r"\b(pyp[i]\.or[g]|pythonhoste[d]\.or[g]|registr[y]\.npmj[s]|registr[y]\.yarnpk[g]"
    r"|de[b]\.debia[n]|prox[y]\.golan[g]|index-url|find-links)\b"
)
SOMEBODYS_FOLDER: Final = re.compile(r"(?<![\w.])/(home|Users|root|work)/\w")


def test_every_exception_from_lint_or_types_says_why() -> None:
    stray = [
        place(path, number)
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if BARE_EXCEPTION.search(line)
    ]
    assert not stray, "\n" + "\n".join(stray)


def test_every_file_is_named_for_what_it_does() -> None:
    assert [str(path) for path in python_files() if path.stem in SAYS_NOTHING] == []


@pytest.mark.parametrize("pattern", [PACKAGE_INDEX, SOMEBODYS_FOLDER])
def test_no_file_knows_one_machine_or_one_package_index(pattern: re.Pattern[str]) -> None:
    # The Makefile tells uv to leave the address of an index out, by the options of that name.
    allowed = {Path(__file__), ROOT / "Makefile"}
    stray = [
        f"{place(path, number)}: {line.strip()[:80]}"
        for path, text in text_files()
        if path not in allowed
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not stray, "\n" + "\n".join(stray)


def test_every_locked_package_is_pinned_and_hashed() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\w)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 50
    assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+", entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_room_is_linted_typed_tested_and_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tools = project["tool"]
    rooms = set(ROOMS)
    assert rooms == set(tools["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert rooms <= set(tools["mypy"]["files"])
    assert [room for room in ROOMS if not (ROOT / room / "__init__.py").is_file()] == []
    assert [room for room in ROOMS if not any((ROOT / room / "tests").rglob("test_*.py"))] == []
