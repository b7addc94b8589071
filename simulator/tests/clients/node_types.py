"""The types of Stripe's SDK for Node, read as text: which fields may be null, which may be absent.

They say what the SDK for Python does not: there, both are `Optional`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

Presence = Literal["always", "null", "absent", "null or absent"]
Hash = Mapping[str, Presence]

_COMMENT: Final = re.compile(r"/\*\*.*?\*/|//[^\n]*", re.DOTALL)
_OPENS: Final = re.compile(
    r"(?:export )?(?:declare )?(interface|namespace) (\w+)(?: extends .+)? {$"
)
_FIELD: Final = re.compile(r"(\w+)(\??): (.*?);?$")
_PRESENCE: Final[Mapping[tuple[bool, bool], Presence]] = {
    (False, False): "always",
    (False, True): "null",
    (True, False): "absent",
    (True, True): "null or absent",
}


@cache
def hashes(sdk: Path) -> Mapping[str, Hash]:
    """Every hash that answers are made of by its qualified name: "Charge.BillingDetails".

    Until 2026, the types stood apart, in one namespace for all.
    """
    found: dict[str, dict[str, Presence]] = {}
    apart = sdk / "types"
    root = apart if apart.exists() else sdk / "esm/resources"
    for file in sorted(root.rglob("*.d.ts")):
        folder = ".".join(file.parent.relative_to(root).parts) if root != apart else ""
        if not folder.startswith("V2"):
            _read(file.read_text("utf-8"), folder, found)
    return found


def _read(text: str, folder: str, found: dict[str, dict[str, Presence]]) -> None:
    inside: list[tuple[str, str]] = []
    for line in _COMMENT.sub("", text).splitlines():
        words = line.strip()
        in_interface = bool(inside) and inside[-1][0] == "interface"
        if (field := _FIELD.match(words)) and in_interface:
            name, may_lack, type = field.groups()
            names = [folder, *(name for _, name in inside)]
            place = ".".join(name for name in names if name not in ("", "Stripe"))
            presence = _PRESENCE[bool(may_lack), type.endswith("| null")]
            found.setdefault(place, {})[name] = presence
        if words.endswith("{"):
            opened = _OPENS.match(words)
            inside.append((opened[1], opened[2]) if opened else ("", ""))
        elif words.startswith("}"):
            inside.pop()
