"""What can be wrong with any part of a profile, gathered rather than raised at the first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scenarios import profile_lines
from scenarios.profile import Mistake


class Checks:
    """Reads parts of a profile, and notes what is wrong with them, with its line and a remedy."""

    def __init__(self, text: str, path: Path, content: dict[str, Any]) -> None:
        self.text, self.path, self.content = text, path, content
        self.mistakes: list[Mistake] = []

    def _expression(self, path: profile_lines.Path, expression: object) -> None:
        import jmespath  # noqa: PLC0415 - only a gate needs it
        from jmespath.exceptions import JMESPathError  # noqa: PLC0415 - the same

        if not isinstance(expression, str) or not expression:
            self._wrong(path, "must be a JMESPath in quotes", 'Like "data.order.id"')
            return
        try:
            jmespath.compile(expression)
        except JMESPathError as error:
            reason = str(error).splitlines()[0]
            self._wrong(path, f"{expression!r} is no JMESPath: {reason}", "See jmespath.org")

    def _given(self, path: profile_lines.Path, names: Iterable[str], given: Iterable[str]) -> None:
        known = sorted(set(given))
        for name in names:
            if name not in known:
                self._wrong(path, f"{{{name}}} is not given here", _closest(name, known))

    def _inner(
        self, path: profile_lines.Path, table: dict[str, Any], example: str
    ) -> dict[str, Any]:
        """The table inside this one that the path ends with."""
        found = table.get(str(path[-1]), {})
        if isinstance(found, dict):
            return found
        self._wrong(path, "must be a table", f"Write: {path[-1]} = {example}")
        return {}

    def _table(self, path: profile_lines.Path) -> dict[str, Any]:
        value: Any = self.content
        for name in path:
            value = value.get(name, {})
            if not isinstance(value, dict):
                self._wrong(path, "must be a table", f"Write: [{'.'.join(map(str, path))}]")
                return {}
        result: dict[str, Any] = value
        return result

    def _known(
        self, table: Mapping[str, Any], path: profile_lines.Path, known: Iterable[str]
    ) -> list[str]:
        names = list(known)
        for key in table:
            if key not in names:
                self._wrong((*path, key), "is not known here", _closest(key, names))
        return [key for key in table if key in names]

    def _wrong(self, path: profile_lines.Path, problem: str, remedy: str) -> None:
        key = ".".join(str(part) for part in path if not isinstance(part, int))
        line = profile_lines.line_of(self.text, path)
        mistake = Mistake(line, key, problem, remedy if remedy.endswith("?") else f"{remedy}.")
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)


def _closest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"Choose one of {', '.join(known)}"
