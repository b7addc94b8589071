"""What was read of the SDK, kept on disk, so that it is read once per release.

One file per class, written when it is first asked for: a warm look-up decodes one small file.
Nothing depends on it: where nothing can be written, everything is read anew.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from simulator.catalogue.source import versions

READER_VERSION: Final = 3
"""Counted up whenever the reader comes to say anything differently about the same SDK."""

T = TypeVar("T")


def remembered(name: str, kind: type[T], read: Callable[[], T]) -> T:
    """What `read` gives, from disk if it was read before."""
    path = _folder() / f"{name}.msgpack"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    fresh = read()
    _write(path, msgspec.msgpack.encode(fresh))
    return fresh


def _folder() -> Path:
    return _caches() / "paidonce" / "catalogue" / f"{versions().sdk}-{READER_VERSION}"


def _caches() -> Path:
    """Where this user's programs keep what they can make again."""
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir())
    home = Path("~").expanduser()
    return home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whoever else writes or reads it meanwhile."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
            unfinished.write(content)
        try:
            Path(unfinished.name).replace(path)
        except OSError:
            Path(unfinished.name).unlink()
