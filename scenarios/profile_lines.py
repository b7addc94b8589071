"""Where in a TOML file a key stands, so that an error in a profile can point at its line.

`tomllib` reads values and forgets places; profiles are short, so a second look at the text is
enough. Tables, arrays of tables, keys and inline tables on one line are found; what is not found
exactly is pointed at by the nearest table that is.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""^\s*("?[\w.-]+"?|'[\w.-]+')\s*=""")

Path = tuple[str | int, ...]


def line_of(text: str, path: Path) -> int:
    """The line, counted from 1, on which the value at this path is said; its table's if need be."""
    places = _places(text)
    while path:
        if path in places:
            return places[path]
        path = path[:-1]
    return 1


def _places(text: str) -> dict[Path, int]:
    places: dict[Path, int] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            names = tuple(part.strip().strip("\"'") for part in header[2].split("."))
            table = names
            if header[1] == "[[":
                table = (*names, seen[names])
                seen[names] += 1
                places.setdefault(names, number)
            for length in range(1, len(table) + 1):
                places.setdefault(table[:length], number)
        elif key := _KEY.match(line):
            path: Path = (*table, *key[1].strip("\"'").split("."))
            places.setdefault(path, number)
            for inner in re.finditer(r"[{,]\s*\"?([\w-]+)\"?\s*=", line):
                places.setdefault((*path, inner[1]), number)
    return places
