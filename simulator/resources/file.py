"""The File that was uploaded, and the FileLink by which anybody may see it.

Source: API reference, "Files", "File Links".
"""

from typing import ClassVar, Final, Literal

import msgspec

from simulator.wire.lists import Page

EXPIRES_AFTER: Final = 270 * 86_400
"""Seconds until an uploaded file is gone, as the API reference's example shows."""


class FileLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link to a file; it opens without a key until it expires."""

    KIND: ClassVar[str] = "file_link"

    id: str
    object: Literal["file_link"] = "file_link"
    created: int
    expired: bool = False
    expires_at: int | None = None
    file: str
    livemode: bool
    metadata: dict[str, str]
    url: str | None


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file. `size`: bytes; `type`: the ending of its name."""

    KIND: ClassVar[str] = "file"

    id: str
    object: Literal["file"] = "file"
    created: int
    expires_at: int | None
    filename: str | None
    links: Page | None
    purpose: str
    size: int
    title: str | None = None
    type: str | None
    url: str | None
