"""Thin events: the types that the SDK knows, read in the classes that it has for them."""

import re
from typing import Final

from simulator.catalogue.source import package

_TYPE: Final = re.compile(r'\bLOOKUP_TYPE = "([^"]+)"')


def read_thin_event_types() -> tuple[str, ...]:
    """Every type of thin event; none where the SDK is older than they are."""
    found = (
        _TYPE.search(path.read_text("utf-8"))
        for path in sorted((package() / "events").glob("_*_event.py"))
    )
    return tuple(match[1] for match in found if match is not None)
